import Configuration
import Gateway

/// Which documents a node runs.
package struct DocumentSettings: Sendable {
    package var trust: FindDocument.Trust
    package var manifest: String?
    package var registeredBytesMax: Int

    /// Reads the group `documents`.
    package init(_ configuration: Configuration) {
        typealias Keys = ConfigurationKeys.Documents
        trust = configuration[Keys.trust]
        manifest = configuration[Keys.manifest]
        registeredBytesMax = configuration[Keys.registeredBytesMax]
    }

    /// The names of the trusted operations, for metrics.
    package func operationNames() throws -> [String] { TrustedDocuments.operationNames(in: try trusted()) }

    private func trusted() throws -> [[UInt8]] {
        guard let manifest else { return [] }
        return try TrustedDocuments.texts(of: try FileSource.read(manifest))
    }

    /// Reads the manifest; a trust that needs one and has none would run nothing, which nobody means.
    package func finder() throws -> FindDocument {
        FindDocument(trust: trust, trusted: try trusted(), registeredBytesMax: registeredBytesMax)
    }
}
