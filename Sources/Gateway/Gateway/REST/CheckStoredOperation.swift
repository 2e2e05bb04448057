import ContextKit
import GraphQLLanguage
import GraphQLSchema
import GraphQLValidation
import HTTP

/// Makes a stored operation of one operation of a valid document, or says what keeps it from being served.
struct CheckStoredOperation {
    private let valid: ValidDocument
    private let id: NodeID<OperationNode>
    private let node: OperationNode

    private var document: Document { valid.document }
    private var schema: Schema { valid.schema }

    init(_ valid: ValidDocument, _ id: NodeID<OperationNode>) {
        (self.valid, self.id, node) = (valid, id, valid.document[id])
    }

    func operation() throws(StoredOperationFault) -> StoredOperation {
        guard !node.name.isAbsent else { throw fault("A stored operation needs a name.", at: node.position) }
        guard node.kind != .subscription else { throw fault("A subscription cannot be a route.", at: node.position) }
        let (used, rest) = try directive()
        let method = try method(rest, at: used.position)
        let path = try path(rest, at: used.position)
        let status = rest.int("status") ?? 200
        guard (200...299).contains(status) else {
            throw fault("The status of success must be from 200 to 299, not \(status).", at: used.position)
        }
        let root = try root()
        let field = document[root]
        guard let rootType = document[id].kind == .mutation ? schema.mutationType : schema.queryType,
            let definition = schema.field(named: document.bytes(field.name), of: rootType)
        else { throw fault("A route answers with a field of the schema.", at: field.position) }
        let type = schema[definition].type
        return StoredOperation(
            valid: valid, id: id, name: document.string(node.name), group: group, method: method, path: path,
            success: HTTPStatus(rawValue: UInt16(clamping: status)),
            variables: try variables(rest, method, path, at: used.position), root: root, rootType: type,
            refusals: try refusals(of: type, field))
    }

    /// `Schema/rest/demo.graphql` is about `demo`.
    private var group: String {
        let file = document.source.name.split(separator: "/").last ?? ""
        return String(file.split(separator: ".").first ?? file)
    }

    private func fault(_ message: String, at position: UInt32) -> StoredOperationFault {
        StoredOperationFault(file: document.source.name, place: document.location(at: position), message: message)
    }

    private func directive() throws(StoredOperationFault) -> (DirectiveNode, Input) {
        let uses = node.directives.map { document[$0] }
        if let live = uses.first(where: { document.isSame($0.name, "live") }) {
            throw fault("A route answers once, so its operation cannot be @live.", at: live.position)
        }
        guard let used = uses.first(where: { document.isSame($0.name, "rest") }),
            let definition = schema.directive(named: "rest")
        else { throw fault("A stored operation needs @rest, which says its route.", at: node.position) }
        do throws(CoercionFault) {
            let arguments = try schema.coerceArguments(
                used.arguments, of: schema[definition].arguments, in: document, variables: .none,
                position: used.position)
            return (used, Input(arguments, schema))
        } catch {
            throw fault(error.message, at: error.position ?? used.position)
        }
    }

    private func method(_ rest: Input, at position: UInt32) throws(StoredOperationFault) -> HTTPMethod {
        let method: HTTPMethod =
            switch rest.text("method") {
            case "POST": .post
            case "PUT": .put
            case "PATCH": .patch
            case "DELETE": .delete
            case .some, nil: .get
            }
        switch (method, node.kind) {
        case (.get, .mutation): throw fault("A GET must not change anything, so it cannot be a mutation.", at: position)
        case (.put, .query), (.patch, .query), (.delete, .query):
            throw fault(
                "A query changes nothing: serve it by GET, or by POST if its variables need a body.", at: position)
        case (_, .query), (_, .mutation), (_, .subscription): return method
        }
    }

    private func path(_ rest: Input, at position: UInt32) throws(StoredOperationFault) -> PathTemplate {
        let text = rest.text("path") ?? ""
        guard let path = PathTemplate(text) else {
            throw fault("\"\(text)\" is no path such as /boards/{id}.", at: position)
        }
        for (place, name) in path.variables.enumerated() {
            guard let variable = node.variables.map({ document[$0] }).first(where: { document.string($0.name) == name })
            else { throw fault("The path names {\(name)}, and there is no variable $\(name).", at: position) }
            guard !path.variables[..<place].contains(name) else {
                throw fault("The path names {\(name)} twice.", at: position)
            }
            guard let type = schema.wrappedType(variable.type, in: document), !type.isList,
                schema[type.named].kind.isLeaf
            else { throw fault("$\(name) is in the path, so it must be a scalar or an enum.", at: variable.position) }
        }
        return path
    }

    private func root() throws(StoredOperationFault) -> NodeID<SelectionNode> {
        guard node.selections.count == 1, let only = node.selections.first, document[only].kind == .field,
            document[only].directives.isEmpty
        else {
            throw fault(
                "A route answers with one field, so the operation selects exactly one, always.",
                at: node.selectionSetPosition)
        }
        return only
    }

    private func refusals(
        of type: WrappedType, _ field: SelectionNode
    ) throws(StoredOperationFault) -> [StoredOperation.Refusal] {
        guard schema[type.named].kind.isAbstract else { return [] }
        var refusals: [StoredOperation.Refusal] = []
        for object in schema.possibleTypes(of: type.named) {
            guard let reason = schema.field(named: "reason", of: object).map({ schema[$0].type }),
                schema[reason.named].kind == .enum, !reason.isList
            else { continue }
            let selected = SelectedFields(of: object, field.selections, in: valid)
            for name in ["__typename", "reason", "message"] where !selected.hasAlways(name) {
                throw fault(
                    "Select \(name) of \(schema.name(of: object)): a refusal is told by it.", at: field.position)
            }
            refusals.append(
                StoredOperation.Refusal(
                    type: object, name: Array(schema.bytes(schema[object].name)), reasons: reason.named,
                    statuses: try statuses(of: reason.named, field)))
        }
        return refusals
    }

    private func statuses(
        of reasons: TypeID, _ field: SelectionNode
    ) throws(StoredOperationFault) -> [[UInt8]: HTTPStatus] {
        var statuses: [[UInt8]: HTTPStatus] = [:]
        for id in schema[reasons].enumValues {
            let value = schema[id]
            let coordinate = "\(schema.name(of: reasons)).\(schema.string(value.name))"
            guard let use = schema.applied("status", in: value.directives),
                case .int(let code)? = schema.argument("code", of: use)
            else { throw fault("\(coordinate) has no @status, so a route cannot answer with it.", at: field.position) }
            guard (400...499).contains(code) else {
                throw fault("The @status of \(coordinate) must be from 400 to 499, not \(code).", at: field.position)
            }
            statuses[Array(schema.bytes(value.name))] = HTTPStatus(rawValue: UInt16(clamping: code))
        }
        return statuses
    }
}

extension CheckStoredOperation {
    /// Gives every variable its place.
    private func variables(
        _ rest: Input, _ method: HTTPMethod, _ path: PathTemplate, at position: UInt32
    ) throws(StoredOperationFault) -> [StoredOperation.Variable] {
        let (inPath, inQuery, whole) = (path.variables, rest.texts("query") ?? [], rest.text("body"))
        let takesBody = method == .post || method == .put || method == .patch
        let known = node.variables.map { document.string(document[$0].name) }
        for name in inQuery + (whole.map { [$0] } ?? []) {
            guard known.contains(name) else { throw fault("There is no variable $\(name).", at: position) }
            guard !inPath.contains(name) else { throw fault("$\(name) is in the path already.", at: position) }
        }
        if let whole {
            guard takesBody else { throw fault("A \(method.name) has no body.", at: position) }
            guard !inQuery.contains(whole) else {
                throw fault("$\(whole) cannot be the body and in the query string.", at: position)
            }
        }
        var variables: [StoredOperation.Variable] = []
        for id in node.variables {
            let variable = document[id]
            let name = document.string(variable.name)
            guard let type = schema.wrappedType(variable.type, in: document) else { continue }
            let place: StoredOperation.Place
            if let number = inPath.firstIndex(of: name) {
                place = .path(number)
            } else if !takesBody || inQuery.contains(name) {
                guard type.listDepth < 2, schema[type.named].kind.isLeaf else {
                    throw fault(
                        "$\(name) is in the query string, so it must be a scalar, an enum, or a list of these.",
                        at: variable.position)
                }
                place = .query
            } else if let whole {
                guard name == whole else {
                    throw fault("$\(name) has no place, because the body is $\(whole).", at: variable.position)
                }
                place = .body
            } else {
                place = .member
            }
            variables.append(StoredOperation.Variable(name: name, type: type, place: place, node: variable))
        }
        return variables
    }
}
