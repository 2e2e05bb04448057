import GraphQLExecution
import JSON

/// What follows an answer that has more to come, one payload at a time, for whoever is ready to send it.
///
/// Spec: incremental delivery: every result that was announced as pending is completed, be it with errors.
// Safe because it is used on the loop of its request only.
package final class LaterPayloads: @unchecked Sendable {
    private let driver: WaveDriver
    /// Results that were announced and are not completed, by their ids.
    private var pending: Set<[UInt8]> = []
    private let finished: (ExecutionResponse) -> [UInt8]

    /// `finished` makes the bytes that leave of a payload of the engine.
    init(behind first: [UInt8], _ driver: WaveDriver, finished: @escaping (ExecutionResponse) -> [UInt8]) {
        (self.driver, self.finished) = (driver, finished)
        note(first)
    }

    /// Makes the next payload; calls back on the loop. It is asked again unless that was the last.
    package func next(_ take: @escaping (_ payload: [UInt8], _ isLast: Bool) -> Void) {
        driver.next { [self] response in
            guard let response else { return take(overdue(), true) }
            let bytes = finished(response)
            note(bytes)
            take(bytes, !response.hasNext)
        }
    }

    /// Nobody waits for the rest.
    package func cancel() { driver.cancel() }

    private func note(_ payload: [UInt8]) {
        guard let document = try? JSONDocument(parsing: payload, limits: .ownAnswers) else { return }
        func ids(_ name: StaticString) -> [[UInt8]] {
            guard let list = document.member(name, of: document.root), document.kind(list) == .array else { return [] }
            return document.items(list).compactMap { item in
                document.member("id", of: item).map { Array(document.bytes($0)) }
            }
        }
        pending.formUnion(ids("pending"))
        pending.subtract(ids("completed"))
    }

    /// The last payload of a request whose time is up: what is pending fails.
    private func overdue() -> [UInt8] {
        let errors = ErrorBody.list(.deadlineExceeded, "The request was not answered in time.")
        var writer = JSONWriter()
        writer.put("{\"completed\":[")
        for (place, id) in pending.sorted(by: { $0.lexicographicallyPrecedes($1) }).enumerated() {
            writer.put(place > 0 ? ",{\"id\":" : "{\"id\":")
            writer.putString(id[...])
            writer.put(",\"errors\":")
            writer.put(errors)
            writer.put("}")
        }
        writer.put("],\"hasNext\":false}")
        return writer.bytes()
    }
}
