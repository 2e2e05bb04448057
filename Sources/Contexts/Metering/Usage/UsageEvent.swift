import EventSourcing

/// Everything that can have happened in an hour of usages.
package enum UsageEvent: Equatable, Sendable {
    case recorded(AiUsageRecorded)

    package static let codec = EventCodec<UsageEvent>([.init(AiUsageRecorded.self) { .recorded($0) }]) { event in
        switch event {
        case .recorded(let payload): payload
        }
    }
}
