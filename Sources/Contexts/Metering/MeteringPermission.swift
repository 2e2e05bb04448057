import EventSourcing

/// Who may write facts that money follows from.
enum MeteringPermission {
    /// Services that measure, and administrators.
    static func mayRecord(_ caller: Caller) -> Bool {
        caller.isSystem || (caller.actor != nil && !caller.permissions.isDisjoint(with: ["meter", "admin"]))
    }

    static func mayPrice(_ caller: Caller) -> Bool {
        caller.isSystem || (caller.actor != nil && caller.permissions.contains("admin"))
    }
}
