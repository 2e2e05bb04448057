import ContextKit
import Cryptography
import EventSourcing
import GraphQLPlanning
import Lifecycle
import Prelude
import Rows

/// An answer as it lies in Redis.
///
///     epoch, 10 digits │ generation, 10 │ position, 19 │ sealed: term, expires, cost, tags, rows, groups, order, pages
///
/// The digits can be compared by a script; the rest nobody but the nodes of the store can read or make, and it is bound
/// to its key and to the digits before it.
enum SharedEntry {
    static let headCount = 39
    private static let rowsWithoutCellsMax: UInt32 = 100_000

    /// Nil for what is too long, or has failures.
    static func seal(_ kept: KeptRead, _ key: SealingKey, _ name: SharedName) -> [UInt8]? {
        guard kept.read.result.failures.isEmpty else { return nil }
        let head = head(of: kept)
        var body = ByteWriter()
        body.put(UInt64(bitPattern: kept.term))
        body.put(UInt64(bitPattern: kept.expires.microseconds))
        body.put(UInt64(clamping: kept.cost.wholeMicroseconds))
        body.put(UInt32(truncatingIfNeeded: kept.read.tags.count))
        for tag in kept.read.tags { body.put(tag.hash) }
        put(kept.read.result.rows, &body)
        body.put(UInt32(truncatingIfNeeded: kept.read.result.groups.count))
        for group in kept.read.result.groups {
            body.put(group.state.rawValue)
            body.put(group.first)
            body.put(group.count)
        }
        body.put(UInt32(truncatingIfNeeded: kept.read.result.order.map { $0.count + 1 } ?? 0))
        for place in kept.read.result.order ?? [] { body.put(place) }
        body.put(UInt8(kept.read.result.pages == nil ? 0 : 1))
        if let pages = kept.read.result.pages { put(pages, &body) }
        guard let sealed = try? key.seal(body.bytes.span, authenticating: (name.entry + head).span) else { return nil }
        return head + sealed
    }

    /// Nil for anything that this store's nodes have not put under this name.
    static func open(_ bytes: [UInt8], _ key: SealingKey, _ name: SharedName) -> KeptRead? {
        guard bytes.count > headCount else { return nil }
        let head = Array(bytes[..<headCount])
        guard let epoch = number(head[..<10]), let generation = number(head[10..<20]),
            let position = number(head[20...]), let epoch = UInt32(exactly: epoch),
            let generation = Int32(exactly: generation),
            let body = try? key.open(Array(bytes[headCount...]).span, authenticating: (name.entry + head).span)
        else { return nil }
        var reader = ByteReader(body)
        guard let term = reader.uint64(), let expires = reader.uint64(), let cost = reader.uint64(),
            let tags = tags(&reader), let result = result(&reader), reader.isAtEnd
        else { return nil }
        return KeptRead(
            read: CachedRead(result: result, asOf: GlobalPosition(position), tags: tags), generation: generation,
            epoch: LogEpoch(epoch), term: Int64(bitPattern: term),
            expires: Timestamp(microseconds: Int64(bitPattern: expires)),
            cost: .microseconds(Int64(clamping: cost)))
    }

    private static func head(of kept: KeptRead) -> [UInt8] {
        digits(Int64(kept.epoch.number), 10) + digits(Int64(max(0, kept.generation)), 10)
            + digits(max(0, kept.read.asOf.number), 19)
    }

    private static func digits(_ number: Int64, _ count: Int) -> [UInt8] {
        let text = Array(String(number).utf8)
        return Array(repeating: UInt8(ascii: "0"), count: max(0, count - text.count)) + text
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int64(String(decoding: digits, as: UTF8.self))
    }

    private static func tags(_ reader: inout ByteReader) -> [ChangeTag]? {
        guard let count = reader.count(of: 8) else { return nil }
        var tags: [ChangeTag] = []
        tags.reserveCapacity(count)
        for _ in 0..<count {
            guard let hash = reader.uint64() else { return nil }
            tags.append(ChangeTag(hash: hash))
        }
        return tags
    }

    private static func result(_ reader: inout ByteReader) -> LoadResult? {
        guard let rows = batch(&reader), let groupCount = reader.count(of: 9) else { return nil }
        var groups: [LoadResult.Group] = []
        groups.reserveCapacity(groupCount)
        for _ in 0..<groupCount {
            guard let byte = reader.uint8(), let state = LoadResult.Group.State(rawValue: byte), state != .failed,
                let first = reader.uint32(), let count = reader.uint32()
            else { return nil }
            groups.append(LoadResult.Group(state: state, first: Int(first), count: Int(count)))
        }
        guard let orderCount = reader.uint32() else { return nil }
        var order: [UInt32]?
        if orderCount > 0 {
            var places: [UInt32] = []
            for _ in 1..<orderCount {
                guard let place = reader.uint32(), place < rows.rowCount else { return nil }
                places.append(place)
            }
            order = places
        }
        let placeCount = order?.count ?? rows.rowCount
        guard groups.allSatisfy({ $0.state == .null || Int($0.first) + Int($0.count) <= placeCount }),
            let hasPages = reader.uint8()
        else { return nil }
        guard hasPages == 1 else { return LoadResult(rows: rows, groups: groups, order: order) }
        guard let pages = batch(&reader) else { return nil }
        return LoadResult(rows: rows, groups: groups, order: order, pages: pages)
    }

    private static func put(_ batch: RowBatch, _ body: inout ByteWriter) {
        body.put(UInt32(truncatingIfNeeded: batch.columnCount))
        body.put(UInt32(truncatingIfNeeded: batch.rowCount))
        for cell in batch.cells {
            body.put(cell.tag.rawValue)
            switch cell.tag {
            case .null: break
            case .bool, .int, .double: body.put(cell.bits)
            case .text, .json, .blob:
                body.put(cell.length)
                body.put(batch.bytes(of: cell))
            }
        }
    }

    private static func batch(_ reader: inout ByteReader) -> RowBatch? {
        guard let columns = reader.uint32(), let rows = reader.uint32() else { return nil }
        // Every cell takes a byte at least; of rows without cells there are no more than a read may bring.
        guard columns == 0 ? rows <= rowsWithoutCellsMax : Int(rows) <= reader.left / Int(columns) else { return nil }
        var batch = RowBatch(columnCount: Int(columns))
        for _ in 0..<rows {
            for _ in 0..<columns {
                guard let byte = reader.uint8(), let tag = Cell.Tag(rawValue: byte) else { return nil }
                switch tag {
                case .null: batch.append(.null)
                case .bool, .int, .double:
                    guard let bits = reader.uint64() else { return nil }
                    batch.append(Cell(tag: tag, length: 0, bits: bits))
                case .text, .json, .blob:
                    guard let length = reader.count(of: 1), let bytes = reader.bytes(length) else { return nil }
                    batch.append(tag, bytes: bytes)
                }
            }
            batch.endRow()
        }
        return batch
    }
}
