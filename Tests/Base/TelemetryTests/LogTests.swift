import JSON
import Prelude
import Testing

@testable import Telemetry

struct LogTests {
    private let time = Timestamp(microseconds: 1_700_000_000_000_007)

    private func line(_ message: String, _ fields: LogFields = [:], trace: TraceContext? = nil) throws -> String {
        let record = LogRecord(
            time: time, level: .warning, module: "test", message: message, trace: trace, fields: fields)
        return String(decoding: LogFormat.json.line(record), as: UTF8.self)
    }

    @Test func `a line is one JSON object with time, level, module, message, trace and fields`() throws {
        let trace = TraceContext(traceHigh: 1, traceLow: 2, span: 3, isSampled: true)
        let text = try line("hello", ["port": 8080, "ok": true, "rate": 0.5, "name": "x"], trace: trace)
        #expect(
            text == """
                {"ts":"2023-11-14T22:13:20.000007Z","level":"warning","module":"test","msg":"hello",\
                "trace_id":"00000000000000010000000000000002","span_id":"0000000000000003",\
                "port":8080,"ok":true,"rate":0.5,"name":"x"}

                """)
    }

    @Test func `no control byte and no line break of a value reaches the line`() throws {
        let hostile = "a\r\nb\u{1b}[31m\u{0}\u{7}\n{\"level\":\"error\"}"
        let text = try line(hostile, ["field\n": LogValue(hostile)])
        #expect(text.utf8.filter { $0 < 0x20 } == [0x0a])
        #expect(text.utf8.last == 0x0a)
    }

    @Test func `a terminal gets neither escapes nor invisible turns of direction`() {
        let record = LogRecord(
            time: time, level: .info, module: "test", message: "a\u{1b}[2J\r\n\u{9b}1m\u{202e}b", trace: nil,
            fields: ["k": "v\u{7f}"])
        let bytes = LogFormat.pretty(hasColours: false).line(record)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(bytes.dropLast().allSatisfy { $0 >= 0x20 && $0 < 0x7f })
        #expect(text.contains("a\\u{1b}[2J\\r\\n\\u{9b}1m\\u{202e}b"))
        #expect(text.hasPrefix("22:13:20.000 "))
    }

    @Test func `long values are cut between characters and say so`() throws {
        let text = try line("m", ["big": LogValue(String(repeating: "é", count: 5000))])
        #expect(text.utf8.count < 3000)
        #expect(text.contains("… (7952 bytes more)"))
        let many = LogFields(list: (0..<100).map { ("f\($0)", .int(1)) })
        #expect(try line("m", many).contains("\"fields_dropped\":68"))
    }

    @Test(arguments: ["password", "Authorization", "access_token", "client-secret", "set-cookie", "api_key", "TOKEN"])
    func `secrets do not reach a line by their name`(name: String) throws {
        let text = try line("m", LogFields(list: [(name, .text("hunter2"))]))
        #expect(!text.contains("hunter2"))
        #expect(text.contains("[redacted]"))
    }

    @Test(arguments: ["token_count", "cookies_sent", "passwords_checked"])
    func `names that only sound alike are kept`(name: String) throws {
        #expect(try line("m", LogFields(list: [(name, .text("kept"))])).contains("kept"))
    }

    @Test func `a field cannot pose as the line's own`() throws {
        #expect(try line("m", ["level": "error"]).contains("\"field_level\":\"error\""))
    }

    @Test func `levels hold per module and change while logs are in use`() {
        let sink = InMemoryLog()
        let target = LogTarget(sink: sink, levels: LogLevels(standard: .info, modules: ["http": .debug]))
        let (http, store) = (target.log("http"), target.log("store"))
        http.debug("one")
        store.debug("lost")
        target.setLevels(LogLevels(standard: .error))
        http.warning("lost too")
        store.error("two")
        #expect(sink.messages == ["one", "two"])
    }

    @Test func `a message below the level is not even built`() {
        let log = LogTarget(sink: InMemoryLog(), levels: LogLevels()).log("m")
        var count = 0
        func expensive() -> String {
            count += 1
            return "x"
        }
        log.debug(expensive())
        #expect(count == 0)
    }

    @Test func `a full buffer drops, counts and reports`() {
        let buffer = LogBuffer(format: .json, bytesMax: 400)
        let log = LogTarget(sink: buffer, levels: LogLevels()).log("m")
        let wakes = Lock(0)
        buffer.whenFilled { wakes.withLock { $0 += 1 } }
        for _ in 0..<20 { log.info("a line of some length") }
        #expect(wakes.withLock { $0 } == 1)
        #expect(buffer.droppedCount > 10)
        let text = String(decoding: buffer.take(), as: UTF8.self)
        #expect(text.contains("lines were dropped"))
        #expect(text.contains("\"count\":\(buffer.droppedCount)"))
        #expect(buffer.take().isEmpty)
    }
}

extension LogFields {
    init(list: [(String, LogValue)]) {
        self = [:]
        self.list = list.map { (name: $0.0, value: $0.1) }
    }
}
