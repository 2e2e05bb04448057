import GraphQLLanguage
import GraphQLSchema
import HTTP
import JSON

/// What the routes take and answer, for tools that do not speak GraphQL.
///
/// Spec: OpenAPI 3.1. Everything in it follows from the stored operations and the schema; nothing is written twice.
package struct OpenAPIDocument {
    private let operations: [StoredOperation]
    private let prefix: String
    private var schemas: OpenAPISchemas

    package init(_ operations: [StoredOperation], of schema: Schema, prefix: String) {
        (self.operations, self.prefix) = (operations, prefix)
        schemas = OpenAPISchemas(schema)
    }

    package mutating func json() -> JSONValue {
        var paths: [(path: String, methods: [JSONValue.Member])] = []
        for operation in operations {
            let path = prefix + operation.path.text
            let method = JSONValue.Member("\(operation.method.name)".lowercased(), described(operation))
            if let known = paths.firstIndex(where: { $0.path == path }) {
                paths[known].methods.append(method)
            } else {
                paths.append((path, [method]))
            }
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Belvedere", "version": .string(GatewayVersion.text),
                "description": "Routes of stored GraphQL operations.", "license": ["name": "MIT", "identifier": "MIT"],
            ],
            "servers": [["url": "/"]],
            "tags": .array(groups.map { ["name": .string($0)] }),
            "paths": .object(paths.map { .init($0.path, .object($0.methods)) }),
            "components": [
                "schemas": .object(schemas.components + [.init("Problem", OpenAPIProblem.schema)]),
                "responses": .object(OpenAPIProblem.responses),
                "parameters": .object(Self.parameters),
                "securitySchemes": ["token": ["type": "http", "scheme": "bearer", "bearerFormat": "JWT"]],
            ],
        ]
    }

    private var groups: [String] {
        operations.reduce(into: []) { groups, operation in
            if !groups.contains(operation.group) { groups.append(operation.group) }
        }
    }

    private static let parameters: [JSONValue.Member] = [
        .init(
            "BelvedereToken",
            [
                "name": "Belvedere-Token", "in": "header",
                "schema": ["type": "string", "pattern": "^v1\\.\\d+\\.\\d+$"],
                "description": "Read at least this position of the log, as an earlier answer has told it.",
            ]),
        .init(
            "IdempotencyKey",
            [
                "name": "Idempotency-Key", "in": "header",
                "schema": ["type": "string", "pattern": "^[!-~]{1,255}$"],
                "description":
                    "Sent again under the same key, the command takes effect once and is answered as before.",
            ]),
    ]

    private mutating func described(_ operation: StoredOperation) -> JSONValue {
        var members: [JSONValue.Member] = [.init("operationId", .string(operation.name))]
        if let text = operation.description { members.append(.init("summary", .string(text))) }
        members.append(.init("tags", [.string(operation.group)]))
        // Without a token the answer is that of somebody whom nobody knows.
        members.append(.init("security", [[:], ["token": []]]))
        members.append(.init("parameters", .array(parameters(of: operation))))
        if let body = body(of: operation) { members.append(.init("requestBody", body)) }
        members.append(.init("responses", .object(responses(of: operation))))
        return .object(members)
    }

    private mutating func parameters(of operation: StoredOperation) -> [JSONValue] {
        var parameters: [JSONValue] = []
        for variable in operation.variables {
            let isInPath: Bool
            switch variable.place {
            case .path: isInPath = true
            case .query: isInPath = false
            case .member, .body: continue
            }
            // Why without null: an address has no word for it.
            var members: [JSONValue.Member] = [
                .init("name", .string(variable.name)), .init("in", isInPath ? "path" : "query"),
                .init("required", .bool(isInPath || variable.isRequired)),
                .init("schema", schemas.parameter(variable.type, isInPath: isInPath)),
            ]
            if let text = operation.document.string(of: variable.node.description) {
                members.append(.init("description", .string(text)))
            }
            parameters.append(.object(members))
        }
        parameters.append(["$ref": "#/components/parameters/BelvedereToken"])
        if operation.isMutation { parameters.append(["$ref": "#/components/parameters/IdempotencyKey"]) }
        return parameters
    }

    private mutating func body(of operation: StoredOperation) -> JSONValue? {
        if let whole = operation.variables.first(where: { $0.place == .body }) {
            return [
                "required": .bool(whole.isRequired),
                "content": ["application/json": ["schema": schemas.input(whole.type)]],
            ]
        }
        let members = operation.variables.filter { $0.place == .member }
        guard !members.isEmpty else { return nil }
        let properties = members.map { variable in
            var schema = schemas.input(variable.type)
            if let text = operation.document.string(of: variable.node.description) {
                schema = schema.adding("description", .string(text))
            }
            return JSONValue.Member(variable.name, schema)
        }
        let required = members.filter(\.isRequired).map(\.name)
        let object = JSONValue.object([
            .init("type", "object"), .init("properties", .object(properties)),
            .init("required", .array(required.map { .string($0) })), .init("additionalProperties", false),
        ])
        return ["required": .bool(!required.isEmpty), "content": ["application/json": ["schema": object]]]
    }

    private mutating func responses(of operation: StoredOperation) -> [JSONValue.Member] {
        var success: [JSONValue.Member] = [.init("description", .string("\(operation.success.reason)"))]
        if !operation.success.forbidsBody {
            let schema = schemas.answer(operation)
            success.append(.init("content", ["application/json": ["schema": schema]]))
        }
        if operation.isMutation {
            success.append(
                .init(
                    "headers",
                    [
                        "Belvedere-Token": [
                            "schema": ["type": "string"],
                            "description": "Where the effect lies in the log; reads that carry it include the effect.",
                        ]
                    ]))
        }
        var responses: [JSONValue.Member] = [.init("\(operation.success.rawValue)", .object(success))]
        if operation.method == .get {
            responses.append(.init("304", ["description": "What the client has is still so."]))
        }
        let refusals = Refusals(operation)
        for status in OpenAPIProblem.statuses(isMutation: operation.isMutation) + refusals.ownStatuses {
            guard let reasons = refusals.texts[status] else {
                responses.append(.init("\(status)", ["$ref": .string("#/components/responses/\(status)")]))
                continue
            }
            responses.append(.init("\(status)", OpenAPIProblem.response(reasons.joined(separator: "\n"))))
        }
        responses.append(.init("default", ["$ref": "#/components/responses/default"]))
        return responses
    }

    /// The reasons for which an operation can be refused, by their statuses.
    private struct Refusals {
        private(set) var texts: [UInt16: [String]] = [:]
        private(set) var ownStatuses: [UInt16] = []

        init(_ operation: StoredOperation) {
            let schema = operation.schema
            for refusal in operation.refusals {
                for id in schema[refusal.reasons].enumValues {
                    let value = schema[id]
                    guard let status = refusal.statuses[Array(schema.bytes(value.name))]?.rawValue else { continue }
                    let meaning = value.description.map { ": " + schema.string($0) } ?? ""
                    texts[status, default: []].append("`\(schema.string(value.name))`" + meaning)
                }
            }
            let standing = OpenAPIProblem.statuses(isMutation: operation.isMutation)
            ownStatuses = texts.keys.sorted().filter { !standing.contains($0) }
        }
    }
}

extension JSONValue {
    /// The same object with one more member.
    func adding(_ name: String, _ value: JSONValue) -> JSONValue {
        .object((members ?? []).filter { $0.name != name } + [Member(name, value)])
    }
}
