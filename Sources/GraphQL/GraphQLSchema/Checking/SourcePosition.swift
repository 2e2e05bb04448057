/// A byte of one of the documents that a schema is built from.
struct SourcePosition: Hashable, Sendable {
    let document: UInt32
    let offset: UInt32

    init(_ document: Int, _ offset: UInt32) {
        (self.document, self.offset) = (UInt32(truncatingIfNeeded: document), offset)
    }
}
