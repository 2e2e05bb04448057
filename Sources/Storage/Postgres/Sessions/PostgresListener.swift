import CPostgres
import Database
import Lifecycle
import Networking

/// Waits for NOTIFY on one channel, on a connection of its own; a hint only, polling is the truth.
///
/// Calls back on the loop with each payload, and with nil whenever hints may have been missed: after it has connected.
// Safe because everything but the initialiser and `stop` is called on the loop's thread.
package final class PostgresListener: FileHandler, TimerTarget, @unchecked Sendable {
    private let settings: PostgresSettings
    private let channel: SQLName
    private let loop: EventLoop
    private let heard: @Sendable (String?) -> Void
    private var machine = PoolMachine(PoolMachine.Settings(size: 1))
    private var handle: PostgresHandle?
    private var file: FileRegistration?
    /// Whether the server has said that it will tell.
    private var isListening = false
    private var isStopped = false

    package init(
        _ settings: PostgresSettings, channel: SQLName, on loop: EventLoop, heard: @escaping @Sendable (String?) -> Void
    ) {
        (self.settings, self.channel, self.loop, self.heard) = (settings, channel, loop, heard)
        loop.execute { [self] in
            perform(machine.start())
            loop.schedule(after: .milliseconds(100), self)
        }
    }

    /// Closes the connection; nothing is heard afterwards.
    package func stop() {
        loop.execute { [self] in
            isStopped = true
            close()
        }
    }

    package func ready(_ events: FileEvents) {
        guard let handle else { return }
        guard PQconsumeInput(handle.raw) == 1, PQstatus(handle.raw) == CONNECTION_OK else { return lose() }
        while let result = PQisBusy(handle.raw) == 0 ? PQgetResult(handle.raw) : nil {
            defer { PQclear(result) }
            if isListening { continue }
            guard PQresultStatus(result) == PGRES_COMMAND_OK else { return lose() }
            isListening = true
            perform(machine.connected(0, now: now))
            heard(nil)
        }
        while let note = PQnotifies(handle.raw) {
            let payload = note.pointee.extra.map { String(cString: $0) } ?? ""
            PQfreemem(note)
            heard(payload)
        }
    }

    package func timerFired(tag: UInt32) {
        guard !isStopped else { return }
        perform(machine.tick(now: now, chance: chance))
        loop.schedule(after: .milliseconds(100), self)
    }

    private var now: Int64 { loop.now.nanoseconds / 1_000_000 }
    private var chance: UInt64 { UInt64(bitPattern: loop.now.nanoseconds) >> 7 }

    private func perform(_ actions: [PoolMachine.Action]) {
        for action in actions {
            switch action {
            case .connect: connect()
            case .check:
                // The answer is consumed like any other; its arrival shows that the server is there.
                if let handle, PQsendQuery(handle.raw, "") == 1 { machine.answered(0, now: now) } else { lose() }
            case .close: lose()
            }
        }
    }

    private func connect() {
        let settings = settings
        do {
            _ = try DedicatedThread(name: "pg-listen") { [self] in
                do throws(DatabaseError) {
                    let handle = try PostgresHandle(settings)
                    loop.execute { [self] in connected(handle) }
                } catch {
                    loop.execute { [self] in lose() }
                }
            }
        } catch {
            lose()
        }
    }

    private func connected(_ handle: PostgresHandle) {
        guard !isStopped else { return }
        self.handle = handle
        do {
            file = try loop.watch(handle.descriptor, for: .readable, handler: self)
        } catch {
            return lose()
        }
        guard PQsendQuery(handle.raw, "LISTEN \(channel.quoted)") == 1 else { return lose() }
        loop.schedule(after: settings.connectTimeout) { [self, weak handle] in
            // One that is connected and says nothing is not there.
            if let handle, self.handle === handle, !isListening { lose() }
        }
    }

    private func lose() {
        guard !isStopped else { return }
        close()
        _ = machine.lost(0, now: now, chance: chance)
    }

    private func close() {
        if let file { loop.remove(file) }
        (file, handle, isListening) = (nil, nil, false)
    }
}
