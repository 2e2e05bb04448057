import EventSourcing
import Prelude

/// Keys of persons in memory, and a seal that anybody could break: for tests of everything around it.
///
/// Like a real one it notices a changed value, a value under another context and a destroyed key.
package final class InMemorySubjectSealer: SubjectSealer {
    private struct Owner: Hashable {
        let tenant: TenantID
        let subject: SubjectID
    }

    private struct State {
        var keys: [SubjectKeyID: SubjectKey] = [:]
        var current: [Owner: SubjectKeyID] = [:]
        var destroyed: Set<Owner> = []
        var lastKey: UInt64 = 0
        var lookUps = 0
    }

    private let state = Lock(State())

    package init() {}

    /// How often keys were asked for.
    package var lookUps: Int { state.withLock { $0.lookUps } }

    package func keysForSealing(
        _ subjects: [SubjectID], in tenant: TenantID
    ) async throws(SealingError) -> [SubjectKey?] {
        state.withLock { state in
            state.lookUps += 1
            return subjects.map { subject in
                let owner = Owner(tenant: tenant, subject: subject)
                if state.destroyed.contains(owner) { return nil }
                if let id = state.current[owner] { return state.keys[id] }
                state.lastKey += 1
                let id = SubjectKeyID(UniqueID(high: 0, low: state.lastKey))
                let key = SubjectKey(id: id, bytes: CommandID.derived(from: "key", "\(state.lastKey)").bytes)
                (state.keys[id], state.current[owner]) = (key, id)
                return key
            }
        }
    }

    package func keysForOpening(
        _ ids: [SubjectKeyID], in tenant: TenantID
    ) async throws(SealingError) -> [SubjectKey?] {
        state.withLock { state in
            state.lookUps += 1
            return ids.map { state.keys[$0] }
        }
    }

    package func seal(_ plain: [UInt8], with key: SubjectKey, context: [UInt8]) throws(SealingError) -> [UInt8] {
        let mixed = zip(plain, Self.stream(key, plain.count)).map { $0 ^ $1 }
        return Self.tag(mixed, key, context) + mixed
    }

    package func open(_ sealed: [UInt8], with key: SubjectKey, context: [UInt8]) throws(SealingError) -> [UInt8] {
        let mixed = Array(sealed.dropFirst(32))
        guard Array(sealed.prefix(32)) == Self.tag(mixed, key, context) else {
            throw .damaged(reason: "the value was changed or moved")
        }
        return zip(mixed, Self.stream(key, mixed.count)).map { $0 ^ $1 }
    }

    package func destroyKeys(of subject: SubjectID, in tenant: TenantID) async throws(SealingError) {
        state.withLock { state in
            let owner = Owner(tenant: tenant, subject: subject)
            state.destroyed.insert(owner)
            if let id = state.current.removeValue(forKey: owner) { state.keys[id] = nil }
        }
    }

    private static func stream(_ key: SubjectKey, _ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count { bytes += RequestHash(of: key.bytes, Array("\(bytes.count)".utf8)).bytes }
        return Array(bytes.prefix(count))
    }

    private static func tag(_ mixed: [UInt8], _ key: SubjectKey, _ context: [UInt8]) -> [UInt8] {
        RequestHash(of: key.bytes, context, mixed).bytes
    }
}
