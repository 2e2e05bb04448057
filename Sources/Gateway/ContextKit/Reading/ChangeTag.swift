import Database
import EventSourcing

/// What a cached value depends on, as 64 bits: a table, or the rows of a table that share some values.
package struct ChangeTag: Hashable, Sendable, BitwiseCopyable {
    package let hash: UInt64

    package init(hash: UInt64) {
        self.hash = hash
    }

    /// The tag of a name and values; FNV-1a, so that every node computes the same bits.
    package init(_ parts: some Sequence<some Collection<UInt8>>) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for part in parts {
            for byte in part {
                hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
            }
            // Why: a separator that no UTF-8 text holds keeps ("ab", "c") apart from ("a", "bc").
            hash = (hash ^ 0xFF) &* 0x0000_0100_0000_01B3
        }
        self.hash = hash
    }
}

extension ChangeTag {
    /// The rows of a tenant in a table whose columns have these values; all of them if there are no columns.
    package init(
        table: SQLName, tenant: TenantID, columns: some Sequence<SQLName>, values: some Sequence<SQLValue>
    ) {
        var parts: [[UInt8]] = [Array(table.text.utf8), Array(tenant.text.utf8)]
        for (column, value) in zip(columns, values).sorted(by: {
            $0.0.text.utf8.lexicographicallyPrecedes($1.0.text.utf8)
        }) {
            parts.append(Array(column.text.utf8))
            parts.append(ChangeTag.bytes(of: value))
        }
        self.init(parts)
    }

    private static func bytes(of value: SQLValue) -> [UInt8] {
        switch value {
        case .null: [0]
        case .bool(let bool): [1, bool ? 1 : 0]
        case .int(let int): [2] + Array(String(int).utf8)
        case .double(let double): [3] + Array(String(double.bitPattern).utf8)
        case .text(let text): [4] + text
        case .blob(let blob): [5] + blob
        case .array(let values): [6] + values.flatMap { bytes(of: $0) + [0] }
        }
    }
}
