import Database
import EventSourcing
import Prelude

/// A batch as the parameters of `log_append`; its migration explains them.
struct PostgresAppend {
    let parameters: [SQLValue]

    /// Nil if a tenant, category or event name has no number.
    init?(_ batch: [Append], _ numbers: [String: Int64]) {
        let streams = StreamSlots(batch)
        var appends = Columns(count: 7)
        var parts = Columns(count: 4)
        var events = Columns(count: 5)
        var lastUse: [CommandKey: Int64] = [:]
        for (index, append) in batch.enumerated() {
            guard let tenant = numbers[append.tenant.text] else { return nil }
            let command = CommandKey(append.tenant, append.command)
            appends.append([
                .int(tenant), .blob(append.command.bytes), .blob(append.request.bytes), .blob(append.data),
                .blob(OriginCodec.encode(append.origin)), .int(Int64(append.streams.count)),
                .int(lastUse[command] ?? 0),
            ])
            lastUse[command] = Int64(index + 1)
            for part in append.streams {
                guard let slot = streams.slot(StreamKey(append.tenant, part.stream)) else { return nil }
                parts.append([
                    .int(slot), .int(PostgresAppend.number(part.expected)), .bool(part.closesStream),
                    .int(Int64(part.events.count)),
                ])
                for event in part.events {
                    guard let type = numbers[event.name.text] else { return nil }
                    events.append([
                        .int(type), .int(Int64(event.schemaVersion)), .int(Int64(event.codec.rawValue)),
                        event.occurred.map { .int($0.microseconds) } ?? .null, .blob(event.body),
                    ])
                }
            }
        }
        guard let places = streams.columns(numbers) else { return nil }
        parameters = appends.arrays + places + parts.arrays + events.arrays
    }

    private static func number(_ expected: ExpectedVersion) -> Int64 {
        switch expected {
        // A version below zero can never be: it must not be taken for one of the codes.
        case .exact(let version): version < .empty ? .max : version.number
        case .none: -1
        case .exists: -2
        case .any: -3
        }
    }

    /// Rows turned into one array a column.
    private struct Columns {
        private var columns: [[SQLValue]]

        init(count: Int) { columns = Array(repeating: [], count: count) }

        mutating func append(_ row: [SQLValue]) {
            for (index, value) in row.enumerated() { columns[index].append(value) }
        }

        var arrays: [SQLValue] { columns.map { .array($0) } }
    }
}

/// The distinct streams of a batch in the order in which every node locks them.
private struct StreamSlots {
    private let sorted: [StreamKey]
    private let slots: [StreamKey: Int64]

    init(_ batch: [Append]) {
        var keys: Set<StreamKey> = []
        for append in batch { for part in append.streams { keys.insert(StreamKey(append.tenant, part.stream)) } }
        sorted = keys.sorted { ($0.stream, $0.tenant) < ($1.stream, $1.tenant) }
        slots = Dictionary(uniqueKeysWithValues: zip(sorted, 1...Int64(max(1, sorted.count))))
    }

    func slot(_ key: StreamKey) -> Int64? { slots[key] }

    func columns(_ numbers: [String: Int64]) -> [SQLValue]? {
        var (tenants, categories) = ([SQLValue](), [SQLValue]())
        for key in sorted {
            guard let tenant = numbers[key.tenant.text], let category = numbers[key.stream.category.text] else {
                return nil
            }
            tenants.append(.int(tenant))
            categories.append(.int(category))
        }
        return [.array(tenants), .array(categories), .array(sorted.map { .text($0.stream.text) })]
    }
}
