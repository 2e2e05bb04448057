/// Who may run a command or read a field; part of the type of each, so that it cannot be forgotten.
package indirect enum AccessRule: Hashable, Sendable {
    /// Whoever has reached the gateway at all.
    case anyone
    /// Whoever has shown who they are.
    case authenticated
    case role(String)
    case scope(String)
    case allOf([AccessRule])
    case anyOf([AccessRule])

    package func admits(_ viewer: Viewer) -> Bool {
        switch self {
        case .anyone: true
        case .authenticated: viewer.actor != nil
        case .role(let role): viewer.actor != nil && viewer.roles.contains(role)
        case .scope(let scope): viewer.actor != nil && viewer.scopes.contains(scope)
        case .allOf(let rules): rules.allSatisfy { $0.admits(viewer) }
        case .anyOf(let rules): rules.contains { $0.admits(viewer) }
        }
    }
}
