/// Which event: the command that made it and its place among that command's events.
///
/// Why: it is known before the append and needs no index of its own.
package struct EventID: Hashable, Sendable, CustomStringConvertible {
    package let command: CommandID
    package let ordinal: UInt16

    package init(command: CommandID, ordinal: UInt16) {
        (self.command, self.ordinal) = (command, ordinal)
    }

    package var description: String { "\(command)#\(ordinal)" }

    /// Takes the form that `description` writes.
    package init?(_ text: String) {
        let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let command = CommandID(String(parts[0])), let ordinal = UInt16(parts[1]) else {
            return nil
        }
        self.init(command: command, ordinal: ordinal)
    }
}
