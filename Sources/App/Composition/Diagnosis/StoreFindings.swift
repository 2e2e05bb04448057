import Database
import Lifecycle
import Prelude
import Rows

/// What the configured database says about itself.
struct StoreFindings: Sendable {
    /// Limit: how far the clocks may be apart before times in the log mislead.
    static let skewMax = Duration.seconds(1)

    let store: BareStore
    let clock: any Clock

    private static let server = Statement(
        "doctor",
        "SELECT current_setting('server_version'), current_setting('fsync'), current_setting('synchronous_commit'), "
            + "current_setting('full_page_writes'), (extract(epoch FROM clock_timestamp()) * 1000000)::bigint",
        columns: [.text, .text, .text, .text, .int])
    private static let embedded = Statement(
        "doctor", "", columns: [.text, .text, .int],
        sqlite: "SELECT sqlite_version(), (SELECT journal_mode FROM pragma_journal_mode), "
            + "(SELECT synchronous FROM pragma_synchronous)")

    /// Whether it answers, what it promises about commits, and what time it has.
    func findings() async -> [Finding] {
        do throws(DatabaseError) {
            let before = clock.now
            switch store.dialect {
            case .postgres:
                let rows = try await store.reader.rows(Self.server)
                return server(rows, took: clock.now - before)
            case .sqlite: return embedded(try await store.reader.rows(Self.embedded))
            }
        } catch {
            return [
                Finding(
                    "store", .failed, "The store cannot be asked: \(error).",
                    fix: "Check storage.postgres or storage.directory, and whether the server runs.")
            ]
        }
    }

    private func server(_ rows: RowBatch, took: Duration) -> [Finding] {
        let words = (0..<4).map { rows.string(of: rows.cell(row: 0, column: $0)) }
        let local = clock.wallTime.microseconds
        let skew = Duration.microseconds(local - rows.cell(row: 0, column: 4).int) - took / 2
        return [
            Finding("store", .ok, "PostgreSQL \(words[0]) answers."),
            Self.durability(fsync: words[1], synchronousCommit: words[2], fullPageWrites: words[3]),
            Self.skew(skew),
        ]
    }

    static func durability(fsync: String, synchronousCommit: String, fullPageWrites: String) -> Finding {
        let found =
            "fsync is \(fsync), synchronous_commit is \(synchronousCommit), "
            + "full_page_writes is \(fullPageWrites)."
        if fsync != "on" || fullPageWrites != "on" {
            return Finding(
                "durability", .failed, "A crash may damage the store: \(found)",
                fix: "Set fsync = on and full_page_writes = on in postgresql.conf.")
        }
        if synchronousCommit == "off" {
            return Finding(
                "durability", .failed, "A crash may take acknowledged events: \(found)",
                fix: "Set synchronous_commit = on for the database or the role.")
        }
        return Finding("durability", .ok, found)
    }

    static func skew(_ skew: Duration) -> Finding {
        let milliseconds = skew / .milliseconds(1)
        let found = "The clock of this machine is \(Int64(milliseconds)) ms ahead of the store's."
        guard skew > skewMax || skew < .zero - skewMax else { return Finding("clock", .ok, found) }
        return Finding("clock", .failed, found, fix: "Let both machines follow a time server (chrony, timesyncd).")
    }

    private func embedded(_ rows: RowBatch) -> [Finding] {
        let journal = rows.string(of: rows.cell(row: 0, column: 1))
        let level = rows.cell(row: 0, column: 2).int
        let found = "journal_mode is \(journal), synchronous is \(level)."
        return [
            Finding("store", .ok, "SQLite \(rows.string(of: rows.cell(row: 0, column: 0))) answers."),
            journal == "wal" && level >= 2
                ? Finding("durability", .ok, found)
                : Finding(
                    "durability", .failed, "A power cut may take acknowledged events: \(found)",
                    fix: "Move the data to a file system that supports write-ahead logging."),
            Finding("clock", .ok, "The embedded store has the clock of this machine."),
        ]
    }
}
