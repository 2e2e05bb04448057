/// A place in the log that clients keep and give back without looking inside: `v1.<epoch>.<position>`.
///
/// Invariant: one place has exactly one text, so texts may be compared.
package struct Cursor: Hashable, Sendable, CustomStringConvertible {
    package let epoch: LogEpoch
    /// The last event that has been seen.
    package let position: GlobalPosition

    package init(epoch: LogEpoch, position: GlobalPosition) {
        (self.epoch, self.position) = (epoch, position)
    }

    /// Takes the text form; signs, leading zeros, blanks and overlong numbers are refused.
    package init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].elementsEqual("v1".utf8) else { return nil }
        guard let epoch = Self.number(parts[1]), let position = Self.number(parts[2]) else { return nil }
        guard epoch > 0, epoch <= Int64(UInt32.max) else { return nil }
        self.init(epoch: LogEpoch(UInt32(epoch)), position: GlobalPosition(position))
    }

    package var description: String { "v1.\(epoch).\(position)" }

    /// Whether it is further on in the same epoch, or in a later one.
    package func isAhead(of other: Cursor) -> Bool {
        epoch == other.epoch ? position > other.position : epoch > other.epoch
    }

    private static func number(_ digits: Substring.UTF8View) -> Int64? {
        guard let first = digits.first, digits.count <= 19 else { return nil }
        guard first != UInt8(ascii: "0") || digits.count == 1 else { return nil }
        var value: Int64 = 0
        for byte in digits {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            let (shifted, far) = value.multipliedReportingOverflow(by: 10)
            let (sum, further) = shifted.addingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
            guard !far, !further else { return nil }
            value = sum
        }
        return value
    }
}
