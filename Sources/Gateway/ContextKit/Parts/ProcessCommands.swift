import EventSourcing
import JSON
import Lifecycle

/// Sends the commands of one kind of process in the name of the system, and reaches the world outside for it.
package struct ProcessCommands: Sendable {
    /// Limit: how long a command of a step may take before its outcome counts as unknown.
    package static let timeout = Duration.seconds(10)

    private let handle: HandleCommand
    private let actor: ActorID
    private let clock: any Clock
    /// What steps need of the world outside the log.
    package let ports: Ports

    package init(_ handle: HandleCommand, as actor: ActorID, clock: any Clock, ports: Ports = Ports()) {
        (self.handle, self.actor, self.clock, self.ports) = (handle, actor, clock, ports)
    }

    /// The step's command under the step's id, or under one that follows from it where a step has several; `tolerates`
    /// says which refusals mean that there is nothing to do.
    package func send<Content: Command>(
        _ command: Content, for request: ActionRequest, id: CommandID? = nil,
        tolerates: (Content.Subject.Refusal) -> Bool = { _ in false }
    ) async -> ActionAnswer {
        let envelope = CommandEnvelope(
            command, id: id ?? request.id, tenant: request.process.tenant, caller: .system(actor),
            deadline: clock.now + Self.timeout)
        let outcome: CommandOutcome<Content.Subject>
        do throws(CommandFailure) {
            outcome = try await handle(envelope)
        } catch {
            return Self.answer(error)
        }
        switch outcome {
        case .done(let receipt): return .done(receipt.data)
        case .refused(let refusal):
            return tolerates(refusal) ? .done(.null) : .refused(code: "\(refusal)")
        case .invalid(let violations): return .refused(code: violations.first?.code ?? "INVALID")
        case .forbidden: return .refused(code: "FORBIDDEN")
        case .idReused: return .refused(code: "COMMAND_ID_REUSED")
        case .streamClosed: return .refused(code: "STREAM_CLOSED")
        }
    }

    /// What trying again can help with is asked for again under the same id, the rest has certainly not happened.
    static func answer(_ failure: CommandFailure) -> ActionAnswer {
        switch failure {
        case .contended, .load(.undecodable), .load(.broken), .load(.sealing(.damaged)), .sealing(.damaged):
            .failed(reason: "\(failure)")
        case .load(.closed): .refused(code: "STREAM_CLOSED")
        case .sealing(.erased), .load(.sealing(.erased)): .refused(code: "ERASED")
        case .store(.invalid(let reason)): .failed(reason: reason)
        case .deadlineExceeded, .store, .sealing, .load(.store), .load(.sealing): .unknown(reason: "\(failure)")
        }
    }
}
