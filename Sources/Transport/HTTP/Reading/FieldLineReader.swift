/// Reads one `name: value CRLF` line, for heads of both directions.
///
/// Spec: RFC 9112 5: field-line = field-name ":" OWS field-value OWS. No blank before the colon, no folding, and the
/// line ends with CR LF, never with one of them alone.
enum FieldLineReader {
    enum Step {
        /// The line is not complete; nothing in it is wrong so far, or the wrong part has not been looked at.
        case needsMore
        /// The empty line that ends the head; the value is where the body starts.
        case endOfHead(Int)
        case field(MessageFields.Entry, next: Int)
        case refused(HTTPRefusal)
    }

    static func read(
        _ p: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ table: UnsafePointer<UInt8>, _ names: FieldNameTable
    ) -> Step {
        guard start < end else { return .needsMore }
        let nameEnd = LineScan.end(of: .token, table, p, start, end)
        guard nameEnd < end else { return .needsMore }
        guard p[nameEnd] == 0x3a, nameEnd > start else { return notAName(p, start, nameEnd, end) }

        var valueStart = nameEnd &+ 1
        while valueStart < end, p[valueStart] == 0x20 || p[valueStart] == 0x09 { valueStart &+= 1 }
        let lineEnd = LineScan.endOfValue(p, valueStart, end)
        guard lineEnd < end else { return .needsMore }
        guard p[lineEnd] == 0x0d else { return .refused(p[lineEnd] == 0x0a ? .bareLineFeed : .badFieldValue) }
        guard lineEnd &+ 1 < end else { return .needsMore }
        guard p[lineEnd &+ 1] == 0x0a else { return .refused(.bareCarriageReturn) }

        var valueEnd = lineEnd
        while valueEnd > valueStart, p[valueEnd &- 1] == 0x20 || p[valueEnd &- 1] == 0x09 { valueEnd &-= 1 }
        let entry = MessageFields.Entry(
            name: ByteRange(start, nameEnd), value: ByteRange(valueStart, valueEnd),
            known: names.find(p + start, nameEnd &- start)?.rawValue ?? MessageFields.unknown)
        return .field(entry, next: lineEnd &+ 2)
    }

    /// What stands where a name should be: the end of the head, or one of the known tricks.
    private static func notAName(_ p: UnsafePointer<UInt8>, _ start: Int, _ at: Int, _ end: Int) -> Step {
        let byte = p[at]
        if at == start {
            if byte == 0x0d {
                guard at &+ 1 < end else { return .needsMore }
                return p[at &+ 1] == 0x0a ? .endOfHead(at &+ 2) : .refused(.bareCarriageReturn)
            }
            if byte == 0x20 || byte == 0x09 { return .refused(.foldedField) }
        }
        switch byte {
        case 0x0a: return .refused(.bareLineFeed)
        case 0x0d:
            guard at &+ 1 < end else { return .needsMore }
            return .refused(p[at &+ 1] == 0x0a ? .badFieldName : .bareCarriageReturn)
        case 0x20, 0x09: return .refused(.spaceBeforeColon)
        default: return .refused(.badFieldName)
        }
    }
}
