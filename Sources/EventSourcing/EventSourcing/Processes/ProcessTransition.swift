import JSON
import Prelude

/// The event of a process's stream: what came in and everything the process remembers afterwards.
struct ProcessTransition: Sendable {
    static let name: EventName = "process.advanced.1"

    /// In words, for people who read the history.
    let cause: String
    let record: ProcessRecord

    var event: NewEvent {
        let body: JSONValue = ["cause": .string(cause), "record": record.json]
        return NewEvent(name: Self.name, body: body.bytes)
    }

    init(cause: String, record: ProcessRecord) { (self.cause, self.record) = (cause, record) }

    init(_ event: RecordedEvent) throws(ProcessPoison) {
        guard event.name == Self.name, let body = try? JSONValue(parsing: event.body), let record = body["record"]
        else {
            throw ProcessPoison("position \(event.position) is no transition of a process")
        }
        cause = body["cause"]?.string ?? ""
        self.record = try ProcessRecord(json: record)
    }
}
