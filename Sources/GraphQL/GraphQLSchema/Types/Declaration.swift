/// Where an element stands in the SDL: a document of the schema and a node of the kind that belongs to the element.
struct Declaration: Hashable, Sendable {
    let document: UInt32
    let node: UInt32

    init(document: Int, node: UInt32) {
        (self.document, self.node) = (UInt32(truncatingIfNeeded: document), node)
    }
}

/// A stretch of the schema's list of declarations: a type's definition first, then its extensions.
struct DeclarationList: Hashable, Sendable {
    let first: UInt32
    let count: UInt32

    static let empty = DeclarationList(first: 0, count: 0)
    var range: Range<Int> { Int(first)..<Int(first &+ count) }
}
