import JSON
import Testing

struct JSONWriterTests {
    private func written(_ body: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter(capacity: 1)
        body(&writer)
        return String(decoding: writer.bytes(), as: UTF8.self)
    }

    @Test func `values of a container are separated by commas`() {
        let text = written { writer in
            writer.beginObject()
            writer.key("a")
            writer.beginArray()
            writer.int(1)
            writer.beginObject()
            writer.endObject()
            writer.null()
            writer.endArray()
            writer.key("b")
            writer.string("x")
            writer.key("c")
            writer.raw(Array("[true]".utf8))
            writer.endObject()
        }
        #expect(text == #"{"a":[1,{},null],"b":"x","c":[true]}"#)
    }

    @Test(arguments: [
        Int64.min, .max, 0, -1, 9, 10, 99, 100, 999_999_999, 1_000_000_000, -1_234_567_890_123_456_789,
    ])
    func `an integer is written as Swift writes it`(_ value: Int64) {
        #expect(written { $0.putInt(value) } == String(value))
    }

    @Test(arguments: [
        (1, "1.0"), (-0.0, "-0.0"), (0.1, "0.1"), (0.0001, "0.0001"), (0.00001, "1e-05"), (1e15, "1000000000000000.0"),
        (9.2e15, "9200000000000000.0"), (9007199254740994, "9007199254740994.0"), (1e16, "1e+16"),
        (1.2345678901234568e17, "1.2345678901234568e+17"), (.leastNonzeroMagnitude, "5e-324"), (1e100, "1e+100"),
        (.infinity, "null"), (.nan, "null"),
    ])
    func `a double is written with the shortest digits in the form of the reference`(_ value: Double, _ text: String) {
        #expect(written { $0.putDouble(value) } == text)
    }

    @Test func `a string at every length and place is escaped as the reader resolves it`() throws {
        let pieces = ["a", "\"", "\\", "\n", "\u{1}", "é", "😀", "\u{7F}", " ", "\t", "\u{1F}", "!", "["]
        var random = SystemRandomNumberGenerator()
        let seed = UInt64.random(in: 0 ... .max, using: &random)
        var state = seed
        for length in 0..<200 {
            var text = ""
            for _ in 0..<length {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let pick = Int(state >> 33)
                text += pick % 3 == 0 ? pieces[pick / 3 % pieces.count] : "x"
            }
            let bytes = written { $0.putString(text) }
            #expect(try JSONValue(parsing: bytes) == .string(text), "seed \(seed)")
        }
    }

    @Test func `a tree comes back from its bytes`() throws {
        let value: JSONValue = ["a": [1, 2.5, nil, true], "b": ["c": "d"], "a": "again"]
        #expect(try JSONValue(parsing: value.bytes) == value)
        #expect(value["a"] == "again")
        #expect(value["b"]?["c"]?.string == "d")
        #expect(value.text == #"{"a":[1,2.5,null,true],"b":{"c":"d"},"a":"again"}"#)
    }
}
