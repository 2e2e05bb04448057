import Lifecycle
import Networking

/// The loop and its connections without any protocol: every byte goes back.
final class EchoProbe: ConnectionDelegate {
    static func start(on group: EventLoopGroup, port: UInt16) throws(SystemError) -> [TCPListener] {
        let admission = Admission(connectionsMax: 100_000, perAddressMax: 100_000)
        let listeners = try TCPListener.bind(.loopback(port: port), on: group.loops, admission: admission) {
            connection in
            do throws(SystemError) {
                try connection.start { _ in EchoProbe() }
            } catch {
                connection.close(.failed(error))
            }
        }
        for listener in listeners {
            // A listener that cannot be watched serves nothing, which the measurement shows at once.
            listener.loop.execute { try? listener.start() }
        }
        return listeners
    }

    func connection(_ connection: Connection, received bytes: UnsafeBufferPointer<UInt8>) -> Int {
        connection.write(UnsafeRawBufferPointer(bytes))
        return bytes.count
    }

    func connectionPeerFinished(_ connection: Connection) { connection.finish() }
    func connection(_ connection: Connection, canWrite: Bool) {}
    func connection(_ connection: Connection, closed reason: CloseReason) {}
}
