import Configuration
import Gateway
import Lifecycle

/// How much a viewer may ask for in a time.
package struct RateSettings: Sendable {
    package var unitsPerSecond: Int
    package var burstUnits: Int

    /// Reads the group `limits`.
    package init(_ configuration: Configuration) {
        unitsPerSecond = configuration[ConfigurationKeys.Limits.rateUnitsPerSecond]
        burstUnits = configuration[ConfigurationKeys.Limits.rateBurstUnits]
    }

    /// Nil if there is no limit.
    func rates(clock: any Clock) -> ViewerRates? {
        guard unitsPerSecond > 0 else { return nil }
        return ViewerRates(unitsPerSecond: unitsPerSecond, burstUnits: burstUnits, clock: clock)
    }
}
