import ContextKit
import Database

extension UsageTotals {
    /// The row with these totals behind its own columns.
    func adding(to row: ResultRow) -> ResultRow {
        zip(Self.columns, numbers).reduce(row) { $0.with($1.0.name.text, .int($1.1)) }
    }

    /// `amount` of an object type whose row has the totals: US dollars to the last pico-USD.
    static func installAmount(of type: String, in assembly: inout Assembly) {
        assembly.text("\(type).amount", from: ["cost", "cost_pico_remainder"]) { numbers in
            Money(picoUSD: Int128(numbers[0]) * Int128(picoPerMicro) + Int128(numbers[1])).text
        }
    }
}
