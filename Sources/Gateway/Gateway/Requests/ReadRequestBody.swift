import JSON

/// Reads the JSON body of a POST into a request, or into several where batches are allowed.
package enum ReadRequestBody {
    /// Reads one request; a batch is refused.
    package static func one(_ body: [UInt8], limits: JSONLimits = .request) throws(RequestFault) -> GraphQLRequest {
        let document = try parse(body, limits)
        guard document.kind(document.root) != .array else { throw .batchingIsOff }
        return try request(in: document, at: document.root)
    }

    /// Reads a batch of at most `max` requests, or a single one as a batch of one. A `max` of 1 means that batches are
    /// not served.
    package static func several(
        _ body: [UInt8], max: Int, limits: JSONLimits = .request
    ) throws(RequestFault) -> (requests: [Result<GraphQLRequest, RequestFault>], isBatch: Bool) {
        let document = try parse(body, limits)
        guard document.kind(document.root) == .array else {
            return ([.success(try request(in: document, at: document.root))], false)
        }
        guard max > 1 else { throw .batchingIsOff }
        var requests: [Result<GraphQLRequest, RequestFault>] = []
        for item in document.items(document.root) {
            guard requests.count < max else { throw .batchTooLong(max: max) }
            requests.append(Result { () throws(RequestFault) in try request(in: document, at: item) })
        }
        guard !requests.isEmpty else { throw .emptyBatch }
        return (requests, true)
    }

    /// Reads the request in one object of a text, such as the payload of a message.
    package static func request(
        in document: JSONDocument, at index: JSONDocument.Index
    ) throws(RequestFault) -> GraphQLRequest {
        guard document.kind(index) == .object else { throw .notAnObject }
        let body = GraphQLRequest.Part(document, index)
        var request = GraphQLRequest()
        request.query = try text(body, "query")
        request.documentID = try text(body, "documentId")
        request.operationName = try text(body, "operationName")
        request.variables = try object(body, "variables")
        request.extensions = try object(body, "extensions")
        request.onError = try text(body, "onError")
        try check(request)
        return request
    }

    /// What must hold of a request, wherever it came from.
    static func check(_ request: GraphQLRequest) throws(RequestFault) {
        guard request.query != nil || request.documentID != nil || request.namesPersistedQuery else {
            throw .missingQuery
        }
        if let mode = request.onError {
            guard ["NULL", "PROPAGATE", "HALT"].contains(where: { mode.elementsEqual($0.utf8) }) else {
                throw .unknownOnError
            }
        }
    }

    private static func parse(_ body: [UInt8], _ limits: JSONLimits) throws(RequestFault) -> JSONDocument {
        do {
            return try JSONDocument(parsing: body, limits: limits)
        } catch {
            throw .notJSON(reason: error.description)
        }
    }

    private static func text(
        _ body: GraphQLRequest.Part, _ name: StaticString
    ) throws(RequestFault) -> ArraySlice<UInt8>? {
        guard let part = body.member(name) else { return nil }
        guard let text = part.text else { throw .wrongType(parameter: "\(name)", expected: "a string") }
        return text
    }

    private static func object(
        _ body: GraphQLRequest.Part, _ name: StaticString
    ) throws(RequestFault) -> GraphQLRequest.Part? {
        guard let part = body.member(name) else { return nil }
        guard part.document.kind(part.index) == .object else {
            throw .wrongType(parameter: "\(name)", expected: "an object")
        }
        return part
    }
}

extension GraphQLRequest {
    /// Whether `extensions.persistedQuery` is there, which stands in for the document's text.
    package var namesPersistedQuery: Bool { extensions?.member("persistedQuery") != nil }
}
