import Configuration
import Gateway
import Telemetry

/// Which documents a node runs.
package struct DocumentSettings: Sendable {
    package var trust: FindDocument.Trust
    package var manifest: String?
    package var registeredBytesMax: Int

    /// Reads the group `documents`; a trust without a manifest is refused: it would run, or tell, nothing.
    package init(_ configuration: Configuration) throws(ConfigurationFaults) {
        typealias Keys = ConfigurationKeys.Documents
        trust = configuration[Keys.trust]
        manifest = configuration[Keys.manifest]
        registeredBytesMax = configuration[Keys.registeredBytesMax]
        guard trust == .open || manifest != nil else {
            let message = "\(trust.rawValue) needs \(Keys.manifest.key.name) beside it"
            throw ConfigurationFaults(faults: [configuration.fault(of: Keys.trust.key.name, message)])
        }
    }

    /// The names of the trusted operations, for metrics.
    package func operationNames() throws -> [String] { TrustedDocuments.operationNames(in: try trusted()) }

    private func trusted() throws -> [[UInt8]] {
        guard let manifest else { return [] }
        return try TrustedDocuments.texts(of: try FileSource.read(manifest))
    }

    /// Reads the manifest; tells of what is run without being in it.
    package func finder(_ metrics: MetricsRegistry, _ log: Log) throws -> FindDocument {
        let untrusted = UntrustedDocuments(metrics, log: log)
        return FindDocument(
            trust: trust, trusted: try trusted(), registeredBytesMax: registeredBytesMax,
            untrusted: { untrusted.note($0, $1) })
    }
}
