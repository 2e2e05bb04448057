import HTTP

/// Which of the media types of GraphQL a client wants and sends.
package enum ContentNegotiation {
    /// What the answer is to look like; nil when the client takes nothing that can be made.
    package static func answer(_ accept: [UInt8]?) -> ResponseMediaType? {
        guard let accept, !accept.isEmpty else { return .json }
        // Why JSON first: whoever takes anything gets what every client can read.
        switch Accept(accept).best(of: ["application/json", "application/graphql-response+json"]) {
        case 0: return .json
        case 1: return .graphQLResponse
        default: return nil
        }
    }

    /// Whether a body of this type can be read as JSON; a charset other than UTF-8 cannot.
    package static func isJSON(_ contentType: [UInt8]) -> Bool {
        let parts = contentType.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
        guard let type = parts.first, isWord(type, "application/json") || isWord(type, "application/graphql+json")
        else { return false }
        return parts.dropFirst().allSatisfy { parameter in
            let pair = parameter.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2, isWord(pair[0], "charset") else { return true }
            let value = pair[1].filter { $0 != UInt8(ascii: "\"") }
            return isWord(value[...], "utf-8") || isWord(value[...], "utf8")
        }
    }

    private static func isWord(_ bytes: ArraySlice<UInt8>, _ word: String) -> Bool {
        let trimmed = bytes.drop { $0 == 0x20 || $0 == 0x09 }.reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed()
        return trimmed.count == word.utf8.count && zip(trimmed, word.utf8).allSatisfy { $0 | 0x20 == $1 || $0 == $1 }
    }
}
