import EventSourcing

/// Who asks: taken from a verified token and from nothing else.
package struct Viewer: Hashable, Sendable {
    /// Why boxed: a viewer is handed on from the token to every load, and copying it counts one reference, not five.
    private final class Claims: Sendable {
        let tenant: TenantID
        let actor: ActorID?
        let roles: Set<String>
        let scopes: Set<String>
        let session: String?

        init(tenant: TenantID, actor: ActorID?, roles: Set<String>, scopes: Set<String>, session: String?) {
            (self.tenant, self.actor, self.roles, self.scopes) = (tenant, actor, roles, scopes)
            self.session = session
        }
    }

    private let claims: Claims

    package init(
        tenant: TenantID, actor: ActorID?, roles: Set<String> = [], scopes: Set<String> = [], session: String? = nil
    ) {
        claims = Claims(tenant: tenant, actor: actor, roles: roles, scopes: scopes, session: session)
    }

    package var tenant: TenantID { claims.tenant }
    /// The user, service or process; nil for somebody who has not shown who they are.
    package var actor: ActorID? { claims.actor }
    package var roles: Set<String> { claims.roles }
    package var scopes: Set<String> { claims.scopes }
    /// The login that the token comes from, if it comes from one.
    package var session: String? { claims.session }

    package static func == (left: Viewer, right: Viewer) -> Bool {
        left.claims === right.claims
            || left.tenant == right.tenant && left.actor == right.actor && left.session == right.session
                && left.roles == right.roles && left.scopes == right.scopes
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(tenant)
        hasher.combine(actor)
        hasher.combine(session)
        hasher.combine(roles)
        hasher.combine(scopes)
    }

    /// What two viewers must have in common to share an answer that depends on permissions.
    package var permissions: [UInt8] {
        var bytes: [UInt8] = [actor == nil ? 0 : 1]
        for part in roles.sorted(by: Viewer.byBytes) + ["\u{1}"] + scopes.sorted(by: Viewer.byBytes) {
            bytes.append(contentsOf: part.utf8)
            bytes.append(0)
        }
        return bytes
    }

    private static func byBytes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }
}
