/// How much is said in a generated tenant, by how many people, in how many chats.
package struct ChatPlan: Equatable, Sendable {
    /// Limit: chats of one plan; all of them are held in memory while it is written.
    package static let chatsMax = 100_000
    /// Limit: messages of one plan.
    package static let messagesMax = 10_000_000
    /// Limit: people of one plan.
    package static let peopleMax = 100_000
    /// Limit: people of one generated group.
    static let groupMax = 12

    package let chats: Int
    package let messages: Int
    package let people: Int
    package let seed: UInt64

    package init(chats: Int, messages: Int, people: Int, seed: UInt64) {
        (self.chats, self.messages, self.people, self.seed) = (chats, messages, max(2, people), seed)
    }

    /// People are those of the generated usages.
    static func person(_ place: Int) -> String { "user-\(place + 1)" }

    static let titles = ["Rollout", "Lunch", "Support", "Design", "On call", "Invoices", "Hiring", "Release", "Ideas"]

    static let words = [
        "the", "a", "we", "it", "is", "not", "can", "report", "build", "green", "red", "today", "tomorrow", "please",
        "look", "at", "this", "why", "customer", "invoice", "ship", "it", "deploy", "late", "coffee", "numbers",
        "thanks", "done", "soon", "meeting", "moved", "to", "Friday", "who", "has", "time", "for", "review", "yes",
        "no", "maybe", "größer", "schön", "привет", "👍", "🚀",
    ]
}
