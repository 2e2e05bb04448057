/// What a participant may do in a chat, as it is stored.
package enum ChatRole: String, CaseIterable, Sendable {
    case owner = "OWNER"
    case admin = "ADMIN"
    case member = "MEMBER"

    /// Changes the chat, adds and removes members, deletes what others wrote.
    package var manages: Bool { self != .member }

    /// Whether somebody of this role may give that role to others, or take people of that role out.
    package func commands(_ other: ChatRole) -> Bool { self == .owner || (self == .admin && other == .member) }
}
