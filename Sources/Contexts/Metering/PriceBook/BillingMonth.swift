/// A month of the calendar, as `2026-11`.
package struct BillingMonth: Equatable, Sendable {
    package let year: Int
    package let month: Int

    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 7, bytes[4] == UInt8(ascii: "-"), let year = Int(text.prefix(4)),
            let month = Int(text.suffix(2)), (1_970...9_999).contains(year), (1...12).contains(month),
            bytes[0] != UInt8(ascii: "+"), bytes[5] != UInt8(ascii: "+")
        else { return nil }
        (self.year, self.month) = (year, month)
    }

    package var text: String { "\(year)-\(month < 10 ? "0" : "")\(month)" }
}
