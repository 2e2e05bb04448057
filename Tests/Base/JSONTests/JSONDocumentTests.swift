import JSON
import Testing

struct JSONDocumentTests {
    private func reason(_ text: String, _ limits: JSONLimits = JSONLimits()) -> JSONError.Reason? {
        reason(Array(text.utf8), limits)
    }

    private func reason(_ bytes: [UInt8], _ limits: JSONLimits = JSONLimits()) -> JSONError.Reason? {
        do {
            _ = try JSONDocument(parsing: bytes, limits: limits)
            return nil
        } catch {
            return error.reason
        }
    }

    @Test func `members and items are found in the order of the text`() throws {
        let text = #" {"a" : [1, 2.50, -0, "x\ny\u00e9\ud83d\ude00"], "ключ": {"deep": true}, "a2": null } "#
        let document = try JSONDocument(parsing: text)
        let list = try #require(document.member("a", of: document.root))
        #expect(
            document.items(list).map { Array(document.text($0)) }.map { String(decoding: $0, as: UTF8.self) }
                == ["1", "2.50", "-0", #""x\ny\u00e9\ud83d\ude00""#])
        #expect(document.string(Array(document.items(list))[3]) == "x\nyé😀")
        let names = document.members(document.root).map { document.string($0.key) }
        #expect(names == ["a", "ключ", "a2"])
        let inner = try #require(document.member("ключ".utf8, of: document.root))
        #expect(document.member("deep", of: inner).flatMap { document.bool($0) } == true)
        #expect(document.member("absent", of: inner) == nil)
        #expect(String(decoding: document.text(inner), as: UTF8.self) == #"{"deep": true}"#)
    }

    @Test(
        arguments: [
            ("", .unexpectedEnd), ("   ", .unexpectedEnd), ("{", .unexpectedEnd), ("[1", .unexpectedEnd),
            ("\"abc", .unexpectedEnd), ("tru", .unexpectedEnd), ("trux", .unexpectedByte), ("nul]", .unexpectedByte),
            ("[1,]", .unexpectedByte), ("{\"a\":1,}", .expectedKey), ("{a:1}", .expectedKey),
            ("{\"a\" 1}", .expectedColon),
            ("[1 2]", .expectedCommaOrEnd), ("[1}", .expectedCommaOrEnd), ("1 2", .trailingBytes),
            ("[]]", .trailingBytes),
            ("01", .invalidNumber), ("-", .invalidNumber), ("1.", .invalidNumber), ("1e", .invalidNumber),
            (".5", .unexpectedByte), ("+1", .unexpectedByte), ("NaN", .unexpectedByte), ("'a'", .unexpectedByte),
            ("\"\\x\"", .invalidEscape), ("\"\\u12g4\"", .invalidEscape), ("\"\\ud800\"", .loneSurrogate),
            ("\"\\udc00\"", .loneSurrogate), ("\"\\ud800\\u0041\"", .loneSurrogate), ("\"a\u{01}\"", .controlCharacter),
            ("\"a\nb\"", .controlCharacter), ("\u{FEFF}1", .unexpectedByte), ("// c\n1", .unexpectedByte),
            ("\"\\u12", .unexpectedEnd), ("\"\\", .unexpectedEnd),
        ] as [(String, JSONError.Reason)])
    func `a text outside the grammar is refused`(_ text: String, _ expected: JSONError.Reason) {
        #expect(reason(text) == expected)
    }

    @Test(arguments: [
        "0", "-0", "10", "1.5e+300", "1E-2", "\"\"", "[]", "{}", "[[],{}]", "true", "null",
        "123456789012345678901234567890",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
    ])
    func `a text inside the grammar is read`(_ text: String) {
        #expect(reason(text) == nil)
    }

    @Test(
        arguments: [
            [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
            [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22],
            [0x22, 0xE2, 0x82, 0x22], [0x22, 0x80, 0x22], [0x22, 0xF0, 0x80, 0x80, 0x80, 0x22],
        ] as [[UInt8]])
    func `bytes that are not UTF-8 are refused`(_ bytes: [UInt8]) {
        #expect(reason(bytes) == .invalidUTF8)
    }

    @Test func `depth keys and values are bounded`() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(reason(deep) == .tooDeep)
        #expect(reason("[[[]]]", JSONLimits(depth: 3)) == nil)
        #expect(reason("[[[[]]]]", JSONLimits(depth: 3)) == .tooDeep)
        #expect(reason("{\"a\":1,\"b\":{\"c\":2}}", JSONLimits(keys: 2)) == .tooManyKeys)
        #expect(reason("[1,2,3]", JSONLimits(values: 3)) == .tooManyValues)
    }

    @Test func `a name given twice is refused where asked and else the last one wins`() throws {
        #expect(reason(#"{"query":1,"qu\u0065ry":2}"#, .request) == .duplicateKey)
        let many = (0..<20).map { "\"k\($0)\":0" } + ["\"k7\":1"]
        #expect(reason("{\(many.joined(separator: ","))}", .request) == .duplicateKey)
        let document = try JSONDocument(parsing: #"{"a":1,"a":2}"#)
        #expect(document.member("a", of: document.root).flatMap { document.int64($0) } == 2)
    }

    @Test func `numbers keep their digits`() throws {
        let document = try JSONDocument(parsing: "[9223372036854775807, 9223372036854775808, 0.10, 1e999]")
        let items = Array(document.items(document.root))
        #expect(document.int64(items[0]) == .max)
        #expect(document.int64(items[1]) == nil)
        #expect(String(decoding: document.bytes(items[2]), as: UTF8.self) == "0.10")
        #expect(document.double(items[3]) == .infinity)
    }

    @Test func `any cut of a text is refused without a trap`() throws {
        let text = Array(#"{"a":[1,-2.5e3,"x\u00e9\ud83d\ude00é😀",{"b":null}],"c":true}"#.utf8)
        #expect(reason(text) == nil)
        for length in text.indices { #expect(reason(Array(text[..<length])) != nil) }
    }
}
