import COpenSSL
import Glibc

/// One TLS connection of the library, whose transport is memory: the connection's input and output queue.
///
/// Why a transport of our own instead of the library's memory buffers: those keep their memory for the life of the
/// connection, and every byte would be copied once more.
///
/// Invariant: used on one loop; the SSL object lives as long as the session or until `free`.
package final class TLSSession {
    enum Outcome {
        case done(Int)
        case needsInput
        /// The peer has ended its direction in order.
        case ended
        case failed(String)
    }

    let isServer: Bool
    private var ssl: OpaquePointer?
    /// Keeps the callbacks' argument alive.
    private let context: AnyObject
    private var arriving = UnsafeRawBufferPointer(start: nil, count: 0)
    private var kept: [UInt8] = []
    private var keptFrom = 0
    private(set) var hasSentEnd = false
    /// Where encrypted bytes go; set by the connection that owns the session.
    fileprivate weak var connection: Connection?

    init(_ ssl: OpaquePointer, isServer: Bool, context: AnyObject) {
        (self.ssl, self.isServer, self.context) = (ssl, isServer, context)
    }

    deinit { free() }

    func free() {
        guard let ssl else { return }
        SSL_free(ssl)
        self.ssl = nil
        (kept, keptFrom) = ([], 0)
    }

    func attach(to connection: Connection) {
        self.connection = connection
        guard let ssl, let bio = BIO_new(TLSTransport.method) else { return }
        BIO_set_data(bio, Unmanaged.passUnretained(self).toOpaque())
        BIO_set_init(bio, 1)
        SSL_set_bio(ssl, bio, bio)
        if isServer { SSL_set_accept_state(ssl) } else { SSL_set_connect_state(ssl) }
    }

    /// Encrypted bytes that are shown to the library until `keepUnread`.
    func offer(_ bytes: UnsafeBufferPointer<UInt8>) { arriving = UnsafeRawBufferPointer(bytes) }

    /// Copies what the library has not asked for, since the read buffer is used by others next.
    func keepUnread() {
        if keptFrom == kept.count { (kept, keptFrom) = ([], 0) }
        if arriving.count > 0 { kept.append(contentsOf: arriving) }
        arriving = UnsafeRawBufferPointer(start: nil, count: 0)
    }

    var hasUnread: Bool {
        guard let ssl else { return false }
        return keptFrom < kept.count || SSL_has_pending(ssl) == 1
    }

    func handshake() -> Outcome {
        guard let ssl else { return .failed("closed") }
        ERR_clear_error()
        return outcome(of: SSL_do_handshake(ssl), "handshake")
    }

    func read(into space: UnsafeMutableRawBufferPointer) -> Outcome {
        guard let ssl else { return .failed("closed") }
        ERR_clear_error()
        return outcome(of: SSL_read(ssl, space.baseAddress, Int32(clamping: space.count)), "read")
    }

    /// Encrypts all of the bytes: the transport takes everything, so the library never writes in part.
    func write(_ bytes: UnsafeRawBufferPointer) -> Outcome {
        guard let ssl else { return .failed("closed") }
        ERR_clear_error()
        var written = 0
        while written < bytes.count {
            let part = bytes[written...]
            let rest = UnsafeRawBufferPointer(rebasing: part)
            switch outcome(of: SSL_write(ssl, rest.baseAddress, Int32(clamping: rest.count)), "write") {
            case .done(let count): written += count
            case .needsInput, .ended: return .failed("the session cannot write")
            case .failed(let text): return .failed(text)
            }
        }
        return .done(written)
    }

    func sendEnd() {
        hasSentEnd = true
        guard let ssl, SSL_is_init_finished(ssl) == 1 else { return }
        ERR_clear_error()
        SSL_shutdown(ssl)
    }

    private func outcome(of result: Int32, _ doing: String) -> Outcome {
        guard let ssl else { return .failed("closed") }
        if result > 0 { return .done(Int(result)) }
        switch SSL_get_error(ssl, result) {
        case SSL_ERROR_WANT_READ: return .needsInput
        case SSL_ERROR_ZERO_RETURN: return .ended
        default: return .failed(failureText(ssl, doing))
        }
    }

    private func failureText(_ ssl: OpaquePointer, _ doing: String) -> String {
        let verification = SSL_get_verify_result(ssl)
        let failure = TLSFailure.last(doing).description
        guard !isServer, verification != X509_V_OK, let text = X509_verify_cert_error_string(verification) else {
            return failure
        }
        return "\(failure): \(String(cString: text))"
    }

    /// The protocol that both sides chose (ALPN), such as `h2`; nil once the connection is closed.
    package var applicationProtocol: String? {
        guard let ssl else { return nil }
        var start: UnsafePointer<UInt8>?
        var count: UInt32 = 0
        SSL_get0_alpn_selected(ssl, &start, &count)
        guard let start, count > 0 else { return nil }
        return String(decoding: UnsafeBufferPointer(start: start, count: Int(count)), as: UTF8.self)
    }

    /// The protocol version, such as `TLSv1.3`.
    package var version: String { ssl.flatMap { SSL_get_version($0) }.map { String(cString: $0) } ?? "" }

    /// The cipher suite in use.
    package var cipher: String {
        ssl.flatMap { SSL_get_current_cipher($0) }.flatMap { SSL_CIPHER_get_name($0) }.map { String(cString: $0) } ?? ""
    }

    /// Whether the handshake continued an earlier session.
    package var isResumed: Bool { ssl.map { SSL_session_reused($0) == 1 } ?? false }

    fileprivate func pull(into target: UnsafeMutableRawPointer, atMost count: Int) -> Int {
        let fromKept = min(count, kept.count - keptFrom)
        if fromKept > 0 {
            kept.withUnsafeBytes { bytes in
                guard let start = bytes.baseAddress else { return }
                target.copyMemory(from: start + keptFrom, byteCount: fromKept)
            }
            keptFrom += fromKept
            return fromKept
        }
        guard let start = arriving.baseAddress, arriving.count > 0 else { return 0 }
        let part = min(count, arriving.count)
        target.copyMemory(from: start, byteCount: part)
        arriving = UnsafeRawBufferPointer(rebasing: arriving[part...])
        return part
    }
}

/// The library's view of our memory: two callbacks that copy.
enum TLSTransport {
    // Safe because it is made once and never changed afterwards.
    nonisolated(unsafe) static let method: OpaquePointer? = {
        let method = BIO_meth_new(BIO_get_new_index() | Int32(BIO_TYPE_SOURCE_SINK), "belvedere")
        BIO_meth_set_read(method) { bio, target, count in
            guard let bio, let target, count > 0, let session = TLSTransport.session(of: bio) else { return -1 }
            belvedere_bio_clear_retry(bio)
            let pulled = session.pull(into: UnsafeMutableRawPointer(target), atMost: Int(count))
            guard pulled > 0 else {
                belvedere_bio_set_retry_read(bio)
                return -1
            }
            return Int32(pulled)
        }
        BIO_meth_set_write(method) { bio, source, count in
            guard let bio, let source, count > 0, let connection = TLSTransport.session(of: bio)?.connection else {
                return -1
            }
            belvedere_bio_clear_retry(bio)
            let bytes = UnsafeRawBufferPointer(start: source, count: Int(count))
            connection.output.append(bytes, from: &connection.loop.chunks)
            return count
        }
        BIO_meth_set_ctrl(method) { _, command, _, _ in command == BIO_CTRL_FLUSH ? 1 : 0 }
        return method
    }()

    private static func session(of bio: OpaquePointer) -> TLSSession? {
        BIO_get_data(bio).map { Unmanaged<TLSSession>.fromOpaque($0).takeUnretainedValue() }
    }
}
