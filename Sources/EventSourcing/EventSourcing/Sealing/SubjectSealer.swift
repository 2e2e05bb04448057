/// Seals and opens values with one key a person; erasing a person is destroying the key.
///
/// `context` is authenticated and not stored: a sealed value cannot be moved to another event or member.
package protocol SubjectSealer: Sendable {
    /// The keys of these people, made where there is none yet; nil for destroyed ones. In the order of the subjects.
    func keysForSealing(
        _ subjects: [SubjectID], in tenant: TenantID
    ) async throws(SealingError) -> [SubjectKey?]

    /// The keys with these ids; nil for destroyed ones. In the order of the ids.
    func keysForOpening(
        _ ids: [SubjectKeyID], in tenant: TenantID
    ) async throws(SealingError) -> [SubjectKey?]

    func seal(_ plain: [UInt8], with key: SubjectKey, context: [UInt8]) throws(SealingError) -> [UInt8]

    func open(_ sealed: [UInt8], with key: SubjectKey, context: [UInt8]) throws(SealingError) -> [UInt8]

    /// Destroys every key of a person, for ever; doing it again changes nothing.
    func destroyKeys(of subject: SubjectID, in tenant: TenantID) async throws(SealingError)
}
