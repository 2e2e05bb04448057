import ContextKit
import Database

/// The objects that metering commands answer with.
package enum MeteringAnswer: Part {
    package static func install(in assembly: inout Assembly) {
        let receipt: [TableDefinition.Column] = [.init("position", .text), .init("version", .int)]
        let refusal: [TableDefinition.Column] = [.init("reason", .text), .init("message", .text)]
        assembly.object("AiUsageRecorded", columns: receipt + [.init("request_id", .text)])
        assembly.object("AiUsageRefused", columns: refusal)
        assembly.embedded("AiUsageRecorded.query")
        assembly.object(
            "AiUsageLine",
            columns: [
                .init("index", .int), .init("request_id", .text), .init("status", .text),
                .init("position", .text, optional: true), .init("code", .text, optional: true),
                .init("message", .text, optional: true),
            ])
        assembly.object(
            "PriceBookPublished", columns: receipt + [.init("effective_from", .int), .init("number", .int)])
        assembly.object("UsageRerated", columns: receipt + [.init("month", .text), .init("book", .int)])
        assembly.embedded("UsageRerated.query")
        assembly.object("UsageTimeZoneSet", columns: receipt + [.init("time_zone", .text)])
        assembly.object("UsageTimeZoneRefused", columns: refusal)
        assembly.embedded("UsageTimeZoneSet.query")
        assembly.object("PriceBookRefused", columns: refusal)
        assembly.embedded("PriceBookPublished.query")
    }
}
