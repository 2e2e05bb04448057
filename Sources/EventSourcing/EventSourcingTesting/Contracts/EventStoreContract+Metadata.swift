import EventSourcing
import Prelude

extension EventStoreContract {
    static let metadataLaws: [EventStoreLaw] = [
        EventStoreLaw("every byte of a body and every part of the metadata comes back as it was given") { scope in
            let stream = scope.newStream()
            let body = (0...255).map { UInt8($0) }
            let origin = CommandOrigin(
                actor: "user:7", correlation: CorrelationID(UniqueID(high: .max, low: 1)),
                causation: EventID(command: scope.newCommand(), ordinal: .max),
                trace: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
            let occurred = Timestamp(microseconds: -62_135_596_800_000_001)
            let event = NewEvent(
                name: "law.noted.2", schemaVersion: .max, codec: .sealedJSON, body: body, occurred: occurred)
            let append = Append(
                tenant: scope.tenant, command: scope.newCommand(), request: RequestHash(words: [.max, 0, 1, .max - 1]),
                origin: origin, streams: [StreamAppend(to: stream, expected: .none, events: [event])], data: body)
            let outcome = try await scope.appended(append)
            scope.expect(outcome?.request == append.request && outcome?.data == body, "the outcome is changed")
            let page = try await scope.store.read(StreamQuery(stream, in: scope.tenant))
            guard let read = page.events.first else { return scope.expect(false, "the event is not there") }
            scope.expect(read.stream == stream && read.stream.category == "law", "the stream is \(read.stream)")
            scope.expect(read.name == event.name && read.schemaVersion == .max, "\(read.name) \(read.schemaVersion)")
            scope.expect(read.codec == .sealedJSON && read.body == body, "the body is \(read.body)")
            scope.expect(read.metadata.origin == origin, "the origin is \(read.metadata.origin)")
            scope.expect(
                read.metadata.id == EventID(command: append.command, ordinal: 0), "the id is \(read.metadata.id)")
            scope.expect(read.metadata.occurred == occurred, "it occurred at \(read.metadata.occurred)")
            scope.expect(read.metadata.tenant == scope.tenant, "the tenant is \(read.metadata.tenant)")
            let fromLog = try await scope.store.read(LogQuery(after: read.position.advanced(by: -1), limit: 1))
            scope.expect(fromLog.events == [read], "the log has \(fromLog.events)")
        },
        EventStoreLaw("what is not given is not invented") { scope in
            let stream = scope.newStream()
            _ = try await scope.appended(
                scope.append([
                    StreamAppend(to: stream, expected: .any, events: [NewEvent(name: "law.noted.1", body: [])])
                ]))
            let page = try await scope.store.read(StreamQuery(stream, in: scope.tenant))
            guard let read = page.events.first else { return scope.expect(false, "the event is not there") }
            scope.expect(read.metadata.origin == CommandOrigin() && read.body.isEmpty, "the event is \(read)")
            scope.expect(read.metadata.occurred == read.metadata.recorded, "it occurred at another time")
            scope.expect(read.schemaVersion == 1 && read.codec == .json, "the codec is \(read.codec)")
        },
        EventStoreLaw("the longest names and the extremes of time are kept") { scope in
            let long = String(repeating: "z", count: StreamName.bytesMax - 4)
            let tenant = TenantID(validated: scope.tenant.text + String(repeating: "t", count: 30))
            guard let stream = StreamName("law", long) else { return scope.expect(false, "no stream name") }
            let name = EventName(validated: String(repeating: "n", count: EventName.bytesMax))
            for moment in [Int64.min, -1, 0, Int64.max] {
                let event = NewEvent(name: name, body: [], occurred: Timestamp(microseconds: moment))
                _ = try await scope.appended(
                    scope.append([StreamAppend(to: stream, expected: .any, events: [event])], tenant: tenant))
                let page = try await scope.store.read(
                    StreamQuery(stream, in: tenant, .backwards(before: nil), limit: 1))
                scope.expect(page.events.first?.metadata.occurred.microseconds == moment, "\(moment) is changed")
                scope.expect(page.events.first?.name == name, "the name is changed")
            }
        },
        EventStoreLaw("events of one append number themselves over all its streams") { scope in
            let (one, two) = (scope.newStream(), scope.newStream())
            let append = scope.append([
                StreamAppend(to: one, expected: .none, events: [scope.event("1"), scope.event("2")]),
                StreamAppend(to: two, expected: .none, events: [scope.event("3")]),
            ])
            _ = try await scope.appended(append)
            let page = try await scope.store.read(StreamQuery(two, in: scope.tenant))
            scope.expect(
                page.events.first?.metadata.id == EventID(command: append.command, ordinal: 2),
                "the id is \(String(describing: page.events.first?.metadata.id))")
        },
    ]
}
