import HTTP
import JSON
import Testing

/// One audit of GraphQL over HTTP: what is sent, and what the answer must be like in the `compat` profile.
struct HTTPAudit: Sendable, CustomTestStringConvertible {
    /// Which media type the client asks for.
    enum Accept: String, Sendable {
        case graphQL = "application/graphql-response+json"
        case json = "application/json"
        case anything = "*/*"
    }

    enum Wanted: Sendable, Equatable {
        case status(Int)
        case statusIn(ClosedRange<Int>)
        /// 200 and data.
        case answered
        /// The content type begins so.
        case contentType(String)
        case noData
    }

    let id: String
    let title: String
    var method = HTTPMethod.post
    var accept: Accept?
    var contentType: String? = "application/json"
    var query: String?
    var body: String?
    let wanted: [Wanted]

    var testDescription: String { "\(id) \(title)" }
    var path: String { "/graphql" + (query.map { "?" + $0 } ?? "") }

    var fields: [(String, String)] {
        var fields: [(String, String)] = []
        if let accept { fields.append(("Accept", accept.rawValue)) }
        if let contentType, body != nil { fields.append(("Content-Type", contentType)) }
        return fields
    }

    /// What the answer lacks; empty if it is as wanted.
    func problems(of answer: RunningNode.Answer) -> [String] {
        wanted.compactMap { wanted in
            switch wanted {
            case .status(let status): answer.status == status ? nil : "status \(answer.status), not \(status)"
            case .statusIn(let range): range.contains(answer.status) ? nil : "status \(answer.status)"
            case .answered:
                answer.status == 200 && answer.json["data"]?.isNull == false ? nil : "no data: \(answer.text)"
            case .contentType(let type):
                answer.field("content-type")?.hasPrefix(type) == true
                    ? nil : "content type \(answer.field("content-type") ?? "none")"
            case .noData: answer.json["data"] == nil ? nil : "data: \(answer.text)"
            }
        }
    }
}
