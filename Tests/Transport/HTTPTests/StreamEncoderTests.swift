import Testing

@testable import HTTP

struct StreamEncoderTests {
    private func event(_ data: String, event: StaticString? = nil, id: String? = nil) -> String {
        var output: [UInt8] = []
        Array(data.utf8).withUnsafeBufferPointer {
            EventStreamEncoder.append(event: event, id: id.map { Array($0.utf8) }, data: $0, to: &output)
        }
        return String(decoding: output, as: UTF8.self)
    }

    @Test func `an event carries its id, its name and its data`() {
        #expect(event("{}", event: "next", id: "v1.0.7") == "id: v1.0.7\nevent: next\ndata: {}\n\n")
    }

    @Test func `an empty payload is still a data line, or the client would not see the event`() {
        #expect(event("", event: "complete") == "event: complete\ndata: \n\n")
    }

    @Test(arguments: [
        ("a\nb", "data: a\ndata: b\n\n"), ("a\rb", "data: a\ndata: b\n\n"), ("a\r\nb", "data: a\ndata: b\n\n"),
        ("a\n", "data: a\ndata: \n\n"), ("\n\nid: 9", "data: \ndata: \ndata: id: 9\n\n"),
    ])
    func `a payload cannot start a line of its own`(data: String, expected: String) {
        #expect(event(data) == expected)
    }

    @Test(arguments: ["a\nb", "a\rb", "a\0b"])
    func `an id that could start a line is left out`(id: String) {
        #expect(event("x", id: id) == "data: x\n\n")
    }

    @Test func `each part is followed by its delimiter at once`() {
        let encoder = MultipartMixedEncoder(boundary: "graphql", partType: "application/json")
        var output: [UInt8] = []
        encoder.appendStart(to: &output)
        for part in ["{}", "[]"] {
            Array(part.utf8).withUnsafeBufferPointer { encoder.append(part: $0, to: &output) }
        }
        encoder.appendEnd(to: &output)
        #expect(
            String(decoding: output, as: UTF8.self)
                == """
                --graphql
                Content-Type: application/json

                {}
                --graphql
                Content-Type: application/json

                []
                --graphql--

                """.wire)
    }
}
