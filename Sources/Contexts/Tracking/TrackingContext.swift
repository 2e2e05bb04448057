import ContextKit

/// What people do on pages and with features, as their clients tell it: facts, and nothing that follows from them.
package enum TrackingContext: BoundedContext {
    package static let name = "tracking"
    package static let parts: [any Part.Type] = [TrackActivityField.self]
}
