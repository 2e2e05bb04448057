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

    /// Why pointers: a page has thousands of rows of thirteen cells, and this is what a rebuild spends its time on.
    func events(in rows: RowBatch) throws(EventStoreError) -> [RecordedEvent] {
        var events: [RecordedEvent] = []
        events.reserveCapacity(rows.rowCount)
        let corrupt = rows.cells.withUnsafeBufferPointer { cells in
            rows.bytes.withUnsafeBytes { bytes -> Int64? in
                for row in 0..<rows.rowCount {
                    let start = row * rows.columnCount + first
                    if cells[start].isNull { continue }
                    guard let event = event(UnsafeBufferPointer(rebasing: cells[start..<(start + 13)]), bytes) else {
                        return cells[start].int
                    }
                    events.append(event)
                }
                return nil
            }
        }
        guard let corrupt else { return events }
        throw .corrupt(position: GlobalPosition(corrupt), reason: "a stored event cannot be understood")
    }

    private func event(_ cells: UnsafeBufferPointer<Cell>, _ bytes: UnsafeRawBufferPointer) -> RecordedEvent? {
        guard let stream = streams[cells[1].int], let tenant = texts[cells[3].int], let name = texts[cells[4].int],
            let schemaVersion = UInt16(exactly: cells[5].int), let codec = UInt8(exactly: cells[6].int),
            cells[7].length == 16, let ordinal = UInt16(exactly: cells[8].int)
        else { return nil }
        let command = UniqueID(
            high: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: cells[7].range.lowerBound, as: UInt64.self)),
            low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: cells[7].range.lowerBound + 8, as: UInt64.self)))
        var origin = CommandOrigin()
        if cells[11].length > 0 {
            guard let stored = OriginCodec.decode(Array(bytes[cells[11].range])[...]) else { return nil }
            origin = stored
        }
        return RecordedEvent(
            position: GlobalPosition(cells[0].int), stream: stream, version: StreamVersion(cells[2].int),
            name: EventName(validated: name), schemaVersion: schemaVersion, codec: BodyCodec(rawValue: codec),
            body: Array(bytes[cells[12].range]),
            metadata: EventMetadata(
                tenant: TenantID(validated: tenant), id: EventID(command: CommandID(command), ordinal: ordinal),
                origin: origin, occurred: Timestamp(microseconds: cells[9].int),
                recorded: Timestamp(microseconds: cells[10].int)))
    }
}
