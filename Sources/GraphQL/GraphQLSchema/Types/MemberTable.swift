/// One hash table for every name in every scope: types, directives, members of a type, arguments.
///
/// Why one: a look-up is one multiplication and mostly one compare, wherever the name is sought, and filling it is one
/// pass; thousands of small dictionaries would cost an allocation each.
struct MemberTable: Sendable {
    enum Scope {
        case types
        case directives
        /// Fields, input fields or enum values: a type has only one of these.
        case type(TypeID)
        case field(FieldID)
        case directive(DirectiveID)

        var bits: UInt64 {
            switch self {
            case .types: 1 << 60
            case .directives: 2 << 60
            case .type(let id): 3 << 60 | UInt64(id.index) << 32
            case .field(let id): 4 << 60 | UInt64(id.index) << 32
            case .directive(let id): 5 << 60 | UInt64(id.index) << 32
            }
        }
    }

    private var keys: [UInt64]
    private var values: [UInt32]
    private var mask: Int
    private var count = 0

    init(minimumCapacity: Int = 0) {
        var capacity = 64
        while capacity < minimumCapacity &* 2 { capacity &*= 2 }
        keys = Array(repeating: 0, count: capacity)
        values = Array(repeating: 0, count: capacity)
        mask = capacity &- 1
    }

    /// The index that was put under the name in the scope.
    func find(_ name: Symbol, in scope: Scope) -> UInt32? {
        let key = scope.bits | UInt64(name.index)
        let slot = self.slot(of: key)
        return keys[slot] == key ? values[slot] : nil
    }

    /// Puts an index under a name unless the name is taken, and says whether it was free.
    @discardableResult
    mutating func insert(_ name: Symbol, in scope: Scope, _ index: UInt32) -> Bool {
        let key = scope.bits | UInt64(name.index)
        let slot = self.slot(of: key)
        guard keys[slot] != key else { return false }
        (keys[slot], values[slot]) = (key, index)
        count &+= 1
        if count &* 2 > keys.count { grow() }
        return true
    }

    /// The slot that holds the key, or the free one where it would go. Zero is no key: every scope sets a high bit.
    private func slot(of key: UInt64) -> Int {
        let mixed = (key ^ (key >> 32)) &* 0x9e37_79b9_7f4a_7c15
        var slot = Int(truncatingIfNeeded: mixed >> 20) & mask
        while keys[slot] != 0 && keys[slot] != key { slot = (slot &+ 1) & mask }
        return slot
    }

    private mutating func grow() {
        let (oldKeys, oldValues) = (keys, values)
        mask = oldKeys.count &* 2 &- 1
        keys = Array(repeating: 0, count: mask &+ 1)
        values = Array(repeating: 0, count: mask &+ 1)
        for (key, value) in zip(oldKeys, oldValues) where key != 0 {
            let slot = self.slot(of: key)
            (keys[slot], values[slot]) = (key, value)
        }
    }
}
