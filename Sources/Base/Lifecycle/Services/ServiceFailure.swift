/// A service could not start, or ended while it should have run.
package struct ServiceFailure: Error, Sendable, CustomStringConvertible {
    package enum Phase: String, Sendable {
        case starting, running
    }

    package let service: String
    package let phase: Phase
    /// For the log; nil when the service returned without an error.
    package let underlying: (any Error)?

    package var description: String {
        switch phase {
        case .starting: "\(service) could not start: \(underlying.map { "\($0)" } ?? "")"
        case .running: "\(service) ended: \(underlying.map { "\($0)" } ?? "it returned")"
        }
    }
}
