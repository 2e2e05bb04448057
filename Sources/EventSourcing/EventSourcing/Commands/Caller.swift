/// On whose behalf a command is sent, as far as decisions may know it.
package struct Caller: Hashable, Sendable {
    package let actor: ActorID?
    /// What the caller may do, from the closed list of the one who checked who they are.
    package let permissions: Set<String>
    /// A process of the gateway itself, such as a saga.
    package let isSystem: Bool

    package init(actor: ActorID?, permissions: Set<String> = [], isSystem: Bool = false) {
        (self.actor, self.permissions, self.isSystem) = (actor, permissions, isSystem)
    }

    package static func system(_ name: ActorID) -> Caller { Caller(actor: name, isSystem: true) }
}
