/// One thing that is wrong with the configuration, and where it was written.
package struct ConfigurationFault: Error, Sendable, Equatable, CustomStringConvertible {
    package let origin: ConfigurationOrigin
    package let message: String

    package init(origin: ConfigurationOrigin, message: String) { (self.origin, self.message) = (origin, message) }

    package var description: String { "\(origin): \(message)" }
}

/// Everything that is wrong, so that one start shows all of it.
package struct ConfigurationFaults: Error, Sendable, Equatable, CustomStringConvertible {
    package let faults: [ConfigurationFault]

    package init(faults: [ConfigurationFault]) { self.faults = faults }

    package var description: String { faults.map(\.description).joined(separator: "\n") }
}
