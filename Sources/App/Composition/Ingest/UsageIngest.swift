import EventSourcing
import JSON
import Lifecycle
import Metering
import Prelude

/// Records usages from lines of JSON, many at a time; what is wrong with a line keeps none of the others out.
///
/// Every line is the command `recordAiUsage` under the id of its request, so that sending lines again, whole or in
/// part, counts nothing twice.
package struct UsageIngest: Sendable {
    /// What became of a line that was not recorded.
    package struct Rejection: Equatable, Sendable {
        package let line: Int
        package let request: String?
        package let code: String
        package let message: String
    }

    /// What became of all lines so far.
    package struct Report: Equatable, Sendable {
        /// Usages that are in the log because of this.
        package fileprivate(set) var recorded = 0
        /// Usages that were in the log before.
        package fileprivate(set) var repeated = 0
        /// Lines that will never be accepted as they are.
        package fileprivate(set) var rejected = 0
        /// Lines of which it is not known whether they are in the log; send them again.
        package fileprivate(set) var failed = 0
        /// Limit: the first so many rejected and failed lines are named, the others counted.
        package fileprivate(set) var rejections: [Rejection] = []

        package var lines: Int { recorded + repeated + rejected + failed }

        package var json: JSONValue {
            [
                "lines": .number("\(lines)"), "recorded": .number("\(recorded)"), "repeated": .number("\(repeated)"),
                "rejected": .number("\(rejected)"), "failed": .number("\(failed)"),
                "rejections": .array(
                    rejections.map { rejection in
                        [
                            "line": .number("\(rejection.line)"),
                            "requestId": rejection.request.map { .string($0) } ?? .null,
                            "code": .string(rejection.code), "message": .string(rejection.message),
                        ]
                    }),
            ]
        }
    }

    /// Limit: rejected lines that a report names.
    package static let rejectionsMax = 1_000
    /// Limit: lines on their way to the log at a time; the reader of the stream waits for them.
    private static let flightMax = 1_024
    /// How long one usage may take to be acknowledged.
    private static let timeout = Duration.seconds(30)
    /// How long a line rests when the log takes no more for the moment.
    private static let rest = Duration.milliseconds(20)

    private let handle: HandleCommand
    private let tenant: TenantID
    private let caller: Caller
    private let clock: any Clock
    private var splitter = LineSplitter(bytesMax: UsageLine.bytesMax)
    package private(set) var report = Report()

    package init(_ handle: HandleCommand, tenant: TenantID, caller: Caller, clock: any Clock) {
        (self.handle, self.tenant, self.caller, self.clock) = (handle, tenant, caller, clock)
    }

    /// Records the lines that end in a piece of the stream, and returns when their fate is known: the reader of the
    /// stream waits for it, and whoever is cut off has lost nothing but the line that had not ended.
    package mutating func add(_ piece: [UInt8]) async { await recordInFlights(splitter.lines(in: piece)) }

    /// Records what is left at the end of the stream.
    package mutating func finish() async {
        if let last = splitter.finish() { await recordInFlights([last]) }
    }

    private mutating func recordInFlights(_ lines: [LineSplitter.Line]) async {
        for start in stride(from: 0, to: lines.count, by: Self.flightMax) {
            await record(Array(lines[start..<min(start + Self.flightMax, lines.count)]))
        }
    }

    private enum Fate: Sendable {
        case recorded
        case repeated
        case rejected(Rejection)
        case failed(Rejection)
    }

    private mutating func record(_ lines: [LineSplitter.Line]) async {
        guard !lines.isEmpty else { return }
        let (handle, tenant, caller, clock) = (handle, tenant, caller, clock)
        let fates = await withTaskGroup(of: (Int, Fate).self) { group in
            for (place, line) in lines.enumerated() {
                group.addTask { (place, await Self.fate(of: line, handle, tenant, caller, clock)) }
            }
            var fates = [Fate?](repeating: nil, count: lines.count)
            for await (place, fate) in group { fates[place] = fate }
            return fates
        }
        for fate in fates {
            switch fate {
            case .recorded: report.recorded += 1
            case .repeated: report.repeated += 1
            case .rejected(let rejection):
                report.rejected += 1
                note(rejection)
            case .failed(let rejection):
                report.failed += 1
                note(rejection)
            case nil: break
            }
        }
    }

    private mutating func note(_ rejection: Rejection) {
        if report.rejections.count < Self.rejectionsMax { report.rejections.append(rejection) }
    }

    /// Waits while too much is on its way to the log: that is what holds the stream back.
    private static func carryOut(
        _ envelope: CommandEnvelope<RecordAiUsage>, _ handle: HandleCommand, _ clock: any Clock
    ) async throws(CommandFailure) -> CommandOutcome<UsageHour> {
        while true {
            do throws(CommandFailure) {
                return try await handle(envelope)
            } catch {
                guard case .store(.overloaded) = error, clock.now + rest < envelope.deadline, !Task.isCancelled else {
                    throw error
                }
                try? await clock.sleep(for: rest)
            }
        }
    }

    private static func fate(
        of line: LineSplitter.Line, _ handle: HandleCommand, _ tenant: TenantID, _ caller: Caller, _ clock: any Clock
    ) async -> Fate {
        guard let bytes = line.bytes else {
            let message = "The line has more than \(UsageLine.bytesMax) bytes."
            return .rejected(Rejection(line: line.number, request: nil, code: "TOO_LONG", message: message))
        }
        let command: RecordAiUsage
        do throws(UsageLine.Fault) {
            command = try UsageLine.command(bytes)
        } catch {
            return .rejected(Rejection(line: line.number, request: nil, code: error.code, message: error.message))
        }
        func rejection(_ code: String, _ message: String) -> Rejection {
            Rejection(line: line.number, request: command.usage.request, code: code, message: message)
        }
        let envelope = CommandEnvelope(
            command, id: command.id, tenant: tenant, caller: caller, deadline: clock.now + timeout, isIDOfActor: false)
        let outcome: CommandOutcome<UsageHour>
        do throws(CommandFailure) {
            outcome = try await carryOut(envelope, handle, clock)
        } catch {
            return .failed(rejection("UNAVAILABLE", "It is not known to be in the log. Send it again."))
        }
        switch outcome {
        case .done(let receipt): return receipt.isRepeated ? .repeated : .recorded
        case .refused(let refusal): return .rejected(rejection(refusal.rawValue, refusal.message))
        case .invalid(let violations):
            return .rejected(
                rejection(violations.first?.code ?? "INVALID", violations.map(\.message).joined(separator: " ")))
        case .forbidden: return .rejected(rejection("FORBIDDEN", "You may not do this."))
        case .idReused:
            return .rejected(
                rejection("COMMAND_ID_REUSED", "Another usage was recorded under this request id."))
        case .streamClosed: return .rejected(rejection("NOT_FOUND", "The hour of the usage is closed."))
        }
    }
}
