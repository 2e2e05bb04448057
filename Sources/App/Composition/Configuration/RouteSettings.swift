import Configuration
import Gateway

/// Where stored operations are served.
package struct RouteSettings: Sendable {
    /// The path below which they are; nil serves none.
    package var prefix: String?

    /// Reads the group `rest`.
    package init(_ configuration: Configuration) throws(ConfigurationFaults) {
        typealias Keys = ConfigurationKeys.Routes
        prefix = configuration[Keys.prefix]
        guard let prefix, !PathTemplate.isPlain(prefix) else { return }
        throw ConfigurationFaults(faults: [configuration.fault(of: Keys.prefix.key.name, "must be a path such as /api")]
        )
    }
}
