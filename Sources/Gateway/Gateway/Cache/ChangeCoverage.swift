import EventSourcing
import Prelude
import Synchronization

/// For each read model, between which positions this node has been told of every change.
///
/// Notices of one worker follow each other; one that does not follow what is known begins anew, and what lies before
/// it is unknown. So a lost notice makes answers unprovable, never stale.
package final class ChangeCoverage: Sendable {
    /// Every change behind `from`, up to `to`, is on the tag clock.
    package struct Told: Equatable, Sendable {
        package let generation: Int32
        package let epoch: LogEpoch
        package let term: Int64
        package let from: GlobalPosition
        package fileprivate(set) var to: GlobalPosition
    }

    private let told = Lock<[ProjectionName: Told]>([:])
    private let begun = Atomic<UInt64>(0)

    package init() {}

    /// How often something was not known any more. What was read in one era and is asked about in the same one was read
    /// from the rows of the same workers, generations and epoch.
    package var era: UInt64 { begun.load(ordering: .acquiring) }

    package func told(of model: ProjectionName) -> Told? { told.withLock { $0[model] } }

    /// Notes a notice whose tags are on the clock already; false if changes before it may be unknown.
    package func note(_ notice: ChangeNotice) -> Bool {
        told.withLock { told in
            let own = told[notice.projection]
            if let own, isOld(notice, own) { return true }
            if let own, follows(notice, own) {
                told[notice.projection]?.to = max(own.to, notice.cursor.position)
                return true
            }
            begun.wrappingAdd(1, ordering: .releasing)
            told[notice.projection] = Told(
                generation: notice.generation.number, epoch: notice.cursor.epoch, term: notice.term,
                from: notice.after.position, to: notice.cursor.position)
            return false
        }
    }

    /// Nothing is known of the read models any more.
    package func forget(_ models: some Sequence<ProjectionName>) {
        told.withLock { told in
            begun.wrappingAdd(1, ordering: .releasing)
            for model in models { told[model] = nil }
        }
    }

    private func follows(_ notice: ChangeNotice, _ own: Told) -> Bool {
        notice.generation.number == own.generation && notice.cursor.epoch == own.epoch && notice.term == own.term
            && notice.after.position <= own.to
    }

    /// Of rows that nobody reads any more, or of a worker that has been replaced.
    private func isOld(_ notice: ChangeNotice, _ own: Told) -> Bool {
        if notice.cursor.epoch != own.epoch { return notice.cursor.epoch < own.epoch }
        if notice.generation.number != own.generation { return notice.generation.number < own.generation }
        return notice.term < own.term
    }
}
