/// What a chat is for, as it is stored.
package enum ChatKind: String, CaseIterable, Sendable {
    /// Between two people; nobody joins and nobody leaves.
    case direct = "DIRECT"
    case group = "GROUP"
    /// Belongs to a company.
    case company = "COMPANY"
    /// Talks with people outside through a messenger.
    case external = "EXTERNAL"
}
