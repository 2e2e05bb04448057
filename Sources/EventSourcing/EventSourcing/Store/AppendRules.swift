/// What an append must respect before a store looks at it; the limits are those of `EventStoreLimits`.
package enum AppendRules {
    /// Throws `invalid` for the first append that breaks a limit.
    package static func check(_ batch: [Append]) throws(EventStoreError) {
        guard batch.count <= EventStoreLimits.appendsPerBatchMax else {
            throw .invalid(reason: "a batch of \(batch.count) appends")
        }
        for append in batch { try check(append) }
    }

    package static func check(_ append: Append) throws(EventStoreError) {
        guard append.streams.count <= EventStoreLimits.streamsPerAppendMax else {
            throw .invalid(reason: "an append to \(append.streams.count) streams")
        }
        guard append.eventCount <= EventStoreLimits.eventsPerAppendMax else {
            throw .invalid(reason: "an append of \(append.eventCount) events")
        }
        guard append.data.count <= EventStoreLimits.outcomeBytesMax else {
            throw .invalid(reason: "\(append.data.count) bytes of outcome data")
        }
        for (index, part) in append.streams.enumerated() {
            guard !append.streams[..<index].contains(where: { $0.stream == part.stream }) else {
                throw .invalid(reason: "stream \(part.stream) is named twice")
            }
            if let large = part.events.first(where: { $0.body.count > EventStoreLimits.bodyBytesMax }) {
                throw .invalid(reason: "a body of \(large.body.count) bytes in \(large.name)")
            }
        }
    }
}
