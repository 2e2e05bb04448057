import JSON

/// What became of a line that was sent, by the gateway's answer; a gateway that did not answer leaves it unknown.
enum SentLine: Equatable {
    case sent
    /// It will be refused again: there is nothing to do but to tell, and to go on with the next line.
    case refused(String)
    /// Nothing that is said in this chat will be accepted any more.
    case shutOut(String)
    /// It may have been sent: it is sent again, under its id.
    case unknown

    /// Failures that pass.
    private static let passing: Set<String> = [
        "UNAVAILABLE", "OVERLOADED", "RATE_LIMITED", "DEADLINE_EXCEEDED", "CONFLICT", "CANCELLED",
    ]
    /// Why only these end it: an archived chat or a chat that one is not in does not come back by itself.
    private static let final: Set<String> = ["UNKNOWN_CHAT", "ARCHIVED"]

    init(_ answer: JSONValue?) {
        guard let answer else {
            self = .unknown
            return
        }
        if let error = answer["errors"]?[0] {
            let code = error["extensions"]?["code"]?.string ?? "INTERNAL"
            let message = error["message"]?.string ?? code
            if Self.passing.contains(code) {
                self = .unknown
            } else {
                self = ["UNAUTHENTICATED", "FORBIDDEN"].contains(code) ? .shutOut(message) : .refused(message)
            }
            return
        }
        guard let row = answer["data"]?["sendMessage"], !row.isNull else {
            self = .unknown
            return
        }
        guard let reason = row["reason"]?.string else {
            self = .sent
            return
        }
        let message = row["message"]?.string ?? reason
        self = Self.final.contains(reason) ? .shutOut(message) : .refused(message)
    }
}
