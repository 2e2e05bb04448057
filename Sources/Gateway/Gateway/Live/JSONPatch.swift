import JSON

/// The difference between two JSON texts as RFC 6902 operations: `add`, `remove` and `replace`.
///
/// It is correct for any two texts and small where a live query changes: members are compared by name, lists lose
/// their common beginning and end first. It does not look for moved items.
package enum JSONPatch {
    /// The operations that turn the one text into the other; nil if either is not JSON.
    package static func difference(from old: [UInt8], to new: [UInt8]) -> [UInt8]? {
        guard let before = try? JSONDocument(parsing: old), let after = try? JSONDocument(parsing: new) else {
            return nil
        }
        var patch = Writing(before: before, after: after)
        patch.compare(before.root, after.root)
        return patch.finished()
    }

    private struct Writing: ~Copyable {
        let before: JSONDocument
        let after: JSONDocument
        var operations = JSONWriter(capacity: 256)
        var isFirst = true
        /// The JSON pointer to where the comparison is, and how long it was at each level.
        var path: [UInt8] = []

        init(before: JSONDocument, after: JSONDocument) {
            (self.before, self.after) = (before, after)
            operations.put("[")
        }

        consuming func finished() -> [UInt8] {
            operations.put("]")
            return operations.bytes()
        }

        /// Recursion is bounded by the depth that the reader allows.
        mutating func compare(_ old: JSONDocument.Index, _ new: JSONDocument.Index) {
            if before.text(old).elementsEqual(after.text(new)) { return }
            switch (before.kind(old), after.kind(new)) {
            case (.object, .object): compareMembers(old, new)
            case (.array, .array): compareItems(old, new)
            default: put("replace", value: new)
            }
        }

        private mutating func compareMembers(_ old: JSONDocument.Index, _ new: JSONDocument.Index) {
            for (key, _) in before.members(old) where after.member(before.bytes(key), of: new) == nil {
                within(before.bytes(key)) { $0.put("remove", value: nil) }
            }
            for (key, value) in after.members(new) {
                let name = after.bytes(key)
                let previous = before.member(name, of: old)
                within(name) { patch in
                    if let previous { patch.compare(previous, value) } else { patch.put("add", value: value) }
                }
            }
        }

        private mutating func compareItems(_ old: JSONDocument.Index, _ new: JSONDocument.Index) {
            let olds = Array(before.items(old))
            let news = Array(after.items(new))
            var first = 0
            while first < min(olds.count, news.count), isSame(olds[first], news[first]) { first += 1 }
            var oldEnd = olds.count
            var newEnd = news.count
            while oldEnd > first, newEnd > first, isSame(olds[oldEnd - 1], news[newEnd - 1]) {
                oldEnd -= 1
                newEnd -= 1
            }
            let paired = min(oldEnd, newEnd)
            if first < paired {
                for index in first..<paired { within(index) { $0.compare(olds[index], news[index]) } }
            }
            // Why backwards: removing the last surplus item first leaves the indices of the others as they are.
            for index in stride(from: oldEnd - 1, through: paired, by: -1) {
                within(index) { $0.put("remove", value: nil) }
            }
            if paired < newEnd {
                for index in paired..<newEnd { within(index) { $0.put("add", value: news[index]) } }
            }
        }

        private func isSame(_ old: JSONDocument.Index, _ new: JSONDocument.Index) -> Bool {
            before.text(old).elementsEqual(after.text(new))
        }

        private mutating func within(_ index: Int, _ body: (inout Writing) -> Void) {
            within(Array(String(index).utf8)[...], body)
        }

        private mutating func within(_ name: ArraySlice<UInt8>, _ body: (inout Writing) -> Void) {
            let length = path.count
            path.append(UInt8(ascii: "/"))
            // Spec: RFC 6901 3: `~` and `/` in a name are written `~0` and `~1`.
            for byte in name {
                switch byte {
                case UInt8(ascii: "~"): path += Array("~0".utf8)
                case UInt8(ascii: "/"): path += Array("~1".utf8)
                default: path.append(byte)
                }
            }
            body(&self)
            path.removeSubrange(length...)
        }

        private mutating func put(_ operation: StaticString, value: JSONDocument.Index?) {
            if !isFirst { operations.put(",") }
            isFirst = false
            operations.put("{\"op\":\"")
            operations.put(operation)
            operations.put("\",\"path\":")
            operations.putString(path[...])
            if let value {
                operations.put(",\"value\":")
                operations.put(after.text(value))
            }
            operations.put("}")
        }
    }
}
