import Database
import Glibc
import Lifecycle
import Networking
import Testing

@testable import Postgres

/// What becomes of a connection to a host that takes it and never says a word.
struct BlackHoleTests {
    /// Listens and never accepts: the system completes the connections, and nobody answers on them.
    final class BlackHole {
        let port: UInt16
        private let descriptor: Int32

        init() throws {
            descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            var size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let descriptor = descriptor
            let code = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, size) == 0 && listen(descriptor, 16) == 0
                        ? getsockname(descriptor, $0, &size) : -1
                }
            }
            guard code == 0 else { throw SystemError(code: errno, call: "listen") }
            port = UInt16(bigEndian: address.sin_port)
        }

        deinit { close(descriptor) }

        var settings: PostgresSettings {
            var settings = PostgresSettings(conninfo: "host=127.0.0.1 port=\(port) user=x dbname=x sslmode=disable")
            settings.connectTimeout = .seconds(2)
            settings.limits.readTimeout = .milliseconds(500)
            return settings
        }
    }

    @Test func `an attempt to connect ends by itself`() throws {
        let hole = try BlackHole()
        let clock = SystemClock()
        let begin = clock.now
        #expect(throws: DatabaseError.self) { try PostgresHandle(hole.settings) }
        #expect(clock.now - begin < .seconds(30))
    }

    @Test(.timeLimit(.minutes(1)))
    func `reads, scans and writes are answered while it is tried, also when the store is closed meanwhile`()
        async throws
    {
        let hole = try BlackHole()
        let loop = try EventLoop(name: "black-hole")
        defer {
            loop.stop()
            loop.join()
        }
        let database = PostgresDatabase(hole.settings, loops: [loop])
        let one = Statement("one", "SELECT 1", columns: [.int])
        let scan = Statement("scan", "SELECT 1", columns: [.int], reach: .scan)
        for statement in [one, scan] {
            #expect(await kind { () async throws(DatabaseError) in try await database.rows(statement) } != nil)
        }
        #expect(await kind { () async throws(DatabaseError) in try await database.write(one) } != nil)
        var patient = hole.settings
        patient.limits.readTimeout = .seconds(3_600)
        let closing = PostgresDatabase(patient, loops: [loop])
        async let read = kind { () async throws(DatabaseError) in try await closing.rows(scan) }
        async let write = kind { () async throws(DatabaseError) in try await closing.write(one) }
        closing.close()
        #expect(await read == .unavailable)
        #expect(await write == .unavailable)
        database.close()
    }

    @Test func `a listener that is stopped while it connects hears nothing and lets go of its connection`() throws {
        let hole = try BlackHole()
        let loop = try EventLoop(name: "black-hole")
        weak var weakListener: PostgresListener?
        do {
            let listener = PostgresListener(hole.settings, channel: "news", on: loop) { _ in
                Issue.record("something is heard")
            }
            weakListener = listener
            listener.stop()
        }
        let clock = SystemClock()
        let deadline = clock.now + .seconds(30)
        while weakListener != nil, clock.now < deadline { sched_yield() }
        #expect(weakListener == nil)
        loop.stop()
        loop.join()
    }
}
