/// Bounds on one plan; a document that needs more is refused before anything runs.
package struct PlanningLimits: Sendable {
    /// Limit: fields of all planned objects, after fragments have been spread for every possible type.
    package var fieldsMax: Int
    /// Limit: settings of the variables of `@skip` and `@include` for which plans are kept.
    package var settingsMax: Int

    package init(fieldsMax: Int = 200_000, settingsMax: Int = 16) {
        (self.fieldsMax, self.settingsMax) = (fieldsMax, settingsMax)
    }
}
