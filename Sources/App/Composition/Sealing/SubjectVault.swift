import Cryptography
import Database
import EventSourcing
import Lifecycle

/// A person's key does not open with the secret of this node.
struct OtherSecret: Error, CustomStringConvertible {
    let key: SubjectKeyID
    var description: String { "key \(key) was sealed by another node: give all of them the same secrets" }
}

/// Seals what is said about people with a key of each person's own, itself sealed by the node's and kept beside the
/// log.
///
/// Why no key is remembered: a key that another node has destroyed must be gone here too, at once.
struct SubjectVault: SubjectSealer {
    private let keys: SQLSubjectKeys
    private let outer: SealingKey
    private let clock: any Clock

    init(_ keys: SQLSubjectKeys, secret: [UInt8], clock: any Clock) throws(KeyFault) {
        let purpose = Array("belvedere.sealing.1".utf8)
        let derived = try HMACKey(secret.span).tag(of: purpose.span)
        outer = try SealingKey(derived.span)
        (self.keys, self.clock) = (keys, clock)
    }

    func keysForSealing(
        _ subjects: [SubjectID], in tenant: TenantID
    ) async throws(SealingError) -> [SubjectKey?] {
        let wanted = Array(Set(subjects))
        var stored = try await stored { () throws(DatabaseError) in try await keys.keys(of: wanted, in: tenant) }
        let known = Set(stored.map(\.subject))
        let missing = wanted.filter { !known.contains($0) }
        if !missing.isEmpty {
            let fresh = try missing.map { (subject) throws(SealingError) in try wrapped(subject, in: tenant) }
            stored += try await self.stored { () throws(DatabaseError) in try await keys.ensure(fresh, in: tenant) }
        }
        var opened: [SubjectID: SubjectKey] = [:]
        for key in stored {
            if let bytes = key.wrapped { opened[key.subject] = try unwrap(bytes, key, in: tenant) }
        }
        return subjects.map { opened[$0] }
    }

    func keysForOpening(_ ids: [SubjectKeyID], in tenant: TenantID) async throws(SealingError) -> [SubjectKey?] {
        let stored = try await stored { () throws(DatabaseError) in try await keys.keys(ids, in: tenant) }
        var opened: [SubjectKeyID: SubjectKey] = [:]
        for key in stored {
            if let bytes = key.wrapped { opened[key.id] = try unwrap(bytes, key, in: tenant) }
        }
        return ids.map { opened[$0] }
    }

    func seal(_ plain: [UInt8], with key: SubjectKey, context: [UInt8]) throws(SealingError) -> [UInt8] {
        do {
            return try SealingKey(key.bytes.span).seal(plain.span, authenticating: context.span)
        } catch {
            throw .damaged(reason: "a value could not be sealed: \(error)")
        }
    }

    func open(_ sealed: [UInt8], with key: SubjectKey, context: [UInt8]) throws(SealingError) -> [UInt8] {
        do {
            return try SealingKey(key.bytes.span).open(sealed.span, authenticating: context.span)
        } catch {
            throw .damaged(reason: "a value does not open with \(key): \(error)")
        }
    }

    func destroyKeys(of subject: SubjectID, in tenant: TenantID) async throws(SealingError) {
        let mark = SubjectKeyID(NewIdentifier.make(clock))
        do throws(DatabaseError) {
            try await keys.destroyKeys(of: subject, in: tenant, mark: mark)
        } catch {
            throw .unavailable(underlying: error)
        }
    }

    private func stored(
        _ read: () async throws(DatabaseError) -> [SQLSubjectKeys.StoredKey]
    ) async throws(SealingError) -> [SQLSubjectKeys.StoredKey] {
        do throws(DatabaseError) {
            return try await read()
        } catch {
            throw .unavailable(underlying: error)
        }
    }

    private func wrapped(
        _ subject: SubjectID, in tenant: TenantID
    ) throws(SealingError) -> (id: SubjectKeyID, subject: SubjectID, wrapped: [UInt8]) {
        let id = SubjectKeyID(NewIdentifier.make(clock))
        let context = Self.context(id, subject, tenant)
        do throws(SealFault) {
            return (id, subject, try SealingKey.random().wrapped(by: outer, authenticating: context.span))
        } catch {
            throw .damaged(reason: "a new key could not be sealed: \(error)")
        }
    }

    private func unwrap(
        _ wrapped: [UInt8], _ key: SQLSubjectKeys.StoredKey, in tenant: TenantID
    ) throws(SealingError) -> SubjectKey {
        let context = Self.context(key.id, key.subject, tenant)
        do throws(SealFault) {
            return SubjectKey(id: key.id, bytes: try outer.open(wrapped.span, authenticating: context.span))
        } catch {
            // Why not damaged: nothing is wrong with the events, and all of them can be read with the right secret.
            throw .unavailable(underlying: OtherSecret(key: key.id))
        }
    }

    /// Binds a key to its place, so that one person's cannot be put in another's.
    private static func context(_ id: SubjectKeyID, _ subject: SubjectID, _ tenant: TenantID) -> [UInt8] {
        Array("\(tenant)\n\(subject)\n\(id)".utf8)
    }
}
