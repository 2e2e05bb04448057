import Lifecycle

/// A command on its way: who sends it, under which id, and how long they wait.
package struct CommandEnvelope<Content: Command>: Sendable {
    package let command: Content
    package let id: CommandID
    package let tenant: TenantID
    package let caller: Caller
    package let origin: CommandOrigin
    package let deadline: MonotonicTime
    /// Whether the id is the actor's own, so that somebody else who sends the same under it sends another command;
    /// otherwise it names a fact, such as an invoice number, that is the same whoever tells it.
    package let isIDOfActor: Bool

    package init(
        _ command: Content, id: CommandID, tenant: TenantID, caller: Caller, origin: CommandOrigin = CommandOrigin(),
        deadline: MonotonicTime, isIDOfActor: Bool = true
    ) {
        self.isIDOfActor = isIDOfActor
        (self.command, self.id, self.tenant, self.caller) = (command, id, tenant, caller)
        var origin = origin
        origin.actor = origin.actor ?? caller.actor
        (self.origin, self.deadline) = (origin, deadline)
    }

    /// What tells this command from another one under the same id.
    package var request: RequestHash {
        guard isIDOfActor, let actor = caller.actor else { return command.request }
        return RequestHash(of: command.request.bytes, Array(actor.text.utf8))
    }
}
