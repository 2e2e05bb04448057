/// Names as bytes in one pool, each kept once; open addressing, so that a look-up is one hash and mostly one compare.
package struct SymbolTable: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [UInt32] = []
    private var slots: [UInt32]
    private var mask: Int

    package init(minimumCapacity: Int = 64) {
        var capacity = 128
        while capacity < minimumCapacity &* 2 { capacity &*= 2 }
        (slots, mask) = (Array(repeating: 0, count: capacity), capacity &- 1)
        for name in Symbol.wellKnown {
            _ = intern(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        }
    }

    /// How many names there are; symbols run from zero to this.
    package var count: Int { ends.count }

    /// The symbol of a name, making it known if it was not.
    package mutating func intern(_ name: UnsafeBufferPointer<UInt8>) -> Symbol {
        let slot = self.slot(of: name)
        if slots[slot] != 0 { return Symbol(index: slots[slot] &- 1) }
        let symbol = Symbol(index: UInt32(truncatingIfNeeded: ends.count))
        bytes.append(contentsOf: name)
        ends.append(UInt32(truncatingIfNeeded: bytes.count))
        slots[slot] = symbol.index &+ 1
        if ends.count &* 2 > slots.count { grow() }
        return symbol
    }

    /// The symbol of a name that some schema element has, or nil, which means that no element has this name.
    package func find(_ name: UnsafeBufferPointer<UInt8>) -> Symbol? {
        let found = slots[slot(of: name)]
        return found == 0 ? nil : Symbol(index: found &- 1)
    }

    package func find(_ name: String) -> Symbol? {
        var name = name
        return name.withUTF8 { find($0) }
    }

    /// Runs the body with the bytes of a name, without a copy.
    package func withBytes<Result>(of symbol: Symbol, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range(of: symbol)])) }
    }

    /// The bytes of a name, as a slice that keeps the pool alive.
    package func bytes(of symbol: Symbol) -> ArraySlice<UInt8> { bytes[range(of: symbol)] }

    /// The name as text, for messages.
    package func string(_ symbol: Symbol) -> String { String(decoding: bytes(of: symbol), as: UTF8.self) }

    private func range(of symbol: Symbol) -> Range<Int> {
        let index = Int(symbol.index)
        return (index == 0 ? 0 : Int(ends[index &- 1]))..<Int(ends[index])
    }

    private func slot(of name: UnsafeBufferPointer<UInt8>) -> Int {
        var slot = Int(truncatingIfNeeded: Self.hash(name)) & mask
        return bytes.withUnsafeBufferPointer { pool in
            while slots[slot] != 0 {
                let candidate = range(of: Symbol(index: slots[slot] &- 1))
                if candidate.count == name.count,
                    UnsafeBufferPointer(rebasing: pool[candidate]).elementsEqual(name)
                {
                    return slot
                }
                slot = (slot &+ 1) & mask
            }
            return slot
        }
    }

    private mutating func grow() {
        mask = slots.count &* 2 &- 1
        slots = Array(repeating: 0, count: mask &+ 1)
        for index in ends.indices {
            let symbol = Symbol(index: UInt32(truncatingIfNeeded: index))
            var slot = withBytes(of: symbol) { Int(truncatingIfNeeded: Self.hash($0)) & mask }
            while slots[slot] != 0 { slot = (slot &+ 1) & mask }
            slots[slot] = symbol.index &+ 1
        }
    }

    private static func hash(_ name: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return hash ^ (hash >> 29)
    }
}
