import Companies
import EventSourcing
import JSON
import Prelude

/// Takes whoever leaves a company out of its chats.
///
/// Why nobody slips through: coming into a company chat is proven against the company as it is, so that every coming
/// lies before the leaving in the log, and the chats are looked up when the lists are as far as that.
struct LeaveCompanyChats: ProcessDefinition {
    /// There is nothing to remember: the step's own record says whether it was done.
    struct State: ProcessState, Equatable {
        init() {}
        init(json: JSONValue) throws(ProcessPoison) {}
        var json: JSONValue { [:] }
    }

    static let action = "leave-chats"
    /// Limit: attempts; at the longest pause between them they last for some hours.
    private static let retry = RetryPolicy(attemptsMax: 300)

    let kind: ProcessKind = "company-chats-leaving"
    let filter = EventFilter(categories: [Company.category], names: [CompanyMemberRemoved.name])

    /// One process a leaving.
    func instance(for event: RecordedEvent) -> String? { event.position.description }

    func react(_ state: inout State, to input: ProcessInput, now: Timestamp) throws(ProcessPoison) -> [ProcessEffect] {
        switch input {
        case .event(let event):
            guard let happened = try? Company.codec.decode(event), case .memberRemoved(let removed) = happened else {
                throw ProcessPoison("\(event.name) cannot be read")
            }
            let action = ProcessAction(
                Self.action,
                [
                    "company": .string(removed.company), "user": .string(removed.user.text),
                    "position": .string(event.position.description),
                ])
            return [.run(ProcessStep("leave chats", action, retry: Self.retry))]
        case .answer(_, .done): return [.complete]
        case .answer(let step, .refused(let code)): return [.park(reason: "\(step) was refused: \(code)")]
        case .answer(let step, .failed(let reason)): return [.park(reason: "\(step) failed: \(reason)")]
        case .timer: return []
        }
    }
}
