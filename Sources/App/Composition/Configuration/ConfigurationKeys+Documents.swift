import Configuration
import Gateway

extension ConfigurationKeys {
    package enum Documents {
        package static let trust = Setting<FindDocument.Trust>.choice(
            "documents.trust", default: .open, "Which documents are run: any, any but counted, trusted, named only.")
        package static let manifest = Setting<String?>.text(
            "documents.manifest_file", "The documents that are trusted, as JSON.")
        package static let registeredBytesMax = Setting<Int>.size(
            "documents.registered_bytes_max", default: "8MiB", "Texts that clients have registered by their digest.")
    }

    static let documents = [Documents.trust.key, Documents.manifest.key, Documents.registeredBytesMax.key]
}
