import Cryptography
import Glibc

/// The secrets of one node, kept in one file in its directory: the key that signs tokens for development and the key
/// that signs the cursors of an embedded store. Made on the first start, so that nobody has to begin with cryptography.
package struct NodeSecrets: Sendable {
    /// Why the file cannot be used.
    package struct Failure: Error, CustomStringConvertible {
        package let path: String
        package let reason: String

        package init(path: String, reason: String) {
            (self.path, self.reason) = (path, reason)
        }

        package var description: String { "\(path): \(reason)" }
    }

    /// Who signs the tokens of an embedded node, and for whom.
    package static let issuer = "belvedere"
    package static let audience = "belvedere"

    package let tokenKey: JSONWebKey
    package let cursorKey: [UInt8]

    /// Reads the secrets, or makes them if there are none.
    package static func open(in directory: String) throws -> NodeSecrets {
        let path = directory + "/secrets"
        if access(path, F_OK) == 0 { return try read(path) }
        let made = NodeSecrets(tokenKey: try JSONWebKey.random(for: .edDSA), cursorKey: SecureRandom.bytes(32))
        // Why read again: another node of this directory may have made its own in the same moment.
        return try made.write(path) ? made : try read(path)
    }

    /// Accepts the tokens that `mint` makes.
    package func verifier() throws -> TokenVerifier {
        TokenVerifier(
            keys: try KeySet([tokenKey]),
            rules: TokenRules(issuers: [NodeSecrets.issuer], audience: NodeSecrets.audience))
    }

    /// Two lines: the token key as a JSON web key, the cursor key as base64.
    private static func read(_ path: String) throws -> NodeSecrets {
        let lines = try FileSource.read(path).split(separator: UInt8(ascii: "\n"))
        let encoded = lines.count == 2 ? Array(lines[1]) : []
        guard let cursorKey = Base64.decode(encoded.span, as: .url), cursorKey.count == 32 else {
            throw Failure(path: path, reason: "not a secrets file; remove it to have a new one made")
        }
        return NodeSecrets(tokenKey: try JSONWebKey(parsing: Array(lines[0])), cursorKey: cursorKey)
    }

    /// A secret that the operator gives to all nodes, in base64url.
    static func shared(_ path: String) throws -> [UInt8] {
        let text = try FileSource.read(path).filter { $0 > 0x20 }
        guard let secret = Base64.decode(text.span, as: .url), secret.count >= 32 else {
            throw Failure(path: path, reason: "not 32 bytes or more in base64url")
        }
        return secret
    }

    /// Says whether these are the secrets from now on. The file appears whole or not at all.
    private func write(_ path: String) throws -> Bool {
        let text =
            tokenKey.privateText() + [UInt8(ascii: "\n")] + Base64.encode(cursorKey.span, as: .url)
            + [UInt8(ascii: "\n")]
        let draft = "\(path).\(getpid()).\(UInt64.random(in: 0 ... .max))"
        let descriptor = Glibc.open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure(path: draft, reason: String(cString: strerror(errno))) }
        defer {
            close(descriptor)
            unlink(draft)
        }
        guard Glibc.write(descriptor, text, text.count) == text.count, fsync(descriptor) == 0 else {
            throw Failure(path: draft, reason: String(cString: strerror(errno)))
        }
        guard link(draft, path) != 0 else { return true }
        guard errno == EEXIST else { throw Failure(path: path, reason: String(cString: strerror(errno))) }
        return false
    }
}
