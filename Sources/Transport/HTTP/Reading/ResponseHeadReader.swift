/// Reads a response's head once it is there whole.
///
///     status-line = HTTP-version SP 3DIGIT SP [ reason-phrase ] CRLF
///
/// Why not resumable: our own requests are answered by servers we chose, in one or two segments.
enum ResponseHeadReader {
    static func read(
        _ input: UnsafeBufferPointer<UInt8>, _ table: UnsafeBufferPointer<UInt8>, _ names: FieldNameTable,
        _ limits: HTTPLimits, _ head: inout ResponseHead
    ) -> RequestHeadReader.Step {
        guard let p = input.baseAddress, let table = table.baseAddress else { return .needsMore }
        // As in a request's head, nothing behind a bound is looked at.
        let start = min(input.count, limits.startLineBytesMax)
        let lineEnd = LineScan.endOfValue(p, 0, start)
        if let refusal = statusLine(p, lineEnd, &head) { return .refused(refusal) }
        guard lineEnd + 1 < start else { return start < input.count ? .refused(.badStartLine) : .needsMore }
        guard p[lineEnd] == 0x0d, p[lineEnd + 1] == 0x0a, lineEnd >= 12 else { return .refused(.badStartLine) }

        head.fields.removeAll()
        var line = lineEnd + 2
        while true {
            let limit = min(line + limits.fieldLineBytesMax, limits.headBytesMax)
            switch FieldLineReader.read(p, line, min(input.count, limit), table, names) {
            case .needsMore:
                guard input.count > limit else { return .needsMore }
                return .refused(limit == limits.headBytesMax ? .headTooLarge : .fieldTooLarge)
            case .refused(let refusal): return .refused(refusal)
            case .endOfHead(let size):
                head.bytes.removeAll(keepingCapacity: true)
                head.bytes.append(contentsOf: UnsafeBufferPointer(start: p, count: size))
                return frame(p, &head).map { .refused($0) } ?? .head(size)
            case .field(let entry, let next):
                if head.fields.count >= limits.fieldCountMax { return .refused(.tooManyFields) }
                head.fields.entries.append(entry)
                if let name = FieldName(rawValue: entry.known) {
                    if head.fields.contains(name) {
                        if name == .contentLength { return .refused(.repeatedLength) }
                        if name == .transferEncoding { return .refused(.unsupportedTransferCoding) }
                    }
                    head.fields.present |= 1 << UInt64(entry.known)
                }
                line = next
            }
        }
    }

    /// Checks as much of the status line as is there.
    private static func statusLine(_ p: UnsafePointer<UInt8>, _ end: Int, _ head: inout ResponseHead) -> HTTPRefusal? {
        let prefix: StaticString = "HTTP/1."
        for index in 0..<min(end, 7) where p[index] != prefix.utf8Start[index] { return .badStartLine }
        guard end >= 12 else { return nil }
        guard p[7] == 0x30 || p[7] == 0x31 else { return .unsupportedVersion }
        guard p[8] == 0x20, end == 12 || p[12] == 0x20 else { return .badStartLine }
        guard let code = RequestRules.decimal(UnsafeBufferPointer(start: p + 9, count: 3)), code >= 100 else {
            return .badStartLine
        }
        head.status = HTTPStatus(rawValue: UInt16(code))
        head.keepsAlive = p[7] == 0x31
        return nil
    }

    /// Spec: RFC 9112 6.3, strict: a response with both codings or an unknown one is refused.
    private static func frame(_ p: UnsafePointer<UInt8>, _ head: inout ResponseHead) -> HTTPRefusal? {
        func bytes(_ place: ByteRange) -> UnsafeBufferPointer<UInt8> {
            UnsafeBufferPointer(start: p + Int(place.start), count: Int(place.count))
        }
        if head.fields.contains(.connection) {
            var options = ConnectionOptions()
            for entry in head.fields.entries where entry.known == FieldName.connection.rawValue {
                options.read(bytes(entry.value))
            }
            head.keepsAlive = (head.keepsAlive || options.keepAlive) && !options.close
        }
        if let coding = head.fields.first(.transferEncoding) {
            if head.fields.contains(.contentLength) { return .lengthAndTransferCoding }
            guard matchesIgnoringCase(bytes(coding.value), "chunked") else { return .unsupportedTransferCoding }
            head.body = .chunked
        } else if let length = head.fields.first(.contentLength) {
            guard let count = RequestRules.decimal(bytes(length.value)) else { return .badLength }
            head.body = .length(count)
        } else {
            head.body = .untilClose
        }
        return nil
    }
}
