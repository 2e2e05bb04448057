import GraphQLSchema
import HTTP
import JSON
import Server

/// Makes the variables of a stored operation out of the path, the query string and the body of a request.
///
/// Why what is unknown is refused: a name that was misspelt was meant to matter.
struct RouteVariables: ~Copyable {
    private let operation: StoredOperation
    private let limits: JSONLimits
    private var writer = JSONWriter()

    static func read(
        _ http: Request, for operation: StoredOperation, limits: JSONLimits
    ) throws(Problem) -> GraphQLRequest.Part {
        var variables = RouteVariables(operation, limits)
        variables.writer.beginObject()
        try variables.addPath(http)
        try variables.addQuery(http)
        if !http.body.isEmpty { try variables.addBody(http) }
        variables.writer.endObject()
        let document = try parsed(variables.writer.bytes(), limits)
        return GraphQLRequest.Part(document, document.root)
    }

    private init(_ operation: StoredOperation, _ limits: JSONLimits) {
        (self.operation, self.limits) = (operation, limits)
    }

    private static func parsed(_ bytes: [UInt8], _ limits: JSONLimits) throws(Problem) -> JSONDocument {
        do throws(JSONError) {
            return try JSONDocument(parsing: bytes, limits: limits)
        } catch {
            throw Problem(.badRequest, "The body is not JSON: \(error.description)")
        }
    }

    private mutating func addPath(_ http: Request) throws(Problem) {
        for variable in operation.variables {
            guard case .path(let number) = variable.place, http.parameters.indices.contains(number) else { continue }
            writer.key(variable.name)
            try put(http.parameters[number], of: variable)
        }
    }

    private mutating func addQuery(_ http: Request) throws(Problem) {
        let query = http.query
        guard !query.isCut else { throw Problem(.badRequest, "The query string has too many parameters.") }
        for pair in query.pairs where !operation.takes(pair.name, at: .query) {
            throw Problem(.badUserInput, "There is no query parameter \(Self.shown(pair.name)) here.")
        }
        for variable in operation.variables where variable.place == .query {
            let values = query.pairs.filter { $0.name.elementsEqual(variable.name.utf8) }.map(\.value)
            guard !values.isEmpty else { continue }
            writer.key(variable.name)
            guard !variable.type.isList else {
                writer.beginArray()
                for value in values { try put(value, of: variable) }
                writer.endArray()
                continue
            }
            guard values.count == 1 else {
                throw Problem(.badUserInput, "The query parameter \"\(variable.name)\" stands there more than once.")
            }
            try put(values[0], of: variable)
        }
    }

    private mutating func put(_ text: [UInt8], of variable: StoredOperation.Variable) throws(Problem) {
        guard UTF8Text.isValid(text) else { throw Problem(.badUserInput, "\"\(variable.name)\" is not UTF-8.") }
        TextValue.write(text, as: operation.schema[variable.type.named].codec, to: &writer)
    }

    private mutating func addBody(_ http: Request) throws(Problem) {
        guard operation.method != .get, operation.method != .delete else {
            throw Problem(.badRequest, "A \(operation.method.name) takes no body here.")
        }
        guard let type = http.copy(of: .contentType), ContentNegotiation.isJSON(type) else {
            throw Problem(
                .badRequest, "The body must have the content type application/json.", status: .unsupportedMediaType)
        }
        let body = try Self.parsed(http.body, limits)
        if let whole = operation.variables.first(where: { $0.place == .body }) {
            writer.key(whole.name)
            return writer.raw(Array(body.text(body.root)))
        }
        guard body.kind(body.root) == .object else { throw Problem(.badRequest, "The body must be a JSON object.") }
        for (key, value) in body.members(body.root) {
            let name = body.bytes(key)
            guard operation.takes(name, at: .member) else {
                throw Problem(.badUserInput, "The body has no member \(Self.shown(name)) here.")
            }
            writer.key(String(decoding: name, as: UTF8.self))
            writer.raw(Array(body.text(value)))
        }
    }

    /// Limit: bytes of a client's name in a message.
    private static let nameBytesMax = 64

    private static func shown(_ name: some Collection<UInt8>) -> String {
        "\"\(String(decoding: name.prefix(nameBytesMax), as: UTF8.self))\""
    }
}

extension StoredOperation {
    fileprivate func takes(_ name: some Collection<UInt8>, at place: Place) -> Bool {
        variables.contains { $0.place == place && $0.name.utf8.elementsEqual(name) }
    }
}
