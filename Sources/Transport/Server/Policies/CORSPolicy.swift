import HTTP

/// Lets pages of listed origins call the server, and answers their preflights.
///
/// `Vary: Origin` goes out on every answer, allowed or not, so that no cache gives one origin another's answer.
package struct CORSPolicy: Sendable {
    private let origins: OriginList
    private let allowsCredentials: Bool
    private let preflight: ResponseFields
    private let exposed: ResponseFields
    private static let vary = ResponseFields([.vary: "Origin"])

    /// `methods`, `fields` and `exposed` are written as they are given.
    package init(
        origins: OriginList, allowsCredentials: Bool = false, methods: StaticString = "GET, POST, OPTIONS",
        fields: StaticString = "Content-Type, Authorization", exposed: StaticString? = nil, maxAgeSeconds: Int = 600
    ) {
        (self.origins, self.allowsCredentials) = (origins, allowsCredentials)
        var preflight = ResponseFields([.accessControlAllowMethods: methods, .accessControlAllowHeaders: fields])
        preflight.add(.accessControlMaxAge, maxAgeSeconds)
        self.preflight = preflight
        self.exposed = exposed.map { ResponseFields([.accessControlExposeHeaders: $0]) } ?? ResponseFields()
    }

    /// The fields that an answer needs to a request that says no origin.
    package static var fieldsWithoutOrigin: ResponseFields { vary }

    /// The fields that an answer to the request needs.
    package func fields(for request: Request) -> ResponseFields {
        var fields = Self.vary
        guard let origin = allowedOrigin(request) else { return fields }
        allow(origin, &fields)
        fields.add(contentsOf: exposed)
        return fields
    }

    /// Answers a preflight; false when the request is none.
    package func answersPreflight(_ exchange: Exchange) -> Bool {
        let request = exchange.request
        guard request.method == .options, request.head.fields.contains(.origin),
            request.head.fields.contains(.accessControlRequestMethod)
        else { return false }
        var fields = Self.vary
        if let origin = allowedOrigin(request) {
            allow(origin, &fields)
            fields.add(contentsOf: preflight)
        }
        exchange.respond(.noContent, fields)
        return true
    }

    private func allowedOrigin(_ request: Request) -> [UInt8]? {
        guard let place = request.head.place(of: .origin) else { return nil }
        return request.head.withBytes(of: place) { origins.contains($0) ? [UInt8]($0) : nil }
    }

    private func allow(_ origin: [UInt8], _ fields: inout ResponseFields) {
        // The value is equal to one from the configuration; one with a control byte is left out there.
        try? fields.add(.accessControlAllowOrigin, origin)
        if allowsCredentials { fields.add(.accessControlAllowCredentials, literal: "true") }
    }
}
