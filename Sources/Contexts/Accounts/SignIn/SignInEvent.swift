import EventSourcing
import JSON
import Prelude

/// Everything that can have happened at the door that an address opens.
package enum SignInEvent: Equatable, Sendable {
    case addressClaimed(AddressClaimed)
    case addressReleased(AddressReleased)
    case succeeded(SignInSucceeded)
    case failed(SignInFailed)

    package static let codec = EventCodec<SignInEvent>([
        .init(AddressClaimed.self) { .addressClaimed($0) },
        .init(AddressReleased.self) { .addressReleased($0) },
        .init(SignInSucceeded.self) { .succeeded($0) },
        .init(SignInFailed.self) { .failed($0) },
    ]) { event in
        switch event {
        case .addressClaimed(let payload): payload
        case .addressReleased(let payload): payload
        case .succeeded(let payload): payload
        case .failed(let payload): payload
        }
    }
}

/// An address belongs to an account. The address itself is only in the stream's name, as a keyed hash.
///
/// Limit of erasure: that this hash belonged to this id stays in the log. Sealing the id would hide nothing, because
/// the account's own event stands beside this one, from the same command; whoever has neither the key of the hashes nor
/// the address learns nothing from either.
package struct AddressClaimed: EventPayload, Equatable {
    package static let name: EventName = "accounts.address-claimed.1"
    package let user: ActorID

    package init(user: ActorID) { self.user = user }

    package init(_ body: EventBody) throws(EventBodyError) { user = try body.user("user") }

    package func write(to body: inout JSONWriter) { body.member("user", user) }
}

/// An address belongs to nobody any more.
package struct AddressReleased: EventPayload, Equatable {
    package static let name: EventName = "accounts.address-released.1"

    package init() {}
    package init(_ body: EventBody) throws(EventBodyError) {}
    package func write(to body: inout JSONWriter) {}
}

/// Somebody showed the right password and has a session.
package struct SignInSucceeded: EventPayload, Equatable {
    package static let name: EventName = "accounts.sign-in-succeeded.1"
    package let user: ActorID
    package let session: String

    package init(user: ActorID, session: String) {
        (self.user, self.session) = (user, session)
    }

    package init(_ body: EventBody) throws(EventBodyError) {
        user = try body.user("user")
        session = try body.string("session")
    }

    package func write(to body: inout JSONWriter) {
        body.member("user", user)
        body.member("session", session)
    }
}

/// Somebody showed a wrong password, or an address that belongs to nobody: the two are stored alike.
package struct SignInFailed: EventPayload, Equatable {
    package static let name: EventName = "accounts.sign-in-failed.1"
    package let at: Timestamp
    /// Until when nobody gets in, if this was one failure too many.
    package let lockedUntil: Timestamp?

    package init(at: Timestamp, lockedUntil: Timestamp?) {
        (self.at, self.lockedUntil) = (at, lockedUntil)
    }

    package init(_ body: EventBody) throws(EventBodyError) {
        at = try body.timestamp("at")
        lockedUntil = try body.optional("lockedUntil", body.timestamp)
    }

    package func write(to body: inout JSONWriter) {
        body.member("at", at)
        if let lockedUntil { body.member("lockedUntil", lockedUntil) }
    }
}
