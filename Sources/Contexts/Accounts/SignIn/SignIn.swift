import EventSourcing
import JSON
import Prelude

/// The door that an address opens: whose it is, and how often somebody has failed at it of late.
///
/// Why a stream an address and not an account: an address that belongs to nobody must fail, lock and answer exactly as
/// one that does. No code on the way asks which of the two it is.
package struct SignIn: Aggregate, Equatable {
    package typealias Event = SignInEvent
    package typealias Refusal = SignInRefusal

    package static let category: StreamCategory = "accounts.sign-in"
    package static let codec = SignInEvent.codec
    /// Limit: failures within the window; the last of them locks.
    package static let failuresMax = 5
    package static let window: Int64 = 15 * 60 * 1_000_000
    package static let lockout: Int64 = 15 * 60 * 1_000_000
    /// Why: strangers lengthen the stream of any address, and each login folds it.
    package static let snapshots: SnapshotForm<SignIn>? = SnapshotForm(
        schema: 1, interval: 100, encode: { $0.bytes }, decode: { try? SignIn(bytes: $0) })

    package private(set) var holder: ActorID?
    /// The moments of the failures since the last success or lock, oldest first.
    package private(set) var failures: [Timestamp] = []
    package private(set) var lockedUntil: Timestamp?

    package init() {}

    package mutating func apply(_ event: SignInEvent) {
        switch event {
        case .addressClaimed(let claimed): holder = claimed.user
        case .addressReleased: holder = nil
        case .succeeded: (failures, lockedUntil) = ([], nil)
        case .failed(let failed):
            // Invariant: no more are kept than can matter.
            failures = Array((failures + [failed.at]).suffix(Self.failuresMax))
            if let until = failed.lockedUntil { (failures, lockedUntil) = ([], until) }
        }
    }

    package func isLocked(at now: Timestamp) -> Bool { lockedUntil.map { now < $0 } ?? false }

    /// What a failure at this moment is, with the lock that it brings about.
    func failure(at now: Timestamp) -> SignInFailed {
        let recent = failures.count { $0 > now.advanced(microseconds: -Self.window) }
        let locks = recent + 1 >= Self.failuresMax
        return SignInFailed(at: now, lockedUntil: locks ? now.advanced(microseconds: Self.lockout) : nil)
    }

    /// The stream of an address by its keyed hash.
    package static func stream(_ address: String) -> StreamName {
        StreamName(category, address) ?? StreamName(stored: "accounts.sign-in:-", categoryBytes: 16)
    }
}

extension SignIn {
    private var bytes: [UInt8] {
        var body = JSONWriter(capacity: 256)
        body.beginObject()
        if let holder { body.member("holder", holder) }
        if let lockedUntil { body.member("lockedUntil", lockedUntil) }
        body.key("failures")
        body.beginArray()
        for failure in failures {
            body.beginObject()
            body.member("at", failure)
            body.endObject()
        }
        body.endArray()
        body.endObject()
        return body.bytes()
    }

    private init(bytes: [UInt8]) throws(EventBodyError) {
        let body = try EventBody(parsing: bytes)
        holder = try body.optional("holder", body.user)
        lockedUntil = try body.optional("lockedUntil", body.timestamp)
        failures = try body.list("failures") { (item) throws(EventBodyError) in try item.timestamp("at") }
    }
}
