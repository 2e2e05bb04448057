import ContextKit

/// Who may see what users have used.
enum UsageAccess {
    /// Services that measure, and administrators; everybody sees their own.
    static let ofOthers = AccessRule.anyOf([.role("admin"), .scope("admin"), .role("meter"), .scope("meter")])
}
