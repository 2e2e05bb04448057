/// The state of one stream and the version it was folded up to.
package struct Loaded<State: Aggregate>: Sendable {
    package private(set) var state: State
    package private(set) var version: StreamVersion
    /// The version of the snapshot that the fold began with.
    package let snapshotVersion: StreamVersion

    package init(state: State = State(), version: StreamVersion = .empty) {
        (self.state, self.version, snapshotVersion) = (state, version, version)
    }

    /// Goes on with the next events of the stream.
    ///
    /// Invariant: versions grow by one; anything else means that the store lost or repeated an event.
    package mutating func advance(_ events: [RecordedEvent]) throws(LoadError) {
        for event in events {
            guard event.version == version.next else {
                throw .broken(event.stream, reason: "version \(event.version) follows \(version)")
            }
            do throws(EventBodyError) {
                state.apply(try State.codec.decode(event))
            } catch {
                throw .undecodable(event.position, event.name, error)
            }
            version = event.version
        }
    }

    /// Goes on with events that were just decided on this state and have been stored right after it.
    package mutating func advance(deciding events: [State.Event]) {
        for event in events { state.apply(event) }
        version = version.advanced(by: events.count)
    }
}
