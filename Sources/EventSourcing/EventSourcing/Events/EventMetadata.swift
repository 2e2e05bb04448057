import Prelude

/// Where an event comes from and when, apart from what it says.
package struct EventMetadata: Hashable, Sendable {
    package let tenant: TenantID
    package let id: EventID
    package let actor: ActorID?
    package let correlation: CorrelationID?
    /// The event that was reacted to, if it was not a person's command.
    package let causation: EventID?
    package let trace: TraceContext?
    /// When it happened, as the one who reports it says.
    package let occurred: Timestamp
    /// When the store accepted it, by the store's clock.
    package let recorded: Timestamp

    package init(
        tenant: TenantID, id: EventID, origin: CommandOrigin, occurred: Timestamp, recorded: Timestamp
    ) {
        (self.tenant, self.id, self.occurred, self.recorded) = (tenant, id, occurred, recorded)
        (actor, correlation, causation, trace) = (origin.actor, origin.correlation, origin.causation, origin.trace)
    }

    package var command: CommandID { id.command }
    package var origin: CommandOrigin {
        CommandOrigin(actor: actor, correlation: correlation, causation: causation, trace: trace)
    }
}
