extension JSONDocument {
    /// Limit: objects up to this size are compared pair by pair, larger ones through a set.
    private static let pairwiseMax = 8

    func refuseDuplicateKeys() throws(JSONError) {
        for index in nodes.indices where nodes[index].kind == .object && nodes[index].count > 1 {
            let keys = members(index).map(\.key)
            if keys.count <= Self.pairwiseMax {
                for (place, key) in keys.enumerated() {
                    for earlier in keys[..<place] where bytes(earlier) == bytes(key) { throw duplicate(key) }
                }
            } else {
                var seen: Set<ArraySlice<UInt8>> = []
                for key in keys where !seen.insert(bytes(key)).inserted { throw duplicate(key) }
            }
        }
    }

    private func duplicate(_ key: Index) -> JSONError {
        JSONError(.duplicateKey, at: Int(nodes[key].offset))
    }
}
