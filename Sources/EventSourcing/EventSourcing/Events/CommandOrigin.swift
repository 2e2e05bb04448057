/// Who or what a command comes from; every event that the command makes carries it.
package struct CommandOrigin: Hashable, Sendable {
    package var actor: ActorID?
    package var correlation: CorrelationID?
    package var causation: EventID?
    package var trace: TraceContext?

    package init(
        actor: ActorID? = nil, correlation: CorrelationID? = nil, causation: EventID? = nil, trace: TraceContext? = nil
    ) {
        (self.actor, self.correlation, self.causation, self.trace) = (actor, correlation, causation, trace)
    }
}
