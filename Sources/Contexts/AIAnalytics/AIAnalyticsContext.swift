import ContextKit

/// How AI requests behave over time: counts, costs and latencies. The gray zone: for charts, never for a decision.
package enum AIAnalyticsContext: BoundedContext {
    package static let name = "ai-analytics"
    package static let parts: [any Part.Type] = [
        UsageWindows.self,
        GetTokenUsage.self,
        GetLatencyStats.self,
    ]
}
