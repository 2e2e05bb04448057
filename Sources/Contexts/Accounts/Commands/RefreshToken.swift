/// A refresh token as the client holds it: `<session>.<secret>`.
struct RefreshToken {
    /// Limit: bytes of a token; ours have 80.
    private static let bytesMax = 256

    let session: String
    let secret: String

    init(session: String, secret: String) {
        (self.session, self.secret) = (session, secret)
    }

    /// Reads what a client sent; nil for what is no token of ours.
    init?(_ text: String) {
        guard text.utf8.count <= Self.bytesMax, let dot = text.utf8.firstIndex(of: UInt8(ascii: ".")) else {
            return nil
        }
        session = String(text[..<dot])
        secret = String(text[text.utf8.index(after: dot)...])
        guard AccountID.isUsable(session), !secret.isEmpty else { return nil }
    }

    var text: String { session + "." + secret }
}
