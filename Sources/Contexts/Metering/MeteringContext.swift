import ContextKit

/// What AI requests used and what a token costs: the facts that usage, analytics and billing are derived from.
package enum MeteringContext: BoundedContext {
    package static let name = "metering"
    package static let parts: [any Part.Type] = [
        RecordAiUsageField.self,
        RecordAiUsageBatchField.self,
        PublishPriceBookField.self,
        RerateUsageField.self,
        SetUsageTimeZoneField.self,
        MeteringAnswer.self,
    ]
}
