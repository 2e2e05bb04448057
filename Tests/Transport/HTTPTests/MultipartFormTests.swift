import Testing

@testable import HTTP

struct MultipartFormTests {
    private let type = "multipart/form-data; boundary=xyz"

    private func read(_ body: String, type: String? = nil, partsMax: Int = 20) throws -> [String] {
        let bytes = Array(body.wire.utf8)
        return try bytes.withUnsafeBufferPointer { body in
            try Array((type ?? self.type).utf8).withUnsafeBufferPointer { type in
                try MultipartForm(body, contentType: type, partsMax: partsMax).parts.map { part in
                    [part.name, part.fileName ?? [0x2d], part.contentType ?? [0x2d], bytes[part.data].map { $0 }]
                        .map { String(decoding: $0, as: UTF8.self) }.joined(separator: "|")
                }
            }
        }
    }

    private let field = "--xyz\nContent-Disposition: form-data; name=\"a\"\n\n1"

    @Test func `fields and files are taken apart`() throws {
        let file =
            "--xyz\nContent-Disposition: form-data; name=\"f\"; filename=\"a; \\\"b\\\".txt\"\n"
            + "Content-Type: text/plain\n\nline\n--xy\n"
        #expect(
            try read(field + "\n" + file + "\n--xyz--\n") == ["a|-|-|1", "f|a; \"b\".txt|text/plain|line\r\n--xy\r\n"])
    }

    @Test func `an empty part and an end without a line end are read`() throws {
        #expect(try read("--xyz\nContent-Disposition: form-data; name=a\n\n\n--xyz--") == ["a|-|-|"])
        #expect(try read("--xyz--") == [])
    }

    @Test func `a quoted boundary is the same boundary`() throws {
        #expect(try read(field + "\n--xyz--", type: "Multipart/Form-Data; Boundary=\"xyz\"") == ["a|-|-|1"])
    }

    @Test(arguments: [
        "", "--xyz", "--xyz\n", "xyz", "preamble\n--xyz--", "--xyz--x", "--xyz--\nepilogue", "--xyz--\n\n",
        "--xyz\nContent-Disposition: form-data; name=a\n\n1",
        "--xyz\nContent-Disposition: form-data; name=a\n\n--xyz--",
        "--xyz\n\n1\n--xyz--", "--xyz\nContent-Disposition: form-data\n\n1\n--xyz--",
        "--xyz\nContent-Disposition: attachment; name=a\n\n1\n--xyz--",
        "--xyz\nContent-Disposition : form-data; name=a\n\n1\n--xyz--",
        "--xyz\nContent-Disposition: form-data; name=a\nContent-Disposition: form-data; name=b\n\n1\n--xyz--",
        "--xyz\nContent-Disposition: form-data;\n name=a\n\n1\n--xyz--",
    ])
    func `a body that is not what it should be is refused`(body: String) {
        #expect(throws: MultipartError.malformed) { try read(body) }
    }

    @Test(arguments: [
        "text/plain", "multipart/form-data", "multipart/form-data; boundary=", "multipart/mixed; boundary=xyz",
        "multipart/form-data; boundary=\"a b\"", "multipart/form-data; boundary=" + String(repeating: "x", count: 71),
    ])
    func `a content type without a usable boundary is refused`(type: String) {
        #expect(throws: MultipartError.notMultipart) { try read("--xyz--", type: type) }
    }

    @Test func `parts and their heads are bounded`() {
        #expect(throws: MultipartError.tooManyParts) { try read(field + "\n" + field + "\n--xyz--", partsMax: 1) }
        let long = "--xyz\nContent-Disposition: form-data; name=a\nX: " + String(repeating: "y", count: 5000)
        #expect(throws: MultipartError.partHeadTooLarge) { try read(long + "\n\n1\n--xyz--") }
    }
}
