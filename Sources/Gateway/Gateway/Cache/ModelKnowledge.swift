import EventSourcing
import Lifecycle

/// What this node knows of the read models: how far they are, and of which changes it has been told.
package struct ModelKnowledge: Sendable {
    package let coverage: ChangeCoverage
    private let progress: ReadModelProgress
    /// Limit: how long ago the store may have said last how far the read models are.
    private let staleMax: Duration

    package init(_ coverage: ChangeCoverage, _ progress: ReadModelProgress, staleMax: Duration) {
        (self.coverage, self.progress, self.staleMax) = (coverage, progress, staleMax)
    }

    package var era: UInt64 { coverage.era }

    /// Which changes are known, if those are all up to where the read model is known to be; nil proves nothing.
    ///
    /// Whoever must see a position has waited until the read model was known to be there, so nothing that it must see
    /// lies behind what is told.
    package func complete(_ model: ProjectionName) -> ChangeCoverage.Told? {
        guard let told = coverage.told(of: model), let known = progress.cursor(of: model), told.epoch == known.epoch,
            told.to >= known.position, progress.isCurrent(within: staleMax)
        else { return nil }
        return told
    }
}
