import GraphQLExecution
import GraphQLLanguage
import GraphQLPlanning
import GraphQLSchema
import GraphQLValidation
import JSON
import Testing

/// A schema with its bindings, and requests against it.
struct Engine {
    let schema: Schema
    var bindings: BindingTable

    /// Everything is read from one JSON value.
    init(_ sdl: String) throws {
        schema = try SchemaBuilder(codecs: .gateway).build(sdl)
        bindings = .json
    }

    /// Fields have bindings, by coordinate such as `Query.posts`.
    init(_ sdl: String, _ bindings: [String: FieldBinding]) throws {
        schema = try SchemaBuilder(codecs: .gateway).build(sdl)
        self.bindings = BindingTable(for: schema)
        for (coordinate, binding) in bindings {
            let parts = coordinate.split(separator: ".").map(String.init)
            let type = try #require(schema.type(named: parts[0]))
            let field = try #require(schema.field(named: parts[1], of: type))
            self.bindings[field] = binding
        }
    }

    func prepare(_ text: String, operation: String? = nil) throws -> PreparedOperation {
        let document = try Document.parse(Array(text.utf8))
        switch validate(document, against: schema) {
        case .valid(let valid):
            let id = try SelectOperation.find(named: operation, in: document)
            return PreparedOperation(valid, operation: id, bindings: bindings)
        case .invalid(let diagnostics):
            throw Invalid(messages: diagnostics.map(\.message))
        }
    }

    struct Invalid: Error { let messages: [String] }

    func request(_ text: String, variables: JSONValue? = nil, root: JSONValue? = nil) throws -> ExecutionRequest {
        var request = ExecutionRequest(try prepare(text))
        if let variables { request.variables = (document: try JSONDocument(parsing: variables.bytes), object: 0) }
        if let root { request.root = .json(try JSONDocument(parsing: root.bytes), 0) }
        return request
    }

    /// The response as text.
    func run(_ text: String, variables: JSONValue? = nil, root: JSONValue? = nil) throws -> String {
        let response = try #require(try request(text, variables: variables, root: root).immediateResponse())
        return String(decoding: response.bytes, as: UTF8.self)
    }
}
