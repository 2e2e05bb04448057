import EventSourcing
import Prelude
import Rows

/// Turns rows of the log into events.
struct EventRows {
    /// Where the columns of the event begin in a row.
    let first: Int
    let streams: [Int64: StreamName]
    let texts: [Int64: String]

    /// The numbers of streams and symbols that the rows name.
    static func numbers(in rows: RowBatch, first: Int) -> (streams: Set<Int64>, symbols: Set<Int64>) {
        var (streams, symbols) = (Set<Int64>(), Set<Int64>())
        var (lastStream, lastTenant, lastType) = (Int64.min, Int64.min, Int64.min)
        rows.cells.withUnsafeBufferPointer { cells in
            for row in 0..<rows.rowCount {
                let start = row * rows.columnCount + first
                if cells[start].isNull { continue }
                let (stream, tenant, type) = (cells[start + 1].int, cells[start + 3].int, cells[start + 4].int)
                if stream != lastStream { streams.insert(stream) }
                if tenant != lastTenant { symbols.insert(tenant) }
                if type != lastType { symbols.insert(type) }
                (lastStream, lastTenant, lastType) = (stream, tenant, type)
            }
        }
        return (streams, symbols)
    }

    func events(in rows: RowBatch) throws(EventStoreError) -> [RecordedEvent] {
        var events: [RecordedEvent] = []
        events.reserveCapacity(rows.rowCount)
        for row in 0..<rows.rowCount {
            let start = row * rows.columnCount + first
            if rows.cells[start].isNull { continue }
            guard let event = event(rows, start) else {
                throw .corrupt(
                    position: GlobalPosition(rows.cells[start].int), reason: "a stored event cannot be understood")
            }
            events.append(event)
        }
        return events
    }

    private func event(_ rows: RowBatch, _ start: Int) -> RecordedEvent? {
        let cells = rows.cells
        guard let stream = streams[cells[start + 1].int], let tenant = texts[cells[start + 3].int],
            let name = texts[cells[start + 4].int],
            let schemaVersion = UInt16(exactly: cells[start + 5].int), let codec = UInt8(exactly: cells[start + 6].int),
            let command = CommandID(bytes: rows.bytes(of: cells[start + 7])),
            let ordinal = UInt16(exactly: cells[start + 8].int)
        else { return nil }
        var origin = CommandOrigin()
        if cells[start + 11].length > 0 {
            guard let stored = OriginCodec.decode(rows.bytes(of: cells[start + 11])) else { return nil }
            origin = stored
        }
        return RecordedEvent(
            position: GlobalPosition(cells[start].int), stream: stream, version: StreamVersion(cells[start + 2].int),
            name: EventName(validated: name), schemaVersion: schemaVersion, codec: BodyCodec(rawValue: codec),
            body: Array(rows.bytes(of: cells[start + 12])),
            metadata: EventMetadata(
                tenant: TenantID(validated: tenant), id: EventID(command: command, ordinal: ordinal), origin: origin,
                occurred: Timestamp(microseconds: cells[start + 9].int),
                recorded: Timestamp(microseconds: cells[start + 10].int)))
    }
}
