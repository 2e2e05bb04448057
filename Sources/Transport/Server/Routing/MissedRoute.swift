import HTTP

/// The answers for requests that no route meets.
enum MissedRoute {
    static let notFound = Route("/", []) { $0.respond(.notFound, text: "Not found\n") }

    /// A 405 that names what would be allowed.
    static func methodNotAllowed(_ methods: [HTTPMethod]) -> Route {
        Route("/", []) { exchange in
            var fields = ResponseFields([.contentType: "text/plain; charset=utf-8"])
            var allow: [UInt8] = []
            for method in methods + (methods.contains(.get) ? [.head] : []) {
                if !allow.isEmpty { allow += [0x2c, 0x20] }
                allow += method.name.bytes
            }
            // The names are our own tokens.
            try? fields.add(.allow, allow)
            exchange.respond(.methodNotAllowed, fields, body: Array("Method not allowed\n".utf8))
        }
    }
}
