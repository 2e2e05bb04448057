import Testing

@testable import HTTP

struct RequestLimitTests {
    private let start = "GET / HTTP/1.1\r\nHost: h\r\n"

    private func last(_ text: String, limits: HTTPLimits = HTTPLimits()) -> String? {
        RequestTranscript.of(text, limits: limits).last
    }

    @Test func `a target beyond the line bound is refused before its end is there`() {
        let long = String(repeating: "a", count: 8 << 10)
        #expect(last("GET /\(long) HTTP/1.1\r\nHost: h\r\n\r\n") == "refused 414 target_too_long")
        #expect(last("GET /\(long)a") == "refused 414 target_too_long")
        let fits = String(repeating: "a", count: (8 << 10) - "GET / HTTP/1.1\r\n".utf8.count)
        #expect(last("GET /\(fits) HTTP/1.1\r\nHost: h\r\n\r\n") == "end")
        #expect(last("GET /\(fits)a HTTP/1.1\r\nHost: h\r\n\r\n") == "refused 414 target_too_long")
    }

    @Test func `a field line beyond its bound is refused before its end is there`() {
        let long = String(repeating: "a", count: 8 << 10)
        #expect(last(start + "X: \(long)\r\n\r\n") == "refused 431 field_too_large")
        #expect(last(start + "X: \(long)") == "refused 431 field_too_large")
        #expect(last(start + long + "a") == "refused 431 field_too_large")
    }

    @Test func `what is wrong behind a bound does not decide the refusal, however the bytes are cut`() {
        let long = String(repeating: "a", count: 8 << 10)
        let head = start + String(repeating: "X: " + long.dropLast(100) + "\r\n", count: 4)
        for (text, refusal) in [
            (start + "X: \(long)\0", "refused 431 field_too_large"),
            (start + "\(long) :", "refused 431 field_too_large"),
            ("GET /\(long)\0", "refused 414 target_too_long"),
            (head + "X: " + long.prefix(400) + "\0", "refused 431 head_too_large"),
        ] {
            var single = RequestTranscript()
            for byte in text.utf8 { single.feed(CollectionOfOne(byte)) }
            #expect(last(text) == refusal)
            #expect(single.lines.last == refusal)
        }
    }

    @Test func `the hundred and first field is refused`() {
        let fields = String(repeating: "X: y\r\n", count: 99)
        #expect(last(start + fields + "\r\n") == "end")
        #expect(last(start + fields + "X: y\r\n\r\n") == "refused 431 too_many_fields")
    }

    @Test func `all fields together are bounded`() {
        let field = "X: " + String(repeating: "a", count: 4000) + "\r\n"
        #expect(last(start + String(repeating: field, count: 8) + "\r\n") == "end")
        #expect(last(start + String(repeating: field, count: 9) + "\r\n") == "refused 431 head_too_large")
        #expect(last(start + String(repeating: field, count: 8) + field.dropLast(20)) == "refused 431 head_too_large")
    }

    @Test func `a long head in single bytes costs linear time`() {
        var transcript = RequestTranscript()
        let text = start + String(repeating: "X: " + String(repeating: "a", count: 7000) + "\r\n", count: 4) + "\r\n"
        for byte in text.utf8 { transcript.feed(CollectionOfOne(byte)) }
        #expect(transcript.lines == ["get /", "end"])
    }

    @Test func `random bytes and mutated requests never trap and are the same however they are cut`() {
        var random = SplitMix(state: 20_261_120)
        let seeds = [
            "POST /a?b HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabcGET / HTTP/1.1\r\nHost: h\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3;x\r\nabc\r\n0\r\nT: u\r\n\r\n",
        ]
        for round in 0..<3000 {
            var bytes = Array(seeds[round % seeds.count].utf8)
            for _ in 0..<(1 + Int(random.next() % 3)) {
                let at = Int(random.next() % UInt64(bytes.count))
                switch random.next() % 3 {
                case 0: bytes[at] = UInt8(truncatingIfNeeded: random.next())
                case 1: bytes.remove(at: at)
                default: bytes.insert([0, 0x0a, 0x0d, 0x20, 0x3a, 0x3b][Int(random.next() % 6)], at: at)
                }
            }
            let whole = RequestTranscript.of(bytes)
            var single = RequestTranscript()
            for byte in bytes { single.feed(CollectionOfOne(byte)) }
            #expect(single.lines == whole, "round \(round): \(bytes)")
        }
    }
}

/// A seeded generator, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
