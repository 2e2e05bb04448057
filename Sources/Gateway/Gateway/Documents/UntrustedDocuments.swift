import Prelude
import Telemetry

/// Counts the documents that are run without being trusted, and tells of each once: what is left to do before only
/// trusted documents may be run.
package final class UntrustedDocuments: Sendable {
    /// Limit: documents that are told of; the counter goes on.
    private static let toldMax = 1_000
    /// Limit: bytes of a document's text in a line of the log.
    private static let textBytesMax = 512

    private let counter: Counter
    private let log: Log
    private let told = Lock<Set<[UInt8]>>([])

    package init(_ metrics: MetricsRegistry, log: Log) {
        counter = metrics.counter(
            "belvedere_graphql_untrusted_documents_total", help: "Documents that were run and are not in the manifest.")
        self.log = log
    }

    /// Notes that the document with this digest was run.
    package func note(_ digest: [UInt8], _ text: ArraySlice<UInt8>) {
        counter.add()
        let isNew = told.withLock { told in
            told.count < Self.toldMax && told.insert(digest).inserted
        }
        guard isNew else { return }
        log.warning(
            "A document was run that is not trusted.",
            [
                "id": LogValue("sha256:" + Hex.text(digest)),
                "text": LogValue(String(decoding: text.prefix(Self.textBytesMax), as: UTF8.self)),
            ])
    }
}
