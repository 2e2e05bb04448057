import Configuration

extension ConfigurationKeys {
    package enum Limits {
        package static let rateUnitsPerSecond = Setting<Int>.integer(
            "limits.rate_units_per_second", default: 0, in: 0...1_000_000_000,
            "Cost that a viewer may spend in a second; 0 sets no limit.")
        package static let rateBurstUnits = Setting<Int>.integer(
            "limits.rate_burst_units", default: 10_000, in: 1...1_000_000_000,
            "Cost that a viewer may spend at once after a rest.")
    }

    static let limits = [Limits.rateUnitsPerSecond.key, Limits.rateBurstUnits.key]
}
