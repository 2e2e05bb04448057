import ContextKit
import EventSourcing
import Glibc
import GraphQLPlanning
import Lifecycle
import Prelude
import Rows
import Telemetry

/// The answers of reads in this node's memory and, where there is one, in a memory that nodes share; each is proven
/// fresh by the tag clock before it is given back, whoever has read it.
///
/// Correctness needs no deletes, no time to live and no message to arrive: a change notes its position on the clock
/// before anybody who waits for that position is woken, and an answer that was read before it no longer passes. Where
/// a change may have gone untold, nothing is proven and everything is read.
package final class QueryCache: ReadCache {
    struct Entry: Sendable {
        let kept: KeptRead
        let expires: MonotonicTime
    }

    private let entries: ValueCache<Entry>
    private let flights = FlightTable()
    private let tags: TagClock
    private let models: ModelKnowledge
    private let shared: SharedCache?
    private let clock: any Clock
    private let random: @Sendable () -> Double
    private let meter: CacheMeter?

    /// `random` gives numbers above 0 and up to 1, by which requests decide who renews an answer that runs out soon.
    package init(
        bytesMax: Int, tags: TagClock, models: ModelKnowledge, shared: SharedCache? = nil, clock: any Clock,
        meter: CacheMeter? = nil,
        random: @escaping @Sendable () -> Double = { 1 - Double.random(in: 0..<1) }
    ) {
        entries = ValueCache(bytesMax: bytesMax)
        (self.tags, self.models, self.shared, self.clock) = (tags, models, shared, clock)
        (self.meter, self.random) = (meter, random)
    }

    package func find(_ asked: CacheQuestion, _ done: @escaping @Sendable (CacheAnswer) -> Void) {
        guard let told = models.complete(asked.model) else {
            meter?.unproven.add()
            return done(.missing(nil))
        }
        let key = CacheKey(asked.key)
        if let entry = entries.value(for: key) {
            let now = clock.now
            if entry.expires > now, isFresh(entry.kept, told) {
                meter?.hits.add()
                var read = entry.kept.read
                read.expires = entry.expires
                return done(.kept(read, again: isDue(entry, now) ? flight(asked, key, told) : nil))
            }
            entries.remove(key)
        }
        let joined = flights.join(key) { [self] outcome in done(answer(of: outcome, asked)) }
        guard let number = joined else { return }
        let flight = Flight(self, asked, key, told, number)
        guard let shared else {
            meter?.misses.add()
            return done(.missing(flight))
        }
        SharedLookup(shared, flight, self, done).begin()
    }

    package var era: UInt64 { models.era }

    package func isStillTrue(_ proof: ReadProof) -> Bool {
        proof.era == models.era
            && proof.models.allSatisfy { model in models.complete(model).map { proof.asOf >= $0.from } ?? false }
            && tags.isFresh(readAt: proof.asOf, tags: proof.tags)
    }

    package var byteCount: Int { entries.byteCount }
    /// Reads under way that others may be waiting for.
    package var flightCount: Int { flights.count }

    /// A flight that nobody has to wait for, unless somebody flies already.
    private func flight(_ asked: CacheQuestion, _ key: CacheKey, _ told: ChangeCoverage.Told) -> Flight? {
        guard let number = flights.begin(key) else { return nil }
        meter?.early.add()
        return Flight(self, asked, key, told, number)
    }

    /// The nearer its end and the longer it took to read, the more likely an answer is read again before it is gone.
    ///
    /// Spec: Vattani, Chierichetti and Lowenstein, "Optimal probabilistic cache stampede prevention", 2015.
    private func isDue(_ entry: Entry, _ now: MonotonicTime) -> Bool {
        let left = Double((entry.expires - now).wholeNanoseconds)
        let cost = Double(entry.kept.cost.wholeNanoseconds)
        // Why first: the logarithm costs more than the comparison, and no random number makes this one due.
        guard left < cost * 40 else { return false }
        return left <= cost * -log(random())
    }

    // MARK: For flights

    /// Takes what a flight brought, or what another node has left, if it can be proven now.
    func take(_ kept: KeptRead, for asked: CacheQuestion, _ key: CacheKey) -> Bool {
        guard let told = models.complete(asked.model), isFresh(kept, told) else { return false }
        let left = kept.expires.microseconds - clock.wallTime.microseconds
        let bounded = min(max(0, left), Int64(asked.policy.seconds) * 1_000_000)
        let entry = Entry(kept: kept, expires: clock.now + .microseconds(bounded))
        entries.insert(entry, for: key, bytes: kept.read.byteCount)
        return true
    }

    func leave(_ kept: KeptRead, for asked: CacheQuestion, lease: [UInt8]?) {
        shared?.keep(kept, for: asked, lease: lease)
    }

    /// Those who waited are told; each proves by itself that it may have what was read.
    func end(_ number: UInt64, _ key: CacheKey, _ outcome: FlightTable.Outcome) {
        for follower in flights.end(key, number) { follower(outcome) }
    }

    func kept(_ read: CachedRead, from told: ChangeCoverage.Told, _ policy: CachePolicy, cost: Duration) -> KeptRead {
        KeptRead(
            read: read, generation: told.generation, epoch: told.epoch, term: told.term,
            expires: clock.wallTime.advanced(microseconds: Int64(policy.seconds) * 1_000_000), cost: cost)
    }

    var now: MonotonicTime { clock.now }

    func noteLookup(_ isFound: Bool) { isFound ? meter?.sharedHits.add() : meter?.misses.add() }

    private func answer(of outcome: FlightTable.Outcome, _ asked: CacheQuestion) -> CacheAnswer {
        switch outcome {
        case .failed(let result): return .failed(result)
        // Why no second flight: whoever has waited for one that came too late waits for no other.
        case .nothing: return .missing(nil)
        case .read(let kept):
            guard let told = models.complete(asked.model), isFresh(kept, told) else { return .missing(nil) }
            meter?.joined.add()
            return .kept(kept.read, again: nil)
        }
    }

    private func isFresh(_ kept: KeptRead, _ told: ChangeCoverage.Told) -> Bool {
        kept.generation == told.generation && kept.epoch == told.epoch
            // Why the term: rows that changed without a new position were other rows at the same position before.
            && (kept.read.asOf > told.from || kept.read.asOf == told.from && kept.term == told.term)
            && tags.isFresh(readAt: kept.read.asOf, tags: kept.read.tags)
    }
}

/// An answer with everything that a proof needs.
package struct KeptRead: Sendable {
    package let read: CachedRead
    /// The rows that it was read from: those of another generation may be the work of other code.
    let generation: Int32
    let epoch: LogEpoch
    /// Of the worker, when reading began.
    let term: Int64
    /// By the wall clock, which nodes share; only memory depends on it.
    let expires: Timestamp
    /// How long reading took.
    let cost: Duration
}

extension CachedRead {
    /// What it takes in memory, about.
    var byteCount: Int {
        result.rows.bytes.count + result.rows.cells.count * 16 + result.groups.count * 12
            + (result.pages.map { $0.bytes.count + $0.cells.count * 16 } ?? 0) + tags.count * 8 + 128
    }
}
