import HTTP

/// Refuses requests that a foreign page can make a browser send without asking the server first.
///
/// Why it works: a "simple" request cannot carry a JSON content type nor a field of its own, so either of them proves
/// that a preflight was passed or that no browser is involved.
package enum CSRFRule {
    /// True when the request cannot come from a form, an image or a link of a foreign page.
    package static func allows(_ request: Request) -> Bool {
        let fields = request.head.fields
        if fields.contains(.apolloRequirePreflight) || fields.contains(.graphQLRequirePreflight)
            || fields.contains(.xRequestedWith)
        {
            return true
        }
        guard let type = request.mediaType, !type.isEmpty else { return false }
        let simple: [StaticString] = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
        return !simple.contains { type.elementsEqual($0.bytes) }
    }
}
