import HTTP

/// Fields that make browsers stricter; they go on every response of a listener.
package enum SecurityFields {
    /// For an interface that no page embeds.
    package static let standard = ResponseFields([.xContentTypeOptions: "nosniff"])

    /// For the console: own scripts and styles only, no frames.
    package static let page: ResponseFields = {
        var fields = ResponseFields([
            .contentSecurityPolicy:
                """
            default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
            connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
            """
        ])
        try? fields.add(name: "Referrer-Policy", "no-referrer")
        try? fields.add(name: "Cross-Origin-Opener-Policy", "same-origin")
        return fields
    }()

    /// For listeners with TLS: a year, as browsers' lists want it.
    package static let strictTransport: ResponseFields = {
        var fields = ResponseFields()
        try? fields.add(name: "Strict-Transport-Security", "max-age=31536000")
        return fields
    }()
}
