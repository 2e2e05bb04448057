import EventSourcing
import GraphQLPlanning
import GraphQLSchema
import JSON
import Lifecycle
import Rows

/// Carries out the command of one mutation field and puts its outcome into the answer.
struct RunCommand<Bound: CommandPart>: Sendable {
    private let call: LoadCall
    private let schema: Schema

    init(_ call: LoadCall, _ schema: Schema) {
        (self.call, self.schema) = (call, schema)
    }

    func answer() async -> LoadResult {
        do {
            return .all(try await run().batch(call.columns))
        } catch {
            return .failed(error.loadFailure, keys: call.keys.rowCount)
        }
    }

    private func run() async throws(PublicFailure) -> ResultRow {
        guard let scope = call.context as? RequestScope else { throw .internal }
        let input = Input(call.arguments, schema)
        let own = Bound.idempotencyKey(input).map { CommandID.derived(from: Bound.Content.name, $0) }
        let request = CommandRequest(viewer: scope.viewer, id: own ?? scope.nextCommandID())
        let command = Bound.command(input, request)
        let caller = Caller(actor: scope.viewer.actor, permissions: scope.viewer.roles.union(scope.viewer.scopes))
        let envelope = CommandEnvelope(
            command, id: request.id, tenant: scope.viewer.tenant, caller: caller,
            origin: CommandOrigin(actor: scope.viewer.actor, trace: scope.trace), deadline: scope.deadline,
            isIDOfActor: own == nil)
        let outcome: CommandOutcome<Bound.Subject>
        do throws(CommandFailure) {
            outcome = try await scope.services.handle(envelope)
        } catch {
            scope.noteFault(of: error, in: Bound.field)
            let failure = PublicFailure(error)
            scope.noteOverload(failure)
            throw failure
        }
        return try row(of: outcome, command, scope)
    }

    private func row(
        of outcome: CommandOutcome<Bound.Subject>, _ command: Bound.Content, _ scope: RequestScope
    ) throws(PublicFailure) -> ResultRow {
        switch try SettledCommand(outcome, for: scope) {
        case .done(let receipt): Bound.result(command, receipt).with(receipt)
        case .refused(let refusal): Bound.refused(refusal)
        }
    }
}

extension RequestScope {
    /// Notes a failure of a store behind a command; what a client can do something about is none.
    func noteFault(of failure: CommandFailure, in field: String) {
        switch failure {
        case .contended, .deadlineExceeded, .store(.overloaded): break
        case .store, .load, .sealing: noteFault("\(field): \(failure)")
        }
    }
}

extension PublicFailure {
    static let `internal` = PublicFailure("INTERNAL", "Internal server error")

    /// Every violation of the input, each with its path.
    package init(_ violations: [InputViolation]) {
        let list = violations.map { violation in
            JSONValue.object([
                JSONValue.Member("path", .array(violation.path.map { .string($0) })),
                JSONValue.Member("code", .string(violation.code)),
                JSONValue.Member("message", .string(violation.message)),
            ])
        }
        self.init(
            "BAD_USER_INPUT", violations.map(\.message).joined(separator: " "), [Detail("violations", .array(list))])
    }

    init(_ failure: CommandFailure) {
        switch failure {
        case .contended:
            self.init("CONFLICT", "Others changed the same thing again and again. Send the command again.")
        case .deadlineExceeded:
            self.init("DEADLINE_EXCEEDED", "The command was not acknowledged in time. Send it again with its id.")
        case .store(.overloaded):
            self.init(
                "OVERLOADED", "Too many commands wait. Try again later.", [Detail("retryAfterMs", .number("500"))])
        case .store, .load, .sealing:
            self = .unavailable(retryAfterMilliseconds: 1_000)
        }
    }
}
