import Prelude

extension RequestHash {
    /// The hash of what a command asks for: its name and the bytes of its input, in order.
    package init(of parts: [UInt8]...) {
        var digest = SHA256()
        for part in parts { digest.update(part: part) }
        self.init(words: digest.finish())
    }
}

extension CommandID {
    /// An id that follows from its parts, so that whoever derives it again sends the same command.
    package static func derived(from parts: String...) -> CommandID {
        var digest = SHA256()
        for part in parts { digest.update(part: part.utf8) }
        let words = digest.finish()
        // A UUID of version 8 (RFC 9562): all bits but version and variant are ours.
        return CommandID(
            UniqueID(
                high: words[0] & 0xFFFF_FFFF_FFFF_0FFF | 0x8000,
                low: words[1] & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000))
    }
}
