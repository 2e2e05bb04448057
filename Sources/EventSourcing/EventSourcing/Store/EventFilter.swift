/// Which events of the log somebody wants; what is nil is not asked for, and all conditions must hold.
package struct EventFilter: Hashable, Sendable {
    package var tenant: TenantID?
    package var categories: Set<StreamCategory>?
    package var names: Set<EventName>?
    package var stream: StreamName?

    package init(
        tenant: TenantID? = nil, categories: Set<StreamCategory>? = nil, names: Set<EventName>? = nil,
        stream: StreamName? = nil
    ) {
        (self.tenant, self.categories, self.names, self.stream) = (tenant, categories, names, stream)
    }

    /// Lets every event through.
    package static let everything = EventFilter()

    package func admits(_ event: RecordedEvent) -> Bool {
        if let tenant, event.metadata.tenant != tenant { return false }
        if let names, !names.contains(event.name) { return false }
        if let stream, event.stream != stream { return false }
        if let categories, !categories.contains(event.stream.category) { return false }
        return true
    }
}
