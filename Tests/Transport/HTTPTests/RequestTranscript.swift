@testable import HTTP

/// Feeds a request machine as a connection would, in given portions, and writes down what came out.
struct RequestTranscript {
    private var machine: RequestMachine
    private var pending: [UInt8] = []
    private var head = RequestHead()
    private(set) var lines: [String] = []
    private(set) var heads: [RequestHead] = []
    private var body: [UInt8] = []
    private var isRefused = false

    init(limits: HTTPLimits = HTTPLimits()) { machine = RequestMachine(limits: limits) }

    mutating func feed(_ bytes: some Collection<UInt8>) {
        pending += bytes
        var at = 0
        pending.withUnsafeBufferPointer { input in
            while !isRefused, step(input, &at) {}
        }
        pending.removeFirst(at)
    }

    private mutating func step(_ input: UnsafeBufferPointer<UInt8>, _ at: inout Int) -> Bool {
        switch machine.next(input, at: &at, head: &head) {
        case .needsMore: return false
        case .head:
            heads.append(head)
            lines.append("\(head.method) \(head.text(head.path))" + (head.query.map { "?" + head.text($0) } ?? ""))
        case .body(let range): body += input[range]
        case .end:
            if !body.isEmpty { lines.append("body \(String(decoding: body, as: UTF8.self))") }
            body = []
            lines.append("end")
        case .refused(let refusal):
            lines.append("refused \(refusal.status.rawValue) \(refusal.rawValue)")
            isRefused = true
            return false
        }
        return true
    }

    /// The transcript of the whole text fed at once.
    static func of(_ text: String, limits: HTTPLimits = HTTPLimits()) -> [String] {
        of(Array(text.utf8), limits: limits)
    }

    static func of(_ bytes: [UInt8], limits: HTTPLimits = HTTPLimits()) -> [String] {
        var transcript = RequestTranscript(limits: limits)
        transcript.feed(bytes)
        return transcript.lines
    }

    /// True when the transcript is the same for every way to cut the bytes in two, and byte by byte.
    static func isTheSameForEverySplit(_ text: String, limits: HTTPLimits = HTTPLimits()) -> Bool {
        let bytes = Array(text.utf8)
        let whole = of(bytes, limits: limits)
        var single = RequestTranscript(limits: limits)
        for byte in bytes { single.feed(CollectionOfOne(byte)) }
        guard single.lines == whole else { return false }
        return bytes.indices.allSatisfy { cut in
            var transcript = RequestTranscript(limits: limits)
            transcript.feed(bytes[..<cut])
            transcript.feed(bytes[cut...])
            return transcript.lines == whole
        }
    }
}

extension String {
    /// The text with `\n` as the line end of the wire.
    var wire: String { split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n") }
}
