/// What a reader fills while it walks the text.
struct JSONTape {
    var nodes: [JSONNode] = []
    var decoded: [UInt8] = []
    var keys = 0
    private let valuesMax: Int
    let keepsSurrogates: Bool

    init(limits: JSONLimits) {
        (valuesMax, keepsSurrogates) = (limits.values, limits.keepsLoneSurrogates)
        nodes.reserveCapacity(64)
    }

    mutating func append(_ kind: JSONNode.Kind, _ range: Range<Int>) throws(JSONError) {
        guard nodes.count < valuesMax else { throw JSONError(.tooManyValues, at: range.lowerBound) }
        nodes.append(
            JSONNode(
                kind: kind, offset: UInt32(truncatingIfNeeded: range.lowerBound),
                length: UInt32(truncatingIfNeeded: range.count), count: 0, extent: 0))
    }

    /// Marks the last node as a string whose bytes are the end of the second store.
    mutating func resolveLast(from start: Int) {
        let last = nodes.count - 1
        nodes[last].kind = .escapedString
        nodes[last].count = UInt32(truncatingIfNeeded: start)
        nodes[last].extent = UInt32(truncatingIfNeeded: decoded.count - start)
    }

    /// Ends the container that began at `index` with the byte before `end`.
    mutating func close(_ index: Int, end: Int) {
        nodes[index].length = UInt32(truncatingIfNeeded: end) &- nodes[index].offset
        nodes[index].extent = UInt32(truncatingIfNeeded: nodes.count)
    }
}
