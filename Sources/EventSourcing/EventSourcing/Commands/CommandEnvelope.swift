import Lifecycle

/// A command on its way: who sends it, under which id, and how long they wait.
package struct CommandEnvelope<Content: Command>: Sendable {
    package let command: Content
    package let id: CommandID
    package let tenant: TenantID
    package let caller: Caller
    package let origin: CommandOrigin
    package let deadline: MonotonicTime

    package init(
        _ command: Content, id: CommandID, tenant: TenantID, caller: Caller, origin: CommandOrigin = CommandOrigin(),
        deadline: MonotonicTime
    ) {
        (self.command, self.id, self.tenant, self.caller) = (command, id, tenant, caller)
        var origin = origin
        origin.actor = origin.actor ?? caller.actor
        (self.origin, self.deadline) = (origin, deadline)
    }
}
