import Database

/// Which statements the server has prepared on one connection; bounded, the one unused for longest goes first.
struct PreparedStatements {
    private struct Entry {
        var lastUse: UInt64
        /// Changes when the statement has to be prepared anew, because a name cannot be used twice.
        var generation: UInt32
        var isPrepared: Bool
    }

    private var entries: [Int: Entry] = [:]
    private var uses: UInt64 = 0
    private var generations: UInt32 = 0
    let limit: Int

    init(limit: Int) { self.limit = limit }

    /// What has to be done before a statement can run.
    enum Need {
        case nothing
        case prepare(evicted: String?)
    }

    /// The name under which a statement runs, noting its use.
    mutating func use(_ ordinal: Int) -> (name: String, need: Need) {
        uses &+= 1
        if var entry = entries[ordinal], entry.isPrepared {
            entry.lastUse = uses
            entries[ordinal] = entry
            return (Self.name(ordinal, entry.generation), .nothing)
        }
        var evicted: String?
        if entries.count >= limit, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            evicted = Self.name(oldest.key, oldest.value.generation)
            entries[oldest.key] = nil
        }
        generations &+= 1
        entries[ordinal] = Entry(lastUse: uses, generation: generations, isPrepared: true)
        return (Self.name(ordinal, generations), .prepare(evicted: evicted))
    }

    /// The preparation failed or was forgotten by the server.
    mutating func forget(_ ordinal: Int) { entries[ordinal] = nil }

    private static func name(_ ordinal: Int, _ generation: UInt32) -> String { "b\(ordinal)_\(generation)" }
}
