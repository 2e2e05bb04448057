/// The contract of every projection store: in-memory, SQLite and PostgreSQL keep the same laws.
package enum ProjectionStoreContract {
    package static let laws: [ProjectionStoreLaw] = rowLaws + checkpointLaws + leaseLaws + generationLaws + parkingLaws
}
