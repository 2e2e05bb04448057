/// The contract of every event store: in-memory, SQLite and PostgreSQL keep the same laws.
package enum EventStoreContract {
    package static let laws: [EventStoreLaw] =
        appendLaws + idempotencyLaws + streamLaws + logLaws + metadataLaws + concurrencyLaws
}
