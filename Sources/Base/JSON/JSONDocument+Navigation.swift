extension JSONDocument {
    package func kind(_ index: Index) -> JSONNode.Kind { nodes[index].kind }

    /// The index after a value and everything in it.
    package func after(_ index: Index) -> Index {
        nodes[index].isContainer ? Int(nodes[index].extent) : index + 1
    }

    /// The items of a list in order; empty for any other value.
    package func items(_ index: Index) -> JSONItems {
        JSONItems(document: self, at: index + 1, end: nodes[index].kind == .array ? after(index) : index + 1)
    }

    /// The members of an object in order; empty for any other value.
    package func members(_ index: Index) -> JSONMembers {
        JSONMembers(document: self, at: index + 1, end: nodes[index].kind == .object ? after(index) : index + 1)
    }

    /// The value of a member, the last one if the name occurs twice; nil if there is none or the value is no object.
    package func member(_ name: some Collection<UInt8>, of index: Index) -> Index? {
        guard nodes[index].kind == .object else { return nil }
        let end = after(index)
        let length = name.count
        var found: Index?
        var at = index + 1
        while at < end {
            let key = bytes(at)
            if key.count == length, key.elementsEqual(name) { found = at + 1 }
            at = after(at + 1)
        }
        return found
    }

    package func member(_ name: StaticString, of index: Index) -> Index? {
        member(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount), of: index)
    }

    /// The content of a string with its escapes resolved, the text of a number, nothing for other values.
    package func bytes(_ index: Index) -> ArraySlice<UInt8> {
        let node = nodes[index]
        switch node.kind {
        case .string, .integer, .decimal:
            return source[Int(node.offset)..<Int(node.offset) + Int(node.length)]
        case .escapedString:
            return decoded[Int(node.count)..<Int(node.count) + Int(node.extent)]
        case .null, .true, .false, .array, .object:
            return []
        }
    }

    /// The bytes of a value as they stand in the text, with quotes and brackets.
    package func text(_ index: Index) -> ArraySlice<UInt8> {
        let node = nodes[index]
        let start = Int(node.offset)
        let end = start + Int(node.length)
        return node.isString ? source[start - 1..<end + 1] : source[start..<end]
    }

    /// The text of a string; nil for any other value.
    package func string(_ index: Index) -> String? {
        nodes[index].isString ? String(decoding: bytes(index), as: UTF8.self) : nil
    }

    /// An integer that fits, written without fraction and exponent; nil for any other value.
    package func int64(_ index: Index) -> Int64? {
        guard nodes[index].kind == .integer else { return nil }
        return Int64(String(decoding: bytes(index), as: UTF8.self))
    }

    /// The nearest double of a number, which may be infinite; nil for any other value.
    package func double(_ index: Index) -> Double? {
        guard nodes[index].isNumber else { return nil }
        return Double(String(decoding: bytes(index), as: UTF8.self))
    }

    package func bool(_ index: Index) -> Bool? {
        switch nodes[index].kind {
        case .true: return true
        case .false: return false
        case .null, .integer, .decimal, .string, .escapedString, .array, .object: return nil
        }
    }

    package func isNull(_ index: Index) -> Bool { nodes[index].kind == .null }
}

/// The items of one list.
package struct JSONItems: Sequence, IteratorProtocol, Sendable {
    let document: JSONDocument
    var at: JSONDocument.Index
    let end: JSONDocument.Index

    package mutating func next() -> JSONDocument.Index? {
        guard at < end else { return nil }
        defer { at = document.after(at) }
        return at
    }
}

/// The members of one object.
package struct JSONMembers: Sequence, IteratorProtocol, Sendable {
    let document: JSONDocument
    var at: JSONDocument.Index
    let end: JSONDocument.Index

    package mutating func next() -> (key: JSONDocument.Index, value: JSONDocument.Index)? {
        guard at < end else { return nil }
        defer { at = document.after(at + 1) }
        return (at, at + 1)
    }
}
