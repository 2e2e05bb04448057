import HTTP
import Server

/// In which forms a client takes an answer, from its `Accept`.
struct AnswerForm {
    /// Of an answer in one piece.
    let mediaType: ResponseMediaType
    /// `multipart/mixed;subscriptionSpec=1.0`
    let takesSubscriptions: Bool
    /// `multipart/mixed`: an answer may come in parts.
    let takesParts: Bool
    /// The version of incremental delivery that the client has named, if it has.
    let incrementalSpec: StaticString?
    /// `application/jsonl`: the answers of a batch may come as lines.
    let takesLines: Bool

    /// Nil when the client takes nothing that can be made.
    init?(_ http: Request) {
        guard http.has(.accept) else {
            self = Self.unasked
            return
        }
        self.init(accept: http.joined(.accept))
    }

    /// For a client that says nothing of what it takes.
    private static let unasked = AnswerForm()

    private init() {
        (mediaType, takesSubscriptions, takesParts, takesLines) = (.json, false, false, false)
        incrementalSpec = nil
    }

    init?(accept: [UInt8]?) {
        let ranges = accept.map { Accept($0).ranges.filter { $0.weight > 0 } } ?? []
        let parts = ranges.filter { $0.type.elementsEqual("multipart/mixed".utf8) }
        func names(_ range: Accept.Range, _ parameter: String) -> Bool {
            range.parameters.contains { $0.elementsEqual(parameter.utf8) }
        }
        takesSubscriptions = parts.contains { names($0, "subscriptionspec=1.0") }
        // Why others are passed over: whoever names an older form, such as deferSpec, cannot read the current one.
        let named = parts.contains { names($0, "incrementalspec=v0.2") }
        takesParts = named || parts.contains { $0.parameters.isEmpty }
        incrementalSpec = named ? "v0.2" : nil
        takesLines = ranges.contains { $0.type.elementsEqual("application/jsonl".utf8) }
        if let offered = ContentNegotiation.answer(accept) {
            mediaType = offered
        } else if takesSubscriptions || takesParts || takesLines {
            mediaType = .json
        } else {
            return nil
        }
    }
}
