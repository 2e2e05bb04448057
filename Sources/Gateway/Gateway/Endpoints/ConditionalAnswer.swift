import Cryptography
import HTTP
import Server

/// What a GET's answer says to caches, and whether the client has it already.
///
/// Why private answers are always asked for again: a cache outside cannot prove that what it keeps is fresh, and a
/// reader must see its own writes. Asking costs no body. What is declared as everybody's may be kept for its seconds,
/// though never for a request that carries another token of consistency or of a person.
struct ConditionalAnswer {
    let tag: [UInt8]
    let fields: ResponseFields

    init(_ body: [UInt8], _ hint: CacheHint, isAnonymous: Bool) {
        // Why weak: compressed or not, it is the same answer.
        tag = Array("W/\"".utf8) + Base64.encode(Array(SHA256.hash(body.span).prefix(16)).span, as: .url) + [0x22]
        var fields = ResponseFields()
        // Both are of our own making and hold nothing that a field may not.
        try? fields.add(.eTag, tag)
        if hint.isPublic, isAnonymous {
            try? fields.add(.cacheControl, Array("public, max-age=\(hint.seconds)".utf8))
        } else {
            fields.add(.cacheControl, literal: "private, no-cache")
        }
        fields.add(.vary, literal: "Accept, Authorization, Belvedere-Token")
        self.fields = fields
    }

    /// Spec: RFC 9110, 13.1.2: compared weakly; a star matches whatever there is.
    func isKnown(to http: Request) -> Bool {
        guard let list = http.joined(.ifNoneMatch) else { return false }
        let opaque = tag.dropFirst(2)
        return list.split(separator: UInt8(ascii: ",")).contains { item in
            let item = item.drop { $0 == 0x20 || $0 == 0x09 }.reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed()
            if item.elementsEqual("*".utf8) { return true }
            return item.starts(with: "W/".utf8)
                ? item.dropFirst(2).elementsEqual(opaque) : item.elementsEqual(opaque)
        }
    }
}
