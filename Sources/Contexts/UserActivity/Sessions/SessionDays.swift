import ContextKit
import Database
import EventSourcing

/// How many sessions of all users began on each day (UTC), and how long they were.
package enum SessionDays: ReadModel {
    package static let table = TableDefinition(
        "user_activity_session_days",
        columns: [
            .init("tenant_id", .text), .init("day", .int), .init("sessions", .int), .init("bounces", .int),
            .init("seconds", .int), .init("sketch", .blob),
        ],
        primaryKey: ["tenant_id", "day"])
    package static var projection: any Projection { UserActivityProjection() }
    package static let zone = Zone.gray
    package static let tagSets: [[SQLName]] = [[]]

    package static func install(in assembly: inout Assembly) { assembly.readModel(SessionDays.self) }

    /// What sessions add to a day, or take away from it when they are joined to others.
    struct Change: Sendable {
        var sessions: Int64 = 0
        var bounces: Int64 = 0
        var seconds: Int64 = 0
        var buckets: [Int: Int64] = [:]

        mutating func add(_ session: Session, _ sign: Int64) {
            sessions &+= sign
            bounces &+= session.isBounce ? sign : 0
            seconds &+= sign &* session.seconds
            buckets[SketchScale.bucket(of: session.seconds), default: 0] &+= sign
        }

        /// The day's row with the change; nil if no session begins on it any more.
        func row(_ key: RowKey, after row: [RowValue]?) throws(ProjectionInterruption) -> [RowValue]? {
            var numbers: [Int64] = [0, 0, 0]
            var sketch = Sketch()
            if let row, row.count == 6 {
                numbers = row[2...4].compactMap { if case .int(let number) = $0 { number } else { nil } }
                guard numbers.count == 3, case .blob(let packed) = row[5], let read = Sketch(packed: packed) else {
                    throw .poison(reason: "a day of sessions that is none")
                }
                sketch = read
            }
            for (bucket, count) in buckets { sketch.add(count, to: bucket) }
            guard numbers[0] &+ sessions != 0 else { return nil }
            return key.values + [
                .int(numbers[0] &+ sessions), .int(numbers[1] &+ bounces), .int(numbers[2] &+ seconds),
                .blob(sketch.packed),
            ]
        }
    }
}
