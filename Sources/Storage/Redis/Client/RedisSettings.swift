/// The bounds of one client.
package struct RedisSettings: Sendable {
    /// How long a command may take before the caller goes on without it. Why so short: a cache that is slower than
    /// what it saves is none.
    package var commandTimeout = Duration.milliseconds(20)
    /// How long connecting and signing in may take.
    package var connectTimeout = Duration.seconds(2)
    /// A connection whose oldest command has had no reply for so long is given up.
    package var stallTimeout = Duration.seconds(1)
    /// Limit: commands sent and not yet answered.
    package var inFlightMax = 4_096
    /// Limit: bytes written and not yet taken by the kernel; commands beyond them are refused.
    package var pendingBytesMax = 16 << 20
    /// Limit: bytes of one reply.
    package var replyBytesMax = 64 << 20
    /// The name that `CLIENT LIST` shows.
    package var clientName = "belvedere"

    package init() {}
}
