/// The order of rows by their key, column after column.
package enum RowOrder {
    package static func precedes(_ left: [RowValue], _ right: [RowValue]) -> Bool {
        for (a, b) in zip(left, right) where a != b { return a < b }
        return left.count < right.count
    }
}
