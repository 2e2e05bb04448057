import ContextKit
import EventSourcing

/// Who may see what users have used.
enum UsageAccess {
    /// Services that measure, and administrators; everybody sees their own.
    static let ofOthers = AccessRule.anyOf([.role("admin"), .scope("admin"), .role("meter"), .scope("meter")])

    /// Whether a user asks about nobody else.
    static func isOwn(_ user: String?, _ viewer: Viewer) -> Bool {
        guard let user, let actor = viewer.actor else { return false }
        return actor.text.utf8.elementsEqual(user.utf8)
    }
}
