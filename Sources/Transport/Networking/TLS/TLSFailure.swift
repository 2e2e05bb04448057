import COpenSSL

/// The TLS library refused a key, a certificate or the peer's bytes; the text is for the log.
package struct TLSFailure: Error, Sendable, Equatable, CustomStringConvertible {
    package let doing: String
    package let text: String

    package var description: String { "\(doing): \(text)" }

    /// Takes the library's oldest queued error and forgets the rest.
    static func last(_ doing: String) -> TLSFailure {
        let code = ERR_get_error()
        let text = ERR_reason_error_string(code).map { String(cString: $0) } ?? "error \(code)"
        ERR_clear_error()
        return TLSFailure(doing: doing, text: text)
    }
}
