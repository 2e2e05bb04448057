import Networking

/// One accepted connection: passes its bytes to whatever protocol it speaks at the moment.
final class ServerConnection: ConnectionDelegate {
    let connection: Connection
    let services: LoopServices
    let settings: ServerSettings
    private var driver: (any ConnectionDriver)?

    init(_ connection: Connection, services: LoopServices, settings: ServerSettings) {
        (self.connection, self.services, self.settings) = (connection, services, settings)
        driver = HTTP1Driver(connection, services: services, settings: settings, owner: self)
        services.add(self)
    }

    /// Hands the connection over to another protocol; the bytes behind the request that asked for it follow there.
    func upgrade(to driver: any ConnectionDriver) { self.driver = driver }

    func drain() { driver?.drain() }

    func close() { connection.close() }

    func connection(_ connection: Connection, received bytes: UnsafeBufferPointer<UInt8>) -> Int {
        guard let first = driver else { return bytes.count }
        let used = first.received(bytes)
        // A driver that was just replaced leaves what belongs to its successor.
        guard let second = driver, second !== first, used < bytes.count else { return used }
        return used + second.received(UnsafeBufferPointer(rebasing: bytes[used...]))
    }

    func connectionPeerFinished(_ connection: Connection) { driver?.peerFinished() }

    func connection(_ connection: Connection, canWrite: Bool) { driver?.canWrite(canWrite) }

    func connection(_ connection: Connection, closed reason: CloseReason) {
        driver?.closed(reason)
        driver = nil
        services.remove(self)
    }
}
