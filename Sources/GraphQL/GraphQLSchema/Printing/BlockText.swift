/// Which texts a block string can hold and give back unchanged.
enum BlockText {
    /// False for control characters, for blank first or last lines, and for indentation that all lines share.
    static func canHold(_ text: [UInt8]) -> Bool {
        guard !text.isEmpty else { return true }
        var isEmptyLine = true
        var hasIndent = false
        var hasCommonIndent = true
        var hasSeenFilledLine = false
        for byte in text {
            switch byte {
            case UInt8(ascii: "\n"):
                if isEmptyLine, !hasSeenFilledLine { return false }
                (hasSeenFilledLine, isEmptyLine, hasIndent) = (true, true, false)
            case UInt8(ascii: "\t"), UInt8(ascii: " "): hasIndent = hasIndent || isEmptyLine
            case ...0x0F: return false
            default:
                hasCommonIndent = hasCommonIndent && hasIndent
                isEmptyLine = false
            }
        }
        return !isEmptyLine && !(hasCommonIndent && hasSeenFilledLine)
    }
}
