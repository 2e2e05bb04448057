/// How an AI request ended, as it is stored.
package enum UsageOutcome: String, CaseIterable, Sendable {
    case ok = "OK"
    case error = "ERROR"
    case timeout = "TIMEOUT"
    case cancelled = "CANCELLED"
}
