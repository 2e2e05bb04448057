/// How a listener accepts.
package struct ListenerSettings: Sendable {
    /// Limit: connections that the kernel keeps for a listener which does not accept.
    package var backlog = 1024
    /// Limit: connections accepted before other descriptors of the loop have their turn.
    package var acceptsPerTurnMax = 64
    /// How long accepting pauses when the process or the machine has no descriptors or memory left.
    package var exhaustedPause: Duration = .milliseconds(100)
    /// When keep-alive probes begin on a silent connection, and their distance.
    package var keepAliveIdleSeconds: Int32 = 30
    package var keepAliveIntervalSeconds: Int32 = 10
    package var keepAliveProbes: Int32 = 3
    /// The kernel gives up a connection whose peer has acknowledged nothing for so long.
    package var userTimeout: Duration = .seconds(30)
    package var connection = ConnectionSettings()
    /// The file mode of a Unix socket.
    package var unixMode: UInt32 = 0o660

    package init() {}
}
