/// Why a `multipart/form-data` body could not be read.
package enum MultipartError: Error, Equatable, Sendable {
    /// The content type is another, or names no usable boundary.
    case notMultipart
    case malformed
    case tooManyParts
    case partHeadTooLarge
}

/// A `multipart/form-data` body taken apart, as places in its bytes.
///
///     body = --b CRLF part *( CRLF --b CRLF part ) CRLF --b-- [CRLF]
///     part = *( field-line CRLF ) CRLF data
///
/// Spec: RFC 7578 and 2046, strict: no preamble, no folding, one name a part, and the body ends where it says it does.
/// A file's name is data: nothing here or behind it may use it as a path.
package struct MultipartForm: Sendable {
    package struct Part: Sendable, Equatable {
        package var name: [UInt8]
        /// What the client calls its file; nil for a plain field.
        package var fileName: [UInt8]?
        /// As sent; what the bytes are must be found out from the bytes.
        package var contentType: [UInt8]?
        package var data: Range<Int>
    }

    /// Limit: parts of one body.
    package static let partsMaxDefault = 20
    /// Limit: the fields of one part together.
    static let headBytesMax = 4 << 10

    package private(set) var parts: [Part] = []

    /// Reads a whole body whose `Content-Type` value is given.
    package init(
        _ body: UnsafeBufferPointer<UInt8>, contentType: UnsafeBufferPointer<UInt8>,
        partsMax: Int = MultipartForm.partsMaxDefault
    ) throws(MultipartError) {
        guard let boundary = Self.boundary(of: contentType) else { throw .notMultipart }
        let delimiter = [0x0d, 0x0a, 0x2d, 0x2d] + boundary
        // The first delimiter stands at the very start, without its line end.
        guard body.starts(with: delimiter.dropFirst(2)) else { throw .malformed }
        var at = delimiter.count - 2
        while true {
            let rest = UnsafeBufferPointer(rebasing: body[at...])
            if rest.starts(with: [0x2d, 0x2d]) {
                guard rest.count == 2 || rest.count == 4 && rest.starts(with: [0x2d, 0x2d, 0x0d, 0x0a]) else {
                    throw .malformed
                }
                return
            }
            guard rest.starts(with: [0x0d, 0x0a]) else { throw .malformed }
            guard parts.count < partsMax else { throw .tooManyParts }
            var part = try Self.readHead(body, &at)
            guard let end = Self.find(delimiter, in: body, from: at) else { throw .malformed }
            part.data = at..<end
            parts.append(part)
            at = end + delimiter.count
        }
    }

    /// The first part with the name.
    package func part(_ name: StaticString) -> Part? { parts.first { $0.name.elementsEqual(name.bytes) } }

    /// Spec: RFC 2046 5.1.1: up to seventy characters, of which we take the token ones.
    private static func boundary(of contentType: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard matchesIgnoringCase(QualityValue.name(contentType), "multipart/form-data") else { return nil }
        var boundary = FieldParameter.find("boundary", in: contentType)
        if boundary?.isEmpty == true { boundary = nil }
        guard let boundary, boundary.count <= 70,
            boundary.allSatisfy({ ByteClass.table[Int($0)] & ByteClass.token.rawValue != 0 })
        else { return nil }
        return boundary
    }

    /// Reads the fields of a part; `at` stands before the line end of its delimiter and moves to its data.
    private static func readHead(
        _ body: UnsafeBufferPointer<UInt8>, _ at: inout Int
    ) throws(MultipartError) -> Part {
        guard let p = body.baseAddress else { throw .malformed }
        let start = at
        let end = min(body.count, start + headBytesMax)
        at += 2
        var part = Part(name: [], fileName: nil, contentType: nil, data: 0..<0)
        var hasName = false
        let table = ByteClass.table
        while true {
            let step = table.withUnsafeBufferPointer { table -> FieldLineReader.Step in
                guard let table = table.baseAddress else { return .needsMore }
                return FieldLineReader.read(p, at, end, table, FieldName.names)
            }
            switch step {
            case .needsMore: throw end < body.count ? .partHeadTooLarge : .malformed
            case .refused: throw .malformed
            case .endOfHead(let next):
                guard hasName else { throw .malformed }
                at = next
                return part
            case .field(let entry, let next):
                let value = UnsafeBufferPointer(rebasing: body[entry.value.range])
                if entry.known == FieldName.contentDisposition.rawValue {
                    guard !hasName, matchesIgnoringCase(QualityValue.name(value), "form-data"),
                        let name = FieldParameter.find("name", in: value)
                    else { throw .malformed }
                    (part.name, part.fileName, hasName) = (name, FieldParameter.find("filename", in: value), true)
                } else if entry.known == FieldName.contentType.rawValue {
                    part.contentType = [UInt8](value)
                }
                at = next
            }
        }
    }

    private static func find(_ delimiter: [UInt8], in body: UnsafeBufferPointer<UInt8>, from: Int) -> Int? {
        var at = from
        while at + delimiter.count <= body.count {
            if body[at] == 0x0d, UnsafeBufferPointer(rebasing: body[at...]).starts(with: delimiter) {
                return at
            }
            at += 1
        }
        return nil
    }
}
