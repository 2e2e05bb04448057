import EventSourcing

/// Everything that can have happened to a user's account.
package enum UserAccountEvent: Equatable, Sendable {
    case registered(UserRegistered)
    case profileUpdated(UserProfileUpdated)
    case passwordChanged(PasswordChanged)
    case passwordRehashed(PasswordRehashed)
    case roleChanged(UserRoleChanged)
    case deactivated(UserDeactivated)
    case erased(UserErased)

    package static let codec = EventCodec<UserAccountEvent>([
        .init(UserRegistered.self) { .registered($0) },
        .init(UserProfileUpdated.self) { .profileUpdated($0) },
        .init(PasswordChanged.self) { .passwordChanged($0) },
        .init(PasswordRehashed.self) { .passwordRehashed($0) },
        .init(UserRoleChanged.self) { .roleChanged($0) },
        .init(UserDeactivated.self) { .deactivated($0) },
        .init(UserErased.self) { .erased($0) },
    ]) { event in
        switch event {
        case .registered(let payload): payload
        case .profileUpdated(let payload): payload
        case .passwordChanged(let payload): payload
        case .passwordRehashed(let payload): payload
        case .roleChanged(let payload): payload
        case .deactivated(let payload): payload
        case .erased(let payload): payload
        }
    }
}

extension EventBody {
    /// The id of a user, which was checked when it was stored.
    func user(_ name: StaticString) throws(EventBodyError) -> ActorID {
        guard let user = ActorID(try string(name)) else { throw .mistyped(member: name.description) }
        return user
    }
}
