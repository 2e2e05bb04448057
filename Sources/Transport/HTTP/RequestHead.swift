/// What stands before a request's body: its own copy of the bytes, and where in them everything is.
///
/// It does not know how the message was framed on the wire; a head that came over HTTP/2 is filled in the same way.
/// Invariant: every place lies inside `bytes`, is in a valid grammar and holds no CR, LF or NUL.
package struct RequestHead: Sendable {
    /// The head as received; places point into it.
    package internal(set) var bytes: [UInt8] = []
    package internal(set) var method = HTTPMethod.get
    /// The path as sent, still percent-encoded; starts with a slash, or is `*` for `OPTIONS *`.
    package internal(set) var path = ByteRange.empty
    /// What follows the question mark, still encoded; nil when there is no question mark.
    package internal(set) var query: ByteRange?
    /// The authority that the request is for, from the target or from `Host`.
    package internal(set) var authority = ByteRange.empty
    package internal(set) var fields = MessageFields()
    package internal(set) var body = BodyFraming.none
    /// False for HTTP/1.0, which has neither chunked bodies nor a 100.
    package internal(set) var isVersion11 = true
    /// The client lets the connection be used again after this request.
    package internal(set) var keepsAlive = true
    /// The client waits for a 100 before it sends the body.
    package internal(set) var expectsContinue = false
    /// `Connection: upgrade` was there.
    package internal(set) var wantsUpgrade = false

    package init() {}

    /// Calls the body with the bytes of a place.
    @inline(__always)
    package func withBytes<Result, Failure: Error>(
        of place: ByteRange, _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try bytes.withUnsafeBufferPointer { (all) throws(Failure) in
            try body(UnsafeBufferPointer(rebasing: all[place.range]))
        }
    }

    /// The bytes of a place, copied.
    package func copy(_ place: ByteRange) -> [UInt8] { [UInt8](bytes[place.range]) }

    /// The text of a place; bytes that are no UTF-8 are replaced.
    package func text(_ place: ByteRange) -> String { String(decoding: bytes[place.range], as: UTF8.self) }

    /// The place of the first value of a field, without surrounding blanks.
    @inline(__always)
    package func place(of name: FieldName) -> ByteRange? { fields.first(name)?.value }

    /// The first value of a field as text.
    package func value(of name: FieldName) -> String? { place(of: name).map(text) }

    /// All values of a field joined by commas, which is what a list field means (RFC 9110 5.3).
    package func joined(_ name: FieldName) -> [UInt8]? {
        guard fields.contains(name) else { return nil }
        var result: [UInt8] = []
        for entry in fields.entries where entry.known == name.rawValue {
            if !result.isEmpty { result += [0x2c, 0x20] }
            result += bytes[entry.value.range]
        }
        return result
    }

    /// The first value of a field with a name of any kind; the name is given in lower case.
    package func value(ofName lowercase: StaticString) -> [UInt8]? {
        bytes.withUnsafeBufferPointer { all in
            for entry in fields.entries
            where matchesIgnoringCase(UnsafeBufferPointer(rebasing: all[entry.name.range]), lowercase) {
                return [UInt8](all[entry.value.range])
            }
            return nil
        }
    }

    /// Calls the body with the name and value of each field, in order.
    package func forEachField(_ body: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Void) {
        bytes.withUnsafeBufferPointer { all in
            for entry in fields.entries {
                body(
                    UnsafeBufferPointer(rebasing: all[entry.name.range]),
                    UnsafeBufferPointer(rebasing: all[entry.value.range]))
            }
        }
    }
}
