/// Writes a document as the reference implementation does: two spaces a level, long lists broken at 80 characters.
///
/// What it writes parses back to the same tree. Comments are not part of the tree; they are written where that is asked
/// for, and left out as the reference does everywhere else.
struct Printer {
    let document: Document
    private(set) var output: [UInt8] = []
    /// The extents of all values, or empty if only one value is printed: then widths are worked out as needed.
    private let extents: [PrintedExtent]
    private var depth = 0
    /// Beyond so many bytes nothing more is written; whoever set it cuts the rest off.
    private let bytesMax: Int
    /// From this depth on lines are joined by a space, so that a message cannot grow with the square of the depth.
    private let depthMax: Int
    /// The comments that are still to be written; nil where they are left out.
    var comments: Comments?

    init(_ document: Document, keepsComments: Bool = false) {
        self.init(document, extents: PrintedExtent.measure(document))
        if keepsComments { comments = Comments(document.source) }
    }

    init(_ document: Document, extents: [PrintedExtent]) {
        (self.document, self.extents, depthMax, bytesMax) = (document, extents, .max, .max)
    }

    /// Prints single values for messages.
    init(messageAbout document: Document, depthMax: Int, bytesMax: Int) {
        (self.document, self.depthMax, self.bytesMax) = (document, depthMax, bytesMax)
        extents = []
    }

    // MARK: Text

    mutating func write(_ text: StaticString) {
        output.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func write(_ name: Name) { output.append(contentsOf: document.bytes(name)) }

    mutating func newline() {
        guard depth < depthMax else { return output.append(UInt8(ascii: " ")) }
        output.append(UInt8(ascii: "\n"))
        indent(depth)
    }

    var isAtTopLevel: Bool { depth == 0 }

    private mutating func indent(_ levels: Int) {
        for _ in 0..<min(levels, depthMax) { write("  ") }
    }

    /// Begins the indented lines between two brackets.
    private mutating func open() {
        newline()
        if depth < depthMax { indent(1) }
        depth += 1
    }

    private mutating func close() {
        depth -= 1
        newline()
    }

    /// Items on lines of their own between two brackets; nothing at all if there are none.
    mutating func block<Node: PlacedNode>(
        _ items: NodeRange<Node>, _ open: StaticString, _ close: StaticString,
        _ writeItem: (inout Printer, NodeID<Node>) -> Void
    ) {
        guard !items.isEmpty else { return }
        write(open)
        if comments != nil {
            lines(items, writeItem)
        } else {
            self.open()
            for (number, item) in items.enumerated() {
                if number > 0 { newline() }
                writeItem(&self, item)
            }
            self.close()
        }
        write(close)
    }

    /// The same lines with the comments between them.
    private mutating func lines<Node: PlacedNode>(
        _ items: NodeRange<Node>, _ writeItem: (inout Printer, NodeID<Node>) -> Void
    ) {
        let nodes = Node.all(in: document)
        let first = nodes[Int(items[0].index)].position
        for (number, item) in items.enumerated() {
            let position = nodes[Int(item.index)].position
            commentsBehind(upTo: position)
            if number > 0 { newline() } else { open() }
            commentsAbove(upTo: position)
            writeItem(&self, item)
        }
        commentsBelow(upTo: comments?.close(around: first) ?? 0)
        close()
    }

    /// Items with a separator between them.
    mutating func join<Node>(
        _ items: NodeRange<Node>, _ separator: StaticString, _ writeItem: (inout Printer, NodeID<Node>) -> Void
    ) {
        for (number, item) in items.enumerated() {
            if number > 0 { write(separator) }
            writeItem(&self, item)
        }
    }

    // MARK: Values

    func extent(_ id: NodeID<ValueNode>) -> PrintedExtent { extents[Int(id.index)] }

    /// The width of a value, exact as long as it fits into a line.
    func width(of id: NodeID<ValueNode>) -> Int {
        extents.isEmpty ? PrintedExtent.lineWidth(of: id, in: document) : extent(id).length
    }

    mutating func value(_ id: NodeID<ValueNode>) {
        guard output.count <= bytesMax else { return }
        let value = document[id]
        switch value.kind {
        case .int, .float, .true, .false, .null, .enum:
            write(value.text)
        case .variable:
            write("$")
            write(value.text)
        case .string, .blockString:
            string(id)
        case .list:
            list(value.items)
        case .object:
            object(value.fields)
        }
    }

    private mutating func list(_ items: NodeRange<ValueNode>) {
        let fits = PrintedExtent.fits(items, beside: 2) { width(of: $0) }
        if !fits { return block(items, "[", "]") { $0.value($1) } }
        write("[")
        join(items, ", ") { $0.value($1) }
        write("]")
    }

    private mutating func object(_ fields: NodeRange<ObjectFieldNode>) {
        let fits = PrintedExtent.fits(fields, beside: 4) { id in
            Int(document[id].name.length) + 2 + width(of: document[id].value)
        }
        if !fits { return block(fields, "{", "}") { $0.objectField($1) } }
        write("{ ")
        join(fields, ", ") { $0.objectField($1) }
        write(" }")
    }

    private mutating func objectField(_ id: NodeID<ObjectFieldNode>) {
        guard output.count <= bytesMax else { return }
        write(document[id].name)
        write(": ")
        value(document[id].value)
    }

    /// A string as it was written, quoted or as a block, its lines indented with what is around it.
    mutating func string(_ id: NodeID<ValueNode>) {
        for byte in Self.text(of: id, in: document) {
            output.append(byte)
            if byte == UInt8(ascii: "\n") { indent(depth) }
        }
    }

    static func text(of id: NodeID<ValueNode>, in document: Document) -> [UInt8] {
        let value = document.stringBytes(of: id)
        if document[id].kind == .blockString { return PrintedString.block(value) }
        var text: [UInt8] = []
        PrintedString.appendQuoted(value, to: &text)
        return text
    }

    mutating func type(_ id: NodeID<TypeNode>) {
        let type = document[id]
        switch type.kind {
        case .named: write(type.name)
        case .list:
            write("[")
            if let item = type.wrapped { self.type(item) }
            write("]")
        case .nonNull:
            if let inner = type.wrapped { self.type(inner) }
            write("!")
        }
    }
}
