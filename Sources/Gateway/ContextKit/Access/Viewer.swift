import EventSourcing

/// Who asks: taken from a verified token and from nothing else.
package struct Viewer: Hashable, Sendable {
    package let tenant: TenantID
    /// The user, service or process; nil for somebody who has not shown who they are.
    package let actor: ActorID?
    package let roles: Set<String>
    package let scopes: Set<String>
    /// The login that the token comes from, if it comes from one.
    package let session: String?

    package init(
        tenant: TenantID, actor: ActorID?, roles: Set<String> = [], scopes: Set<String> = [], session: String? = nil
    ) {
        (self.tenant, self.actor, self.roles, self.scopes) = (tenant, actor, roles, scopes)
        self.session = session
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
