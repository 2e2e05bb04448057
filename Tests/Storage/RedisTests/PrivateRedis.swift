import Foundation
import Glibc

@testable import Redis

/// The server that all tests share, where `make test` says it is.
enum SharedRedis {
    static let endpoint = ProcessInfo.processInfo.environment["BELVEDERE_TEST_REDIS"].flatMap { RedisEndpoint($0) }
}

/// A redis-server of one test, on a port of its own, which the test may stop, freeze and start again.
final class PrivateRedis {
    let port: UInt16
    let folder: String
    private let arguments: [String]
    private var process: Process?

    init(_ arguments: [String] = [], isStarted: Bool = true) throws {
        port = try Self.freePort()
        folder = NSTemporaryDirectory() + "belvedere-redis-\(port)-\(getpid())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        self.arguments = arguments
        if isStarted { try start() }
    }

    deinit {
        stop()
        try? FileManager.default.removeItem(atPath: folder)
    }

    var socket: String { folder + "/redis.sock" }

    func start() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/redis-server")
        process.arguments =
            [
                "--port", arguments.contains("--tls-port") ? "0" : "\(port)", "--bind", "127.0.0.1", "--save", "",
                "--appendonly", "no", "--dir", folder,
                "--unixsocket", socket, "--enable-debug-command", "local",
            ] + arguments.map { $0 == "{port}" ? "\(port)" : $0 }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        self.process = process
    }

    /// Ends it without a word, as a crash would.
    func stop() {
        guard let process else { return }
        kill(process.processIdentifier, SIGCONT)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        self.process = nil
    }

    func freeze() { if let process { kill(process.processIdentifier, SIGSTOP) } }
    func thaw() { if let process { kill(process.processIdentifier, SIGCONT) } }

    private static func freePort() throws -> UInt16 {
        let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 ? getsockname(descriptor, $0, &size) : -1
            }
        }
        guard code == 0 else { throw POSIXError(.EADDRINUSE) }
        return UInt16(bigEndian: address.sin_port)
    }
}
