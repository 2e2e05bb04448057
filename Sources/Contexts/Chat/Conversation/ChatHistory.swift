/// What somebody who joins a chat sees of what was said before, as it is stored.
package enum ChatHistory: String, CaseIterable, Sendable {
    case full = "FULL"
    case sinceJoining = "SINCE_JOINING"
}
