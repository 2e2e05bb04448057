import Database

/// How a database file is opened.
package struct SQLiteSettings: Sendable {
    /// What a commit waits for.
    package enum Durability: String, Sendable {
        /// The disk: nothing that was acknowledged is lost, whatever fails.
        case full = "FULL"
        /// The operating system: a power cut may take the last commits, in order, and never damages the file.
        case normal = "NORMAL"
    }

    package var path: String
    package var durability = Durability.full
    /// Threads for reads that may take long.
    package var scanThreads = 2
    /// Limit: how long a point read may hold up an event loop before it is sent to a thread.
    package var inlineBudget = Duration.milliseconds(10)
    /// Limit: transactions that share one commit.
    package var commitGroupMax = 64
    /// Limit: pages that wait in the log before they are moved into the file.
    package var checkpointPages = 4_000
    package var limits = DatabaseLimits()

    package init(path: String) { self.path = path }

    /// Given to every connection when it opens.
    var pragmas: [String] {
        [
            "PRAGMA journal_mode = WAL", "PRAGMA synchronous = \(durability.rawValue)", "PRAGMA foreign_keys = ON",
            "PRAGMA busy_timeout = \(limits.lockTimeout.components.seconds * 1_000)", "PRAGMA temp_store = MEMORY",
            "PRAGMA mmap_size = 268435456", "PRAGMA cache_size = -16384",
            "PRAGMA wal_autocheckpoint = \(checkpointPages)",
        ]
    }

    /// A reader cannot change the journal mode and need not.
    var readerPragmas: [String] { pragmas.filter { !$0.contains("journal_mode") } + ["PRAGMA query_only = ON"] }
}
