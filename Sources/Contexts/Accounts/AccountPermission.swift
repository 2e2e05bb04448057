import EventSourcing

/// Who may do what to whose account.
enum AccountPermission {
    static let admin = "admin"

    static func isSelf(_ caller: Caller, _ user: String) -> Bool {
        caller.actor.map { $0.text.utf8.elementsEqual(user.utf8) } ?? false
    }

    static func isAdmin(_ caller: Caller) -> Bool { caller.actor != nil && caller.permissions.contains(admin) }

    static func isSelfOrAdmin(_ caller: Caller, _ user: String) -> Bool { isSelf(caller, user) || isAdmin(caller) }
}
