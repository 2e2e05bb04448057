import JSON

/// One request as GraphQL over HTTP, WebSocket and server-sent events carry it, read but not yet looked up.
package struct GraphQLRequest: Sendable {
    /// A part of a JSON text that was read once and is looked at in place.
    package struct Part: Sendable {
        package let document: JSONDocument
        package let index: JSONDocument.Index

        package init(_ document: JSONDocument, _ index: JSONDocument.Index) {
            (self.document, self.index) = (document, index)
        }

        /// The member of that name unless it is missing or null.
        package func member(_ name: StaticString) -> Part? {
            guard let found = document.member(name, of: index), !document.isNull(found) else { return nil }
            return Part(document, found)
        }

        package var text: ArraySlice<UInt8>? {
            document.nodes[index].isString ? document.bytes(index) : nil
        }

        package var int: Int64? { document.int64(index) }
        package var bool: Bool? { document.bool(index) }
    }

    /// The document's text, unless it is named by an identifier instead.
    package var query: ArraySlice<UInt8>?
    /// The name of a trusted document, as the persisted documents proposal spells it.
    package var documentID: ArraySlice<UInt8>?
    package var operationName: ArraySlice<UInt8>?
    /// A JSON object.
    package var variables: Part?
    /// A JSON object.
    package var extensions: Part?
    /// What a failed field does to its parents.
    package var onError: ArraySlice<UInt8>?

    package init() {}
}

/// Why a request was not even read; nothing was parsed, nothing was run.
package enum RequestFault: Error, Equatable, Sendable {
    case notUTF8
    case notJSON(reason: String)
    case notAnObject
    case batchingIsOff
    case batchTooLong(max: Int)
    case emptyBatch
    case missingQuery
    case wrongType(parameter: StaticName, expected: StaticName)
    case unknownOnError

    /// A name from our own code, kept comparable.
    package typealias StaticName = String

    package var message: String {
        switch self {
        case .notUTF8: "The request must be UTF-8."
        case .notJSON(let reason): "The request body is not JSON: \(reason)"
        case .notAnObject: "The request must be a JSON object."
        case .batchingIsOff: "The request must be a JSON object; batches of requests are not served here."
        case .batchTooLong(let max): "A batch may hold at most \(max) requests."
        case .emptyBatch: "A batch must hold at least one request."
        case .missingQuery: "The request has neither a `query` nor a `documentId`."
        case .wrongType(let parameter, let expected): "The parameter `\(parameter)` must be \(expected)."
        case .unknownOnError: "The parameter `onError` must be \"NULL\", \"PROPAGATE\" or \"HALT\"."
        }
    }

    /// Whether the bytes could not be read at all, which HTTP answers with 400 in every profile.
    package var isUnreadable: Bool {
        switch self {
        case .notUTF8, .notJSON: true
        case .notAnObject, .batchingIsOff, .batchTooLong, .emptyBatch, .missingQuery, .wrongType, .unknownOnError: false
        }
    }
}
