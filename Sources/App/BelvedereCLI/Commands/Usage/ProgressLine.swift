import Glibc
import Lifecycle
import Prelude

/// How far something is: a bar that is written over on a terminal, a line every five seconds elsewhere.
final class ProgressLine: Sendable {
    private static let width = 30

    private let console: Console
    private let clock: any Clock
    private let start: MonotonicTime
    private let told: Lock<MonotonicTime>
    private let isTerminal: Bool

    init(_ console: Console, clock: any Clock) {
        (self.console, self.clock) = (console, clock)
        start = clock.now
        told = Lock(clock.now)
        isTerminal = isatty(STDERR_FILENO) == 1
    }

    func tell(_ done: Int, of total: Int, _ what: String) {
        let interval: Duration = isTerminal ? .milliseconds(100) : .seconds(5)
        let now = clock.now
        let isDue = told.withLock { told in
            guard now - told >= interval else { return false }
            told = now
            return true
        }
        guard isDue else { return }
        let share = total > 0 ? min(1, Double(done) / Double(total)) : 1
        let text = "\(done) of \(total) \(what), \(Int(share * 100)) %, \(rate(done, at: now)) a second"
        guard isTerminal else { return console.say(text) }
        let full = Int(share * Double(Self.width))
        let bar = String(repeating: "█", count: full) + String(repeating: "░", count: Self.width - full)
        var line = "\r\u{1B}[K\(bar) \(text)"
        line.withUTF8 { bytes in _ = Glibc.write(STDERR_FILENO, bytes.baseAddress, bytes.count) }
    }

    /// Takes the bar away and says the last word.
    func end(_ text: String) {
        if isTerminal {
            var erase = "\r\u{1B}[K"
            erase.withUTF8 { bytes in _ = Glibc.write(STDERR_FILENO, bytes.baseAddress, bytes.count) }
        }
        console.say(text)
    }

    private func rate(_ done: Int, at now: MonotonicTime) -> Int {
        let elapsed = now - start
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        return seconds > 0 ? Int(Double(done) / seconds) : 0
    }
}
