import ContextKit
import EventSourcing

/// Who may see what people do.
enum ActivityAccess {
    /// Administrators; everybody sees their own.
    static let ofOthers = AccessRule.anyOf([.role("admin"), .scope("admin")])

    static func admits(_ question: Question, to user: String?) -> Bool {
        if ofOthers.admits(question.viewer) { return true }
        guard let user, let actor = question.viewer.actor else { return false }
        return actor.text.utf8.elementsEqual(user.utf8)
    }
}

/// The days that a question is about.
struct DayRange: Equatable, Sendable {
    /// Limit: days of one question.
    static let daysMax: Int64 = 366

    let first: Int64
    let last: Int64

    init(first: Int64, last: Int64) {
        (self.first, self.last) = (first, last)
    }

    init(_ input: Input) throws(PublicFailure) {
        guard let from = input.day("from"), let to = input.day("to"), from <= to, to - from < Self.daysMax else {
            throw PublicFailure("BAD_USER_INPUT", "`to` must be 0 to \(Self.daysMax - 1) days after `from`.")
        }
        (first, last) = (from, to)
    }
}
