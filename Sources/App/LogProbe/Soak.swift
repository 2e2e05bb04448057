import EventSourcing
import Glibc
import Lifecycle
import Prelude

/// Appends without end while something kills it or its server, and notes every acknowledgement in a file; afterwards
/// checks that the log holds exactly what was acknowledged, and possibly what was never answered.
struct Soak {
    private let store: any EventStore
    private let acknowledgements: String

    /// Opens `sqlite:<file>` or a connection string.
    init(_ place: String, _ migrations: String, _ acknowledgements: String) async throws {
        self.acknowledgements = acknowledgements
        store = try await ProbeStore(place, migrations).events
    }

    /// Runs until it is killed, or for so many seconds.
    func run(seconds: Int) async throws {
        let file = open(acknowledgements, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw ProbeError.refused("the file of acknowledgements") }
        var limits = BatcherLimits()
        limits.settlingTime = .seconds(30)
        let batcher = Batcher(store: store, clock: SystemClock(), limits: limits)
        let load = Load()
        let end = SystemClock.now + .seconds(seconds)
        let refusals = Lock<Set<String>>([])
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<16 {
                group.addTask {
                    var number = writer << 24
                    while SystemClock.now < end {
                        number += 1
                        let append = load.append(number, to: writer % 4, events: 1 + number % 3)
                        let deadline = SystemClock.now + .seconds(30)
                        let result: AppendResult
                        do throws(EventStoreError) {
                            result = try await batcher.append(append, deadline: deadline)
                        } catch {
                            tell(error, refusals)
                            try? await SystemClock().sleep(for: .milliseconds(20))
                            continue
                        }
                        guard let outcome = result.outcome else { continue }
                        let line = Array("\(append.command) \(outcome.position) \(outcome.eventCount)\n".utf8)
                        _ = write(file, line, line.count)
                    }
                }
            }
        }
    }

    /// Every sort of refusal once: whoever runs this wants to see that a full disk is called one.
    private func tell(_ error: EventStoreError, _ seen: Lock<Set<String>>) {
        let text = "\(error)"
        if seen.withLock({ $0.count < 50 && $0.insert(text).inserted }) { Report.talk("refused: \(text)\n") }
    }

    /// Gives back what is wrong with the log; empty if nothing is.
    func verify() async throws -> [String] {
        var complaints: [String] = []
        var (position, events) = (GlobalPosition.start, 0)
        var versions: [StreamName: StreamVersion] = [:]
        var commands: [String: (last: GlobalPosition, count: Int)] = [:]
        while true {
            let page = try await store.read(LogQuery(after: position, limit: 5_000))
            for event in page.events {
                if event.position != position.next { complaints.append("\(event.position) after \(position)") }
                if event.version != versions[event.stream, default: .empty].next {
                    complaints.append("\(event.stream) jumps to \(event.version)")
                }
                (position, versions[event.stream]) = (event.position, event.version)
                let command = "\(event.metadata.command)"
                commands[command] = (event.position, commands[command, default: (.start, 0)].count + 1)
                events += 1
            }
            if page.isAtHead { break }
        }
        var acknowledged = 0
        for line in try lines() {
            let words = line.split(separator: " ")
            guard words.count == 3, let last = Int64(words[1]), let count = Int(words[2]) else { continue }
            acknowledged += 1
            let found = commands[String(words[0])]
            if found?.last.number != last || found?.count != count {
                complaints.append("\(words[0]) was acknowledged at \(last) and is at \(found?.last.number ?? 0)")
            }
        }
        Report.talk("\(events) events, \(commands.count) commands, \(acknowledged) acknowledged\n")
        if acknowledged == 0 { complaints.append("nothing was acknowledged") }
        return Array(complaints.prefix(20))
    }

    /// The last line may be torn by a kill and is then left out.
    private func lines() throws -> [Substring] {
        guard let file = fopen(acknowledgements, "re") else { throw ProbeError.refused("no acknowledgements") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        let whole = bytes.lastIndex(of: 0x0a).map { bytes[...$0] } ?? []
        return String(decoding: whole, as: UTF8.self).split(separator: "\n")
    }
}
