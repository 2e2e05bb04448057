import EventSourcing

/// One user's account: who they are, how they prove it, and what they may do.
package struct UserAccount: Aggregate, Equatable {
    package typealias Event = UserAccountEvent
    package typealias Refusal = UserRefusal

    /// Whether the account can be used.
    package enum Standing: Equatable, Sendable {
        case unknown, active, deactivated, erased
    }

    package static let category: StreamCategory = "accounts.user"
    package static let codec = UserAccountEvent.codec

    package private(set) var standing = Standing.unknown
    package private(set) var role = UserRole.user
    package private(set) var fullName = Personal<String>.erased
    package private(set) var phone: Personal<String>?
    package private(set) var address = Personal<String>.erased
    package private(set) var password = Personal<String>.erased
    /// Counts the passwords that the account has had: sessions remember with which of them they began.
    package private(set) var credential: Int64 = 0
    private var keptSession: String?

    package init() {}

    package mutating func apply(_ event: UserAccountEvent) {
        switch event {
        case .registered(let registered):
            (standing, role, credential) = (.active, registered.role, 1)
            (fullName, phone) = (registered.fullName, registered.phone)
            (address, password) = (registered.address, registered.password)
        case .profileUpdated(let updated):
            fullName = updated.fullName ?? fullName
            phone = updated.removesPhone ? nil : updated.phone ?? phone
        case .passwordChanged(let changed):
            (password, keptSession) = (changed.password, changed.keptSession)
            credential += 1
        case .passwordRehashed(let rehashed): password = rehashed.password
        case .roleChanged(let changed): role = changed.role
        case .deactivated: standing = .deactivated
        case .erased:
            standing = .erased
            (fullName, phone, address, password) = (.erased, nil, .erased, .erased)
        }
    }

    /// The hash that a login is checked against; nil if nobody can log in.
    package var usablePassword: String? { standing == .active ? password.value : nil }

    /// Whether a session that began with this password may go on.
    package func admits(session: String, begunWith credential: Int64) -> Bool {
        standing == .active && (credential == self.credential || session == keptSession)
    }

    /// Refuses everything that only a usable account can do.
    func requireActive() throws(UserRefusal) {
        switch standing {
        case .active: return
        case .unknown: throw .unknownUser
        case .deactivated: throw .deactivated
        case .erased: throw .erased
        }
    }

    /// A stream that no account has; a command with an unusable id is refused before anything is read.
    package static let nobody = StreamName(stored: "accounts.user:-", categoryBytes: 13)

    package static func stream(_ user: String) -> StreamName {
        AccountID.isUsable(user) ? StreamName(category, user) ?? nobody : nobody
    }
}
