import ContextKit
import EventSourcing
import Prelude

/// What one node tells the others about changes of the read models that it keeps.
///
///     form │ sender, 16 │ number, 8 │ how many notices, 2 │ notices
///
/// Numbers of one sender follow each other without a gap, so that whoever misses a message finds out with the next.
struct ChangeMessage: Equatable, Sendable {
    /// A notice without its rows: who hears it knows what has changed only by the tags.
    struct Told: Equatable, Sendable {
        var notice: ChangeNotice
        /// Answers that were read before do not have the changes.
        var changedAt: GlobalPosition
        var tags: [ChangeTag]
        /// By which rules the tags were made; others mean nothing to a node.
        let rules: UInt64
    }

    static let form: UInt8 = 1
    /// Limit: tags of one notice; with more, the read model begins anew and everything kept of it is unproven.
    static let tagsMax = 20_000
    /// Limit: notices of one message.
    static let noticesMax = 1_000

    let sender: [UInt8]
    let number: UInt64
    let told: [Told]

    init(sender: [UInt8], number: UInt64, told: [Told]) {
        (self.sender, self.number, self.told) = (sender, number, told)
    }

    var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.put(Self.form)
        writer.put(sender)
        writer.put(number)
        writer.put(UInt16(truncatingIfNeeded: told.count))
        for one in told {
            let notice = one.notice
            writer.put(short: notice.projection.text.utf8)
            writer.put(notice.generation.number)
            writer.put(notice.cursor.epoch.number)
            writer.put(notice.after.position.number)
            writer.put(notice.cursor.position.number)
            writer.put(notice.term)
            writer.put(one.changedAt.number)
            writer.put(one.rules)
            writer.put(UInt32(truncatingIfNeeded: one.tags.count))
            for tag in one.tags { writer.put(tag.hash) }
        }
        return writer.bytes
    }

    /// Nil for anything else.
    init?(_ bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard reader.uint8() == Self.form, let sender = reader.bytes(16), let number = reader.uint64(),
            let count = reader.uint16(), count <= Self.noticesMax
        else { return nil }
        (self.sender, self.number) = (Array(sender), number)
        var told: [Told] = []
        for _ in 0..<count {
            guard let one = Self.told(&reader) else { return nil }
            told.append(one)
        }
        guard reader.isAtEnd else { return nil }
        self.told = told
    }

    private static func told(_ reader: inout ByteReader) -> Told? {
        guard let text = reader.short(), let name = ProjectionName(String(decoding: text, as: UTF8.self)),
            let generation = reader.uint32(), let epoch = reader.uint32(), let after = reader.uint64(),
            let cursor = reader.uint64(), let term = reader.uint64(), let changedAt = reader.uint64(),
            let rules = reader.uint64(), let tagCount = reader.count(of: 8), tagCount <= tagsMax
        else { return nil }
        var tags: [ChangeTag] = []
        tags.reserveCapacity(tagCount)
        for _ in 0..<tagCount {
            guard let hash = reader.uint64() else { return nil }
            tags.append(ChangeTag(hash: hash))
        }
        func place(_ number: UInt64) -> Cursor {
            Cursor(epoch: LogEpoch(epoch), position: GlobalPosition(Int64(bitPattern: number)))
        }
        let notice = ChangeNotice(
            generation: Generation(name, Int32(bitPattern: generation)), term: Int64(bitPattern: term),
            after: place(after), cursor: place(cursor))
        return Told(notice: notice, changedAt: place(changedAt).position, tags: tags, rules: rules)
    }
}
