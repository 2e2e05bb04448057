/// How much room the print of a value takes, before anything around it indents it.
///
/// Why: whether a list of arguments is wrapped depends on the width of what is in it. Values are stored after the
/// values inside them, so that one pass over the array measures all of them and printing stays linear.
struct PrintedExtent {
    /// Code points, newlines and inner indentation included.
    var length: Int
    var newlines: Int

    /// Limit: a line that would be longer is broken at its list, object or arguments.
    static let lineLengthMax = 80

    /// Items with a separator of two characters between them.
    static func joined(_ items: some Sequence<PrintedExtent>) -> PrintedExtent {
        var total = PrintedExtent(length: 0, newlines: 0)
        var count = 0
        for item in items {
            total.length += item.length
            total.newlines += item.newlines
            count += 1
        }
        total.length += 2 * max(0, count - 1)
        return total
    }

    /// The same items, each on a line of its own, indented, between an opening and a closing line of one character.
    func broken(itemCount: Int) -> PrintedExtent {
        guard itemCount > 0 else { return PrintedExtent(length: 0, newlines: 0) }
        let separators = itemCount - 1
        let inner = newlines + separators
        return PrintedExtent(length: length - separators + 2 * (inner + 1) + 4, newlines: inner + 2)
    }

    /// Whether items with a separator of two characters between them fit into a line; looks no further than its end.
    static func fits<Node>(
        _ items: NodeRange<Node>, beside width: Int, _ widthOf: (NodeID<Node>) -> Int
    ) -> Bool {
        var total = width
        for (number, item) in items.enumerated() {
            total += widthOf(item) + (number > 0 ? 2 : 0)
            if total > lineLengthMax { return false }
        }
        return total <= lineLengthMax
    }

    /// The width of one value, or any number above a line's if it does not fit into one.
    ///
    /// Limit: recurses as deep as the parser lets literals nest.
    static func lineWidth(of id: NodeID<ValueNode>, in document: Document) -> Int {
        let value = document[id]
        var total: Int
        switch value.kind {
        case .int, .float, .true, .false, .null, .enum: return Int(value.text.length)
        case .variable: return Int(value.text.length) + 1
        case .string, .blockString: return Printer.text(of: id, in: document).count { $0 & 0xC0 != 0x80 }
        case .list:
            total = max(2, 2 * value.items.count)
            for item in value.items where total <= lineLengthMax { total += lineWidth(of: item, in: document) }
        case .object:
            total = max(4, 2 + 2 * value.fields.count)
            for id in value.fields where total <= lineLengthMax {
                let field = document[id]
                total += Int(field.name.length) + 2 + lineWidth(of: field.value, in: document)
            }
        }
        return total
    }

    /// The extents of all values of a document, at the places of the values.
    static func measure(_ document: Document) -> [PrintedExtent] {
        var extents: [PrintedExtent] = []
        extents.reserveCapacity(document.values.count)
        for (index, value) in document.values.enumerated() {
            extents.append(measure(value, NodeID(index), document, extents))
        }
        return extents
    }

    private static func measure(
        _ value: ValueNode, _ id: NodeID<ValueNode>, _ document: Document, _ known: [PrintedExtent]
    ) -> PrintedExtent {
        switch value.kind {
        case .int, .float, .true, .false, .null, .enum:
            return PrintedExtent(length: Int(value.text.length), newlines: 0)
        case .variable:
            return PrintedExtent(length: Int(value.text.length) + 1, newlines: 0)
        case .string, .blockString:
            let printed = Printer.text(of: id, in: document)
            return PrintedExtent(
                length: printed.count { $0 & 0xC0 != 0x80 }, newlines: printed.count { $0 == UInt8(ascii: "\n") })
        case .list:
            let items = joined(value.items.lazy.map { known[Int($0.index)] })
            guard items.length + 2 <= lineLengthMax else { return items.broken(itemCount: value.items.count) }
            return PrintedExtent(length: items.length + 2, newlines: items.newlines)
        case .object:
            let fields = joined(value.fields.lazy.map { field($0, document, known) })
            guard fields.length + 4 <= lineLengthMax else { return fields.broken(itemCount: value.fields.count) }
            return PrintedExtent(length: fields.length + 4, newlines: fields.newlines)
        }
    }

    private static func field(
        _ id: NodeID<ObjectFieldNode>, _ document: Document, _ known: [PrintedExtent]
    ) -> PrintedExtent {
        let field = document[id]
        let value = known[Int(field.value.index)]
        return PrintedExtent(length: Int(field.name.length) + 2 + value.length, newlines: value.newlines)
    }
}
