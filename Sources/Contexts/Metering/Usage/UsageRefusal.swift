/// Every way in which a usage can be refused.
package enum UsageRefusal: String, Error, Equatable, CaseIterable, Sendable {
    case inTheFuture = "IN_THE_FUTURE"
    case tooOld = "TOO_OLD"

    package var message: String {
        switch self {
        case .inTheFuture: "The usage lies more than 2 minutes ahead of the gateway's clock."
        case .tooOld: "The usage is older than \(UsageHour.windowDays) days, so its period may have been billed."
        }
    }
}
