/// Small numbers by symbol: an array where a dictionary would hash.
struct SymbolMap {
    private var values: [UInt32] = []

    /// The number under the symbol, or nil.
    subscript(symbol: Symbol) -> Int? {
        get {
            let index = Int(symbol.index)
            guard index < values.count, values[index] > 0 else { return nil }
            return Int(values[index]) &- 1
        }
        set {
            let index = Int(symbol.index)
            if index >= values.count {
                values.append(contentsOf: repeatElement(0, count: max(index &+ 1, values.count &* 2) &- values.count))
            }
            values[index] = newValue.map { UInt32(truncatingIfNeeded: $0 &+ 1) } ?? 0
        }
    }
}
