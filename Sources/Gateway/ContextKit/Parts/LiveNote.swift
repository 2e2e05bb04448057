/// What a feed knows of an event beside the event itself, when the event alone does not say who may see it.
package struct LiveNote: Equatable, Sendable {
    /// The place in the log of what the event changes, such as an edited message; nil for nothing older than the event.
    package let origin: Int64?
    /// What the event tells was taken back since: it is shown without its content.
    package let isWithdrawn: Bool

    package init(origin: Int64? = nil, isWithdrawn: Bool = false) {
        (self.origin, self.isWithdrawn) = (origin, isWithdrawn)
    }
}
