import GraphQLLanguage
import GraphQLSchema

/// A name of a document as a small number: equal names have equal numbers. Zero is no name.
typealias NameNumber = UInt32

/// The numbers of all names of a document, and what they are called in the schema.
///
/// Why: each spelling is hashed once; from then on rules compare numbers, mark names in arrays and ask the schema by
/// symbol, and no rule needs a dictionary of strings.
struct NameIndex {
    /// The number of each selection's field, fragment or type condition.
    private(set) var selections: [NameNumber] = []
    /// The number of each field's alias, or of its name if it has none.
    private(set) var responses: [NameNumber] = []
    private(set) var arguments: [NameNumber] = []
    private(set) var directives: [NameNumber] = []
    private(set) var objectFields: [NameNumber] = []
    /// The number of each value's variable or enum value; zero for other values.
    private(set) var values: [NameNumber] = []
    private(set) var variables: [NameNumber] = []
    private(set) var operations: [NameNumber] = []
    private(set) var fragments: [NameNumber] = []
    private(set) var fragmentTypes: [NameNumber] = []
    /// A place where each name is written, by number.
    private(set) var names: [Name] = [.absent]
    private var symbols: [UInt32] = [.max]
    private var slots: [UInt32]
    private var mask: Int

    init(_ document: Document, _ schema: Schema) {
        let nameCount = document.selections.count + document.arguments.count + document.values.count
        var capacity = 64
        while capacity < nameCount { capacity *= 2 }
        slots = Array(repeating: 0, count: capacity)
        mask = capacity - 1
        document.source.bytes.withUnsafeBufferPointer { bytes in
            number(document, bytes)
            symbols.reserveCapacity(names.count)
            for name in names.dropFirst() {
                let spelling = UnsafeBufferPointer(rebasing: bytes[name.range])
                symbols.append(schema.symbols.find(spelling)?.index ?? .max)
            }
        }
        slots = []
    }

    var count: Int { names.count }

    /// What the schema calls the name; nil if nothing in the schema has it.
    func symbol(_ number: NameNumber) -> Symbol? {
        let index = symbols[Int(number)]
        return index == .max ? nil : Symbol(index: index)
    }

    private mutating func number(_ document: Document, _ bytes: UnsafeBufferPointer<UInt8>) {
        selections.reserveCapacity(document.selections.count)
        responses.reserveCapacity(document.selections.count)
        for selection in document.selections {
            let name = intern(selection.name, bytes)
            selections.append(name)
            responses.append(selection.alias.isAbsent ? name : intern(selection.alias, bytes))
        }
        arguments = document.arguments.map { intern($0.name, bytes) }
        directives = document.directives.map { intern($0.name, bytes) }
        objectFields = document.objectFields.map { intern($0.name, bytes) }
        values = document.values.map { value in
            switch value.kind {
            case .variable, .enum: intern(value.text, bytes)
            case .int, .float, .string, .blockString, .true, .false, .null, .list, .object: 0
            }
        }
        variables = document.variableDefinitions.map { intern($0.name, bytes) }
        operations = document.operations.map { intern($0.name, bytes) }
        fragments = document.fragments.map { intern($0.name, bytes) }
        fragmentTypes = document.fragments.map { intern($0.typeCondition, bytes) }
    }

    private mutating func intern(_ name: Name, _ bytes: UnsafeBufferPointer<UInt8>) -> NameNumber {
        if name.isAbsent { return 0 }
        let spelling = UnsafeBufferPointer(rebasing: bytes[name.range])
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in spelling { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        var slot = Int(truncatingIfNeeded: hash ^ (hash >> 29)) & mask
        while slots[slot] != 0 {
            let candidate = names[Int(slots[slot])]
            if candidate.length == name.length, bytes[candidate.range].elementsEqual(spelling) { return slots[slot] }
            slot = (slot + 1) & mask
        }
        let number = NameNumber(truncatingIfNeeded: names.count)
        names.append(name)
        slots[slot] = number
        if names.count * 2 > slots.count { grow(bytes) }
        return number
    }

    private mutating func grow(_ bytes: UnsafeBufferPointer<UInt8>) {
        mask = slots.count * 2 - 1
        slots = Array(repeating: 0, count: mask + 1)
        for (number, name) in names.enumerated().dropFirst() {
            var hash: UInt64 = 0xcbf2_9ce4_8422_2325
            for byte in bytes[name.range] { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
            var slot = Int(truncatingIfNeeded: hash ^ (hash >> 29)) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = NameNumber(truncatingIfNeeded: number)
        }
    }
}

/// Marks on names that are all taken away at once, in constant time.
struct NameMarks {
    private var values: [UInt32]
    private var generations: [UInt32]
    private var generation: UInt32 = 1

    init(count: Int) {
        values = Array(repeating: 0, count: count)
        generations = values
    }

    /// Takes all marks away.
    mutating func clear() {
        generation &+= 1
        if generation == 0 {
            generations = Array(repeating: 0, count: generations.count)
            generation = 1
        }
    }

    /// The mark on a name, or nil.
    subscript(name: NameNumber) -> UInt32? {
        get { generations[Int(name)] == generation ? values[Int(name)] : nil }
        set {
            guard let newValue else { return generations[Int(name)] = 0 }
            values[Int(name)] = newValue
            generations[Int(name)] = generation
        }
    }

    /// Marks a name and says whether it had no mark before.
    mutating func insert(_ name: NameNumber) -> Bool {
        guard generations[Int(name)] != generation else { return false }
        generations[Int(name)] = generation
        return true
    }
}
