/// The rules that hold between the parts of a complete request head: target form, host, framing, connection.
enum RequestRules {
    /// Fills in what follows from the fields, or names the rule that the head breaks.
    static func check(
        _ p: UnsafePointer<UInt8>, _ size: Int, _ target: ByteRange, _ head: inout RequestHead
    ) -> HTTPRefusal? {
        (head.keepsAlive, head.wantsUpgrade, head.expectsContinue) = (head.isVersion11, false, false)
        (head.body, head.query, head.authority) = (.none, nil, .empty)

        // Spec: RFC 9110 9.1; what we do not know we do not implement. TRACE would echo, CONNECT would tunnel.
        if head.method.rawValue >= HTTPMethod.trace.rawValue { return .unsupportedMethod }
        if let refusal = checkTarget(p, target, &head) { return refusal }
        if let refusal = checkHost(p, &head) { return refusal }
        if let refusal = checkFraming(p, &head) { return refusal }
        if let connection = head.fields.first(.connection) { readConnection(p, connection, &head) }
        if let expect = head.fields.first(.expect) {
            guard matchesIgnoringCase(bytes(p, expect.value), "100-continue") else { return .unsupportedExpectation }
            // Spec: RFC 9110 10.1.1; a 1.0 client cannot understand a 100.
            head.expectsContinue = head.isVersion11 && head.body != .none
        }
        return nil
    }

    @inline(__always)
    private static func bytes(_ p: UnsafePointer<UInt8>, _ place: ByteRange) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: p + Int(place.start), count: Int(place.count))
    }

    // MARK: Target

    /// Spec: RFC 9112 3.2: origin-form, absolute-form, or `*` with OPTIONS.
    private static func checkTarget(
        _ p: UnsafePointer<UInt8>, _ target: ByteRange, _ head: inout RequestHead
    ) -> HTTPRefusal? {
        let start = Int(target.start)
        let end = start &+ Int(target.count)
        if p[start] == 0x2f {
            splitPath(p, start, end, &head)
            return nil
        }
        if p[start] == 0x2a, target.count == 1 {
            head.path = target
            return head.method == .options ? nil : .badTarget
        }
        return checkAbsoluteTarget(p, start, end, &head)
    }

    private static func checkAbsoluteTarget(
        _ p: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ head: inout RequestHead
    ) -> HTTPRefusal? {
        let schemeCount: Int
        if end &- start > 7, matchesIgnoringCase(UnsafeBufferPointer(start: p + start, count: 7), "http://") {
            schemeCount = 7
        } else if end &- start > 8, matchesIgnoringCase(UnsafeBufferPointer(start: p + start, count: 8), "https://") {
            schemeCount = 8
        } else {
            return .badTarget
        }
        let hostStart = start &+ schemeCount
        var hostEnd = hostStart
        while hostEnd < end, p[hostEnd] != 0x2f, p[hostEnd] != 0x3f { hostEnd &+= 1 }
        head.authority = ByteRange(hostStart, hostEnd)
        guard isAuthority(bytes(p, head.authority)) else { return .badTarget }
        if hostEnd < end, p[hostEnd] == 0x2f {
            splitPath(p, hostEnd, end, &head)
            return nil
        }
        // An empty path means "/"; the slash before the host serves as its place.
        head.path = ByteRange(hostStart &- 1, hostStart)
        head.query = hostEnd < end ? ByteRange(hostEnd &+ 1, end) : nil
        return nil
    }

    private static func splitPath(_ p: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ head: inout RequestHead) {
        var at = start
        while at < end, p[at] != 0x3f { at &+= 1 }
        head.path = ByteRange(start, at)
        head.query = at < end ? ByteRange(at &+ 1, end) : nil
    }

    // MARK: Host

    /// Spec: RFC 9112 3.2: exactly one valid Host in 1.1; where the target names a host too, both must agree.
    private static func checkHost(_ p: UnsafePointer<UInt8>, _ head: inout RequestHead) -> HTTPRefusal? {
        guard let host = head.fields.first(.host) else { return head.isVersion11 ? .missingHost : nil }
        let value = bytes(p, host.value)
        guard isAuthority(value) else { return .badHost }
        guard head.authority.count > 0 else {
            head.authority = host.value
            return nil
        }
        let named = bytes(p, head.authority)
        guard named.count == value.count else { return .hostMismatch }
        for index in 0..<named.count where lowercased(named[index]) != lowercased(value[index]) {
            return .hostMismatch
        }
        return nil
    }

    private static func isAuthority(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count > 0, bytes[0] != 0x3a else { return false }
        return ByteClass.table.withUnsafeBufferPointer { table in
            bytes.allSatisfy { table[Int($0)] & ByteClass.authority.rawValue != 0 }
        }
    }

    // MARK: Framing

    /// Spec: RFC 9112 6.1 to 6.3, with every choice it leaves made for refusing.
    private static func checkFraming(_ p: UnsafePointer<UInt8>, _ head: inout RequestHead) -> HTTPRefusal? {
        if let coding = head.fields.first(.transferEncoding) {
            if head.fields.contains(.contentLength) { return .lengthAndTransferCoding }
            guard head.isVersion11 else { return .transferCodingInOldVersion }
            guard matchesIgnoringCase(bytes(p, coding.value), "chunked") else { return .unsupportedTransferCoding }
            head.body = .chunked
        } else if let length = head.fields.first(.contentLength) {
            guard let count = decimal(bytes(p, length.value)) else { return .badLength }
            head.body = count == 0 ? .none : .length(count)
        }
        return nil
    }

    /// Digits only, at most eighteen of them, so that it cannot overflow.
    static func decimal(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard (1...18).contains(bytes.count) else { return nil }
        var result = 0
        for byte in bytes {
            let digit = byte &- 0x30
            guard digit < 10 else { return nil }
            result = result &* 10 &+ Int(digit)
        }
        return result
    }

    // MARK: Connection

    private static func readConnection(
        _ p: UnsafePointer<UInt8>, _ entry: MessageFields.Entry, _ head: inout RequestHead
    ) {
        // One field with one word is nearly every case.
        var options = ConnectionOptions()
        options.read(bytes(p, entry.value))
        for other in head.fields.entries
        where other.known == entry.known && other.value != entry.value {
            options.read(bytes(p, other.value))
        }
        head.keepsAlive = head.isVersion11 ? !options.close : options.keepAlive && !options.close
        head.wantsUpgrade = options.upgrade
    }
}
