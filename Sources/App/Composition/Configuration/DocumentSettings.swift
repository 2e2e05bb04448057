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

    /// Reads the manifest; a trust that needs one and has none would run nothing, which nobody means.
    package func finder() throws -> FindDocument {
        var trusted: [[UInt8]] = []
        if let manifest { trusted = try TrustedDocuments.texts(of: try FileSource.read(manifest)) }
        return FindDocument(trust: trust, trusted: trusted, registeredBytesMax: registeredBytesMax)
    }
}
