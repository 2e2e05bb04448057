import Lifecycle
import Prelude
import Testing

@testable import Networking

/// Two ends that write, pause, resume and consume at random: every byte must arrive once and in order.
struct ConversationTests {
    /// Sends a numbered stream, consumes a numbered stream in random portions, and pauses at random.
    // Safe because everything but the result is used on the connection's loop only.
    private final class Talker: ConnectionDelegate, @unchecked Sendable {
        static let total = 150_000
        private var random: SplitMix
        private var sent = 0
        private var received = 0
        private let done: OneShot<String>

        init(seed: UInt64, done: OneShot<String>) { (random, self.done) = (SplitMix(state: seed), done) }

        private static func byte(_ index: Int) -> UInt8 { UInt8(truncatingIfNeeded: index &* 167 &+ index >> 11) }

        func talk(_ connection: Connection) {
            while sent < Self.total, connection.canWrite {
                let count = min(Int(random.next() % 50_000) + 1, Self.total - sent)
                let bytes = (sent..<sent + count).map(Self.byte)
                switch random.next() % 3 {
                case 0: connection.write(bytes)
                case 1: connection.write(SharedBytes(bytes))
                default:
                    connection.write(upTo: count) { space in
                        space.copyBytes(from: bytes)
                        return count
                    }
                }
                sent += count
                if random.next() % 4 == 0 { connection.flush() }
            }
            if sent == Self.total, received == Self.total { connection.finish() }
        }

        func connection(_ connection: Connection, received bytes: UnsafeBufferPointer<UInt8>) -> Int {
            let consumed = random.next() % 5 == 0 ? min(bytes.count, 20_000) : bytes.count
            for index in 0..<consumed where bytes[index] != Self.byte(received + index) {
                done.set("byte \(received + index) is wrong")
                connection.close()
                return 0
            }
            received += consumed
            if consumed < bytes.count || random.next() % 3 == 0 {
                connection.pauseReading()
                let delay = Duration.microseconds(Int64(random.next() % 3000))
                connection.loop.schedule(after: delay) { connection.resumeReading() }
            }
            talk(connection)
            return consumed
        }

        func connectionPeerFinished(_ connection: Connection) {}
        func connection(_ connection: Connection, canWrite: Bool) {
            if canWrite { talk(connection) }
        }

        func connection(_ connection: Connection, closed reason: CloseReason) {
            done.set(received == Self.total && sent == Self.total ? "all" : "\(received) received, then \(reason)")
        }
    }

    private static let certificates = {
        let certificates = TestCertificates()
        certificates.issue("server", for: "DNS:server.example")
        return certificates
    }()

    private func run(_ seed: UInt64, isSecure: Bool) async throws {
        var settings = Wire.patient
        settings.connection.outputHighMark = 30_000
        settings.connection.outputLowMark = 10_000
        settings.connection.bytesPerTurnMax = 100_000
        let (serverDone, clientDone) = (OneShot<String>(), OneShot<String>())
        let reloadable = try ReloadableTLS(
            identities: [
                .init(
                    certificateChainFile: Self.certificates.path("server.pem"),
                    privateKeyFile: Self.certificates.path("server.key"))
            ], protocols: [])
        var tls: (@Sendable () -> TLSServerContext?)?
        if isSecure { tls = { reloadable.current } }
        let wire = try await Wire(settings: settings, tls: tls) { connection in
            let talker = Talker(seed: seed, done: serverDone)
            connection.loop.later { talker.talk(connection) }
            return talker
        }
        defer { wire.stop() }
        let trusted = try TLSClientContext(trustedRootsFile: Self.certificates.authority)
        let talker = Talker(seed: ~seed, done: clientDone)
        let connection = try await wire.connect(
            talker, tls: isSecure ? trusted : nil, named: isSecure ? "server.example" : nil)
        await onLoop(wire.clientLoop) { talker.talk(connection) }
        #expect(await serverDone.wait() == "all", "seed \(seed)")
        #expect(await clientDone.wait() == "all", "seed \(seed)")
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `in the clear every byte arrives once and in order`(seed: UInt64) async throws {
        try await run(seed, isSecure: false)
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `under TLS every byte arrives once and in order`(seed: UInt64) async throws {
        try await run(seed, isSecure: true)
    }
}
