import Telemetry

/// Counts what became of the reads that may be cached.
package struct CacheMeter: Sendable {
    /// From this node's memory.
    let hits: Counter
    /// From the memory that nodes share.
    let sharedHits: Counter
    /// From another request that read the same at the same time.
    let joined: Counter
    let misses: Counter
    /// Read because not every change is known to have been told to this node.
    let unproven: Counter
    /// Read again before they ran out.
    let early: Counter

    package init(_ metrics: MetricsRegistry) {
        let outcomes = ["hit", "shared", "joined", "miss", "unproven", "early"]
        let family = metrics.counters(
            "belvedere_cache_reads_total", help: "Reads that may be cached, by what became of them.",
            labels: [("outcome", .known(outcomes))])
        (hits, sharedHits, joined) = (family("hit"), family("shared"), family("joined"))
        (misses, unproven, early) = (family("miss"), family("unproven"), family("early"))
    }
}
