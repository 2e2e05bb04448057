import EventSourcing
import Lifecycle
import Prelude

/// What the steps of one mutation field work with.
package struct Procedure: Sendable {
    private let scope: RequestScope
    private let field: String
    /// The id that the client gave the field, or a new one.
    package let id: CommandID

    init(_ scope: RequestScope, field: String) {
        (self.scope, self.field, id) = (scope, field, scope.nextCommandID())
    }

    package var viewer: Viewer { scope.viewer }
    package var caller: Caller {
        Caller(actor: viewer.actor, permissions: viewer.roles.union(viewer.scopes))
    }

    package var now: Timestamp { scope.services.clock.wallTime }

    /// A new id of a thing, the same whenever the field is sent again under its id.
    package func newID(_ purpose: String) -> String { CommandRequest(viewer: viewer, id: id).newID(purpose) }

    /// An id that no other command has: for steps that are not the same when they are repeated.
    package func freshID() -> CommandID { scope.services.newCommandID() }

    /// What stands behind a protocol; the node has not started without what a part `needs`.
    package func port<Port: Sendable>(_ type: Port.Type) throws(PublicFailure) -> Port {
        guard let port = scope.services.ports.find(type) else {
            scope.noteFault("\(field): the node has no \(type)")
            throw .internal
        }
        return port
    }

    /// The state of a stream in the viewer's tenant, as a command would see it now.
    package func load<State: Aggregate>(
        _ stream: StreamName, as type: State.Type = State.self
    ) async throws(PublicFailure) -> Loaded<State> {
        do throws(LoadError) {
            return try await scope.services.handle.loader.load(stream, in: viewer.tenant, as: type)
        } catch {
            if case .closed = error { return Loaded() }
            scope.noteFault("\(field): \(error)")
            throw .unavailable(retryAfterMilliseconds: 1_000)
        }
    }

    /// The end of the log, not behind this position if the log has it.
    package func head(atLeast position: Int64) async throws(PublicFailure) -> GlobalPosition {
        let known = scope.services.positions.head.position
        if known.number >= position { return known }
        // Why asked: what others have written may have been read before this node has heard of it.
        do throws(EventStoreError) {
            return try await scope.services.handle.head().position
        } catch {
            scope.noteFault("\(field): \(error)")
            throw .unavailable(retryAfterMilliseconds: 1_000)
        }
    }

    /// Sends a command under the field's own id, in the name of the viewer unless it says otherwise.
    package func send<Content: Command>(
        _ command: Content, id: CommandID? = nil, as caller: Caller? = nil
    ) async throws(PublicFailure) -> SettledCommand<Content.Subject> {
        let caller = caller ?? self.caller
        let envelope = CommandEnvelope(
            command, id: id ?? self.id, tenant: viewer.tenant, caller: caller,
            origin: CommandOrigin(actor: viewer.actor ?? caller.actor, trace: scope.trace), deadline: scope.deadline)
        let outcome: CommandOutcome<Content.Subject>
        do throws(CommandFailure) {
            outcome = try await scope.services.handle(envelope)
        } catch {
            scope.noteFault(of: error, in: field)
            throw PublicFailure(error)
        }
        return try SettledCommand(outcome, for: scope)
    }
}
