/// Reads a request's head from bytes that come in any portions.
///
/// The unread bytes of one head are given whole each time, from its first byte; the reader remembers which lines it has
/// read. Only the line that is not complete is looked at again, so a wrong byte is refused as soon as it is there.
///
///     request-line = method SP request-target SP HTTP-version CRLF
///     head         = [CRLF] request-line *( field-line CRLF ) CRLF
///
/// Why offsets and not slices: nothing is allocated and nothing retained per field.
package struct RequestHeadReader {
    package enum Step: Equatable {
        case needsMore
        /// The head is complete; the value is how many bytes it took.
        case head(Int)
        case refused(HTTPRefusal)
    }

    private let limits: HTTPLimits
    private let table: [UInt8]
    private let names: FieldNameTable
    /// Where the line starts that is not complete yet; everything before it has been read.
    private var line = 0
    private var hasRequestLine = false
    private var target = ByteRange.empty

    package init(limits: HTTPLimits) {
        self.limits = limits
        table = ByteClass.table
        names = FieldName.names
    }

    /// Reads on; `input` begins at the first byte after the message before.
    package mutating func read(_ input: UnsafeBufferPointer<UInt8>, into head: inout RequestHead) -> Step {
        guard let p = input.baseAddress, input.count > line else { return .needsMore }
        let end = input.count

        let step = table.withUnsafeBufferPointer { table -> Step in
            guard let table = table.baseAddress else { return .needsMore }
            return readLines(p, end, table, &head)
        }
        switch step {
        case .needsMore: return wait(end)
        case .head(let size):
            if let refusal = RequestRules.check(p, size, target, &head) { return .refused(refusal) }
            head.bytes.removeAll(keepingCapacity: true)
            head.bytes.append(contentsOf: UnsafeBufferPointer(start: p, count: size))
            reset()
            return .head(size)
        case .refused: return step
        }
    }

    private mutating func reset() {
        (line, hasRequestLine) = (0, false)
    }

    private mutating func readLines(
        _ p: UnsafePointer<UInt8>, _ end: Int, _ table: UnsafePointer<UInt8>, _ head: inout RequestHead
    ) -> Step {
        if !hasRequestLine {
            if line == 0 {
                // Spec: RFC 9112 2.2; one empty line before a request is forgiven.
                if p[0] == 0x0d {
                    guard end > 1 else { return .needsMore }
                    guard p[1] == 0x0a else { return .refused(.bareCarriageReturn) }
                    line = 2
                }
            }
            let step = readRequestLine(p, min(end, limit), table, &head)
            guard hasRequestLine else { return step }
        }
        while true {
            switch FieldLineReader.read(p, line, min(end, limit), table, names) {
            case .needsMore: return .needsMore
            case .refused(let refusal): return .refused(refusal)
            case .endOfHead(let size): return .head(size)
            case .field(let entry, let next):
                if head.fields.entries.count >= limits.fieldCountMax { return .refused(.tooManyFields) }
                head.fields.entries.append(entry)
                if entry.known != MessageFields.unknown {
                    let bit: UInt64 = 1 << UInt64(entry.known)
                    if let refusal = repeated(entry.known, head.fields.present & bit != 0) { return .refused(refusal) }
                    head.fields.present |= bit
                }
                line = next
            }
        }
    }

    /// Fields that decide where a message ends or whom it is for may stand only once.
    @inline(__always)
    private func repeated(_ known: UInt8, _ isRepeated: Bool) -> HTTPRefusal? {
        guard isRepeated else { return nil }
        switch known {
        case FieldName.contentLength.rawValue: return .repeatedLength
        case FieldName.host.rawValue: return .repeatedHost
        case FieldName.transferEncoding.rawValue: return .unsupportedTransferCoding
        default: return nil
        }
    }

    private mutating func readRequestLine(
        _ p: UnsafePointer<UInt8>, _ end: Int, _ table: UnsafePointer<UInt8>, _ head: inout RequestHead
    ) -> Step {
        let methodEnd = LineScan.end(of: .token, table, p, line, end)
        guard methodEnd < end else { return .needsMore }
        guard methodEnd > line, p[methodEnd] == 0x20 else { return .refused(.badStartLine) }
        let targetStart = methodEnd &+ 1
        let targetEnd = LineScan.end(of: .target, table, p, targetStart, end)
        guard targetEnd < end else { return .needsMore }
        guard p[targetEnd] == 0x20 else {
            return .refused(p[targetEnd] == 0x0d || p[targetEnd] == 0x0a ? .badStartLine : .badTarget)
        }
        guard targetEnd > targetStart else { return .refused(.badTarget) }
        let next = targetEnd &+ 11
        guard next <= end else { return .needsMore }
        let version = UnsafeRawPointer(p + (targetEnd &+ 1)).loadUnaligned(as: UInt64.self)
        if version == 0x312e_312f_5054_5448 {  // "HTTP/1.1", little end first
            head.isVersion11 = true
        } else if version == 0x302e_312f_5054_5448 {
            head.isVersion11 = false
        } else {
            return .refused(version & 0xff_ffff_ffff == 0x2f_5054_5448 ? .unsupportedVersion : .badStartLine)
        }
        guard p[targetEnd &+ 9] == 0x0d else {
            return .refused(p[targetEnd &+ 9] == 0x0a ? .bareLineFeed : .badStartLine)
        }
        guard p[targetEnd &+ 10] == 0x0a else { return .refused(.bareCarriageReturn) }

        head.fields.removeAll()
        head.method = HTTPMethod(p + line, methodEnd &- line)
        target = ByteRange(targetStart, targetEnd)
        hasRequestLine = true
        line = next
        return .needsMore
    }

    /// Where the current line must have ended; nothing behind it is looked at.
    ///
    /// Why so: what is wrong behind the bound must not decide which refusal a client gets, or the answer would depend
    /// on how the bytes were cut.
    private var limit: Int {
        hasRequestLine ? min(line &+ limits.fieldLineBytesMax, limits.headBytesMax) : line &+ limits.startLineBytesMax
    }

    /// Refuses a line that is already too long.
    private func wait(_ end: Int) -> Step {
        guard end > limit else { return .needsMore }
        guard hasRequestLine else { return .refused(.targetTooLong) }
        return .refused(limit == limits.headBytesMax ? .headTooLarge : .fieldTooLarge)
    }
}
