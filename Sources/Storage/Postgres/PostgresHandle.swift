import CPostgres
import Database
import Glibc
import Synchronization

/// Owns one connection of the library; `deinit` closes it and nothing else does.
// Safe because it is handed from the thread that connects to the one that uses it and never used by two at a time.
final class PostgresHandle: @unchecked Sendable {
    let raw: OpaquePointer

    /// Connections that are open in the process, for leak tests.
    static let openCount = Atomic<Int>(0)

    /// Connects and blocks until that has worked or failed; name resolution, TLS and passwords all happen here.
    init(_ settings: PostgresSettings) throws(DatabaseError) {
        guard let opened = PostgresHandle.connect(settings.keywords) else {
            throw DatabaseError(.unavailable, code: "client", statement: "connect", message: "out of memory")
        }
        guard PQstatus(opened) == CONNECTION_OK else {
            let message = String(cString: PQerrorMessage(opened))
            PQfinish(opened)
            throw DatabaseError(
                .unavailable, code: "client", statement: "connect", message: message.trimmingEnd())
        }
        raw = opened
        PostgresHandle.openCount.wrappingAdd(1, ordering: .relaxed)
        // Why: without one the library writes the server's notices to standard error.
        _ = PQsetNoticeProcessor(raw, { _, _ in }, nil)
    }

    deinit {
        PQfinish(raw)
        PostgresHandle.openCount.wrappingSubtract(1, ordering: .relaxed)
    }

    /// The strings live until the call returns; the library copies what it keeps.
    private static func connect(_ keywords: [(name: String, value: String)]) -> OpaquePointer? {
        var names = keywords.map { UnsafePointer(strdup($0.name)) } + [nil]
        var values = keywords.map { UnsafePointer(strdup($0.value)) } + [nil]
        defer { for text in names + values { free(UnsafeMutablePointer(mutating: text)) } }
        return PQconnectdbParams(&names, &values, 1)
    }

    var descriptor: Int32 { PQsocket(raw) }

    /// What the library says about the last failure; copied at once.
    var message: String { String(cString: PQerrorMessage(raw)).trimmingEnd() }
}

/// Asks the server to stop what a connection runs; made on the connection's thread, sent from any.
// Safe because the library's cancel object is read-only after it was made: "PQcancel is thread-safe" (libpq's manual).
final class PostgresCancelRequest: @unchecked Sendable {
    private let raw: OpaquePointer

    init?(_ handle: PostgresHandle) {
        guard let raw = PQgetCancel(handle.raw) else { return nil }
        self.raw = raw
    }

    deinit { PQfreeCancel(raw) }

    /// Connects and blocks, so never call it on a loop.
    func send() {
        var buffer = [CChar](repeating: 0, count: 256)
        _ = PQcancel(raw, &buffer, 256)
    }
}

extension String {
    /// Without the line ends that the library puts after messages.
    func trimmingEnd() -> String {
        var bytes = utf8[...]
        while let last = bytes.last, last == 0x0a || last == 0x20 { bytes = bytes.dropLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
