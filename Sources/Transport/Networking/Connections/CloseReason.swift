import Lifecycle

/// Why a connection has ended.
package enum CloseReason: Sendable, Equatable {
    /// Our side closed it, at once or after the last byte was sent.
    case local
    /// The peer ended the stream after ours had ended, or at a point where nothing more could be said.
    case peer
    /// Nothing was read or written for the idle timeout.
    case idle
    /// The peer took no byte of the pending output for the write-stall timeout.
    case writeStalled
    /// The delegate wrote more than the output limit without waiting for room.
    case outputOverflow
    /// The delegate left more unconsumed input than the input limit.
    case inputOverflow
    /// The TLS handshake was not done in time.
    case handshakeTimeout
    /// The TLS library refused the peer's bytes; the text is for the log.
    case insecure(String)
    /// A system call failed, most often with a reset by the peer.
    case failed(SystemError)
    /// The loop was stopped.
    case loopStopped

    /// A fixed word for metrics.
    package var word: String {
        switch self {
        case .local: "local"
        case .peer: "peer"
        case .idle: "idle"
        case .writeStalled: "write_stalled"
        case .outputOverflow: "output_overflow"
        case .inputOverflow: "input_overflow"
        case .handshakeTimeout: "handshake_timeout"
        case .insecure: "insecure"
        case .failed: "failed"
        case .loopStopped: "loop_stopped"
        }
    }
}
