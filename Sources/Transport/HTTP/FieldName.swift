/// The field names that the code looks up; a parsed field knows which of them it is, so that no look-up compares text.
package enum FieldName: UInt8, Sendable, CaseIterable {
    case accept, acceptEncoding, acceptLanguage, accessControlRequestHeaders, accessControlRequestMethod
    case accessControlAllowOrigin, accessControlAllowMethods, accessControlAllowHeaders
    case accessControlAllowCredentials, accessControlExposeHeaders, accessControlMaxAge
    case allow, apolloRequirePreflight, authorization, cacheControl, connection, contentDisposition
    case contentEncoding, contentLength, contentSecurityPolicy, contentType, cookie, date, eTag, expect, forwarded
    case graphQLRequirePreflight, host, idempotencyKey, ifModifiedSince, ifNoneMatch, keepAlive, lastEventID
    case location, origin, prefer, range, referer, retryAfter, secFetchSite, secWebSocketAccept
    case secWebSocketExtensions, secWebSocketKey, secWebSocketProtocol, secWebSocketVersion, server, te, traceparent
    case tracestate, trailer, transferEncoding, upgrade, userAgent, vary, wwwAuthenticate, xContentTypeOptions
    case xForwardedFor, xForwardedProto, xGraphQLEventStreamToken, xRequestID, xRequestedWith

    /// The name as it is written to the wire.
    package var text: StaticString {
        Self.texts[Int(rawValue)]
    }

    private static let texts: [StaticString] = [
        "Accept", "Accept-Encoding", "Accept-Language", "Access-Control-Request-Headers",
        "Access-Control-Request-Method", "Access-Control-Allow-Origin", "Access-Control-Allow-Methods",
        "Access-Control-Allow-Headers", "Access-Control-Allow-Credentials", "Access-Control-Expose-Headers",
        "Access-Control-Max-Age", "Allow", "Apollo-Require-Preflight", "Authorization", "Cache-Control", "Connection",
        "Content-Disposition", "Content-Encoding", "Content-Length", "Content-Security-Policy", "Content-Type",
        "Cookie", "Date", "ETag", "Expect", "Forwarded", "GraphQL-Require-Preflight", "Host", "Idempotency-Key",
        "If-Modified-Since", "If-None-Match", "Keep-Alive", "Last-Event-ID", "Location", "Origin", "Prefer", "Range",
        "Referer", "Retry-After", "Sec-Fetch-Site", "Sec-WebSocket-Accept", "Sec-WebSocket-Extensions",
        "Sec-WebSocket-Key", "Sec-WebSocket-Protocol", "Sec-WebSocket-Version", "Server", "TE", "traceparent",
        "tracestate", "Trailer", "Transfer-Encoding", "Upgrade", "User-Agent", "Vary", "WWW-Authenticate",
        "X-Content-Type-Options", "X-Forwarded-For", "X-Forwarded-Proto", "X-GraphQL-Event-Stream-Token",
        "X-Request-ID", "X-Requested-With",
    ]

    /// The name that these bytes spell in any case, if it is one of ours.
    package static func known(_ bytes: UnsafeBufferPointer<UInt8>) -> FieldName? {
        guard let start = bytes.baseAddress else { return nil }
        return names.find(start, bytes.count)
    }

    static let names = FieldNameTable()
}

/// Open addressing over length, first, middle and last letter: one probe finds nearly every name.
struct FieldNameTable: Sendable {
    private static let absent: UInt8 = 0xff
    private var slots = [UInt8](repeating: FieldNameTable.absent, count: 256)

    init() {
        for name in FieldName.allCases {
            let text = name.text.bytes
            guard let start = text.baseAddress else { continue }
            var slot = Self.hash(start, text.count)
            while slots[slot] != Self.absent { slot = (slot &+ 1) & 255 }
            slots[slot] = name.rawValue
        }
    }

    @inline(__always)
    private static func hash(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int {
        let first = Int(start[0] | 0x20)
        let middle = Int(start[count >> 1] | 0x20)
        let last = Int(start[count &- 1] | 0x20)
        return (count &* 7 &+ first &* 3 &+ middle &* 5 &+ last &* 11) & 255
    }

    func find(_ start: UnsafePointer<UInt8>, _ count: Int) -> FieldName? {
        guard count > 0 else { return nil }
        var slot = Self.hash(start, count)
        while slots[slot] != Self.absent {
            guard let name = FieldName(rawValue: slots[slot]) else { return nil }
            if sameIgnoringCase(start, count, name.text) { return name }
            slot = (slot &+ 1) & 255
        }
        return nil
    }
}

@inline(__always)
private func sameIgnoringCase(_ start: UnsafePointer<UInt8>, _ count: Int, _ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    let other = text.utf8Start
    for index in 0..<count where lowercased(start[index]) != lowercased(other[index]) { return false }
    return true
}
