import GraphQLSchema
import JSON
import Testing

@testable import Gateway

struct TextValueTests {
    private func written(_ text: String, _ codec: ScalarCodec) -> String {
        var writer = JSONWriter()
        TextValue.write(Array(text.utf8), as: codec, to: &writer)
        return String(decoding: writer.bytes(), as: UTF8.self)
    }

    @Test(arguments: [
        ("7", ScalarCodec.int, "7"), ("-7", .int, "-7"), ("7.0", .int, "\"7.0\""), ("07", .int, "\"07\""),
        ("", .int, "\"\""), ("1e3", .long, "\"1e3\""), ("9223372036854775807", .long, "9223372036854775807"),
        ("1.5", .float, "1.5"), ("2", .float, "2"), ("NaN", .float, "\"NaN\""), ("true", .boolean, "true"),
        ("TRUE", .boolean, "\"TRUE\""), ("1", .boolean, "\"1\""), ("7", .id, "\"7\""), ("7", .string, "\"7\""),
        ("a\"b", .string, "\"a\\\"b\""), ("{\"a\":[1]}", .json, "{\"a\":[1]}"), ("{\"a\":", .json, "\"{\\\"a\\\":\""),
        ("1.10", .decimal, "\"1.10\""), ("YELLOW", .passThrough, "\"YELLOW\""),
        ("1,\"x\":2", .int, "\"1,\\\"x\\\":2\""), (" 1", .int, "\" 1\""),
    ])
    func `a text of an address is a value of its type, or stays a text`(
        text: String, codec: ScalarCodec, expected: String
    ) {
        #expect(written(text, codec) == expected)
    }
}
