/// The path of a route below its prefix, such as `/boards/{id}/notes`.
package struct PathTemplate: Hashable, Sendable {
    enum Segment: Hashable, Sendable {
        case literal(String)
        case variable(String)
    }

    let segments: [Segment]

    /// Nil when a segment is empty, is `.` or `..`, or holds anything that has to be escaped in an address.
    init?(_ text: String) {
        guard text.utf8.first == UInt8(ascii: "/") else { return nil }
        var segments: [Segment] = []
        for part in text.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let segment = Self.segment(part) else { return nil }
            segments.append(segment)
        }
        self.segments = segments
    }

    private static func segment(_ part: Substring) -> Segment? {
        if part.hasPrefix("{"), part.hasSuffix("}") {
            let name = part.dropFirst().dropLast()
            return isWord(name) ? .variable(String(name)) : nil
        }
        let isLiteral = !part.isEmpty && part != "." && part != ".." && part.utf8.allSatisfy(isUnreserved)
        return isLiteral ? .literal(String(part)) : nil
    }

    /// Whether a text is a path without variables, such as a prefix.
    package static func isPlain(_ text: String) -> Bool { PathTemplate(text)?.variables.isEmpty == true }

    private static func isWord(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { isUnreserved($0) && $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: ".") }
    }

    /// Spec: RFC 3986, 2.3, without the tilde.
    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
        default: false
        }
    }

    /// The names in braces, in their order.
    var variables: [String] {
        segments.compactMap { segment in
            switch segment {
            case .literal: nil
            case .variable(let name): name
            }
        }
    }

    /// As OpenAPI writes it.
    var text: String { joined { "{\($0)}" } }
    /// As the router reads it.
    package var pattern: String { joined { ":\($0)" } }
    /// Two templates of one shape meet the same paths.
    package var shape: String { joined { _ in "{}" } }

    private func joined(_ variable: (String) -> String) -> String {
        segments.map { segment in
            switch segment {
            case .literal(let text): "/" + text
            case .variable(let name): "/" + variable(name)
            }
        }.joined()
    }
}
