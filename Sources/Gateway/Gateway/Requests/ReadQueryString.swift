import HTTP
import JSON

/// Reads the parameters of a GET into a request. Spec: GraphQL over HTTP, *GET*.
package enum ReadQueryString {
    package static func request(
        _ query: [UInt8], limits: JSONLimits = .request
    ) throws(RequestFault) -> GraphQLRequest {
        let fields = query.withUnsafeBufferPointer { FormFields($0) }
        var request = GraphQLRequest()
        request.query = try text(fields, "query")
        request.documentID = try text(fields, "documentId")
        request.operationName = try text(fields, "operationName")
        request.variables = try object(fields, "variables", limits)
        request.extensions = try object(fields, "extensions", limits)
        request.onError = try text(fields, "onError")
        try ReadRequestBody.check(request)
        return request
    }

    /// An empty parameter counts as absent; one that stands twice could be read differently by somebody in between.
    private static func text(
        _ fields: FormFields, _ name: StaticString
    ) throws(RequestFault) -> ArraySlice<UInt8>? {
        guard !fields.repeats(name) else { throw .wrongType(parameter: "\(name)", expected: "given once") }
        guard let value = fields.value(name), !value.isEmpty else { return nil }
        guard UTF8Text.isValid(value) else { throw .notUTF8 }
        return value[...]
    }

    private static func object(
        _ fields: FormFields, _ name: StaticString, _ limits: JSONLimits
    ) throws(RequestFault) -> GraphQLRequest.Part? {
        guard let value = try text(fields, name) else { return nil }
        let document: JSONDocument
        do {
            document = try JSONDocument(parsing: Array(value), limits: limits)
        } catch {
            throw .notJSON(reason: "\(name): \(error.description)")
        }
        switch document.kind(document.root) {
        case .null: return nil
        case .object: return GraphQLRequest.Part(document, document.root)
        case .array, .string, .escapedString, .integer, .decimal, .true, .false:
            throw .wrongType(parameter: "\(name)", expected: "an object")
        }
    }
}

/// Whether bytes are UTF-8, checked without making a string.
enum UTF8Text {
    static func isValid(_ bytes: some Collection<UInt8>) -> Bool {
        String(validating: bytes, as: UTF8.self) != nil
    }
}
