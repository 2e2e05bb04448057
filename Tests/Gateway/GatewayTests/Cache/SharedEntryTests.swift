import ContextKit
import Cryptography
import EventSourcing
import GraphQLPlanning
import Lifecycle
import Prelude
import Rows
import Testing

@testable import Gateway

struct SharedEntryTests {
    private let key = SealingKey.random()
    private let name = SharedName(hash: Array(0..<24))

    private func kept() -> KeptRead {
        var rows = RowBatch(columnCount: 4)
        for number in 0..<3 {
            rows.append(text: "row \(number)")
            rows.append(.int(Int64(number) - 1))
            rows.append(number == 1 ? .null : .double(0.5))
            rows.append(.blob, bytes: [0, 255])
            rows.endRow()
        }
        var pages = RowBatch(columnCount: 1)
        pages.append(.bool(true))
        pages.endRow()
        return KeptRead(
            read: CachedRead(
                result: LoadResult(
                    rows: rows, groups: [.rows(0..<2), .null, .rows(2..<3)], order: [2, 0, 1], pages: pages),
                asOf: 1_234, tags: [ChangeTag(hash: .max), ChangeTag(hash: 1)]),
            generation: 3, epoch: 2, term: -5, expires: Timestamp(microseconds: 99), cost: .microseconds(250))
    }

    @Test func `an answer comes back as it was put in`() throws {
        let kept = kept()
        let sealed = try #require(SharedEntry.seal(kept, key, name))
        let back = try #require(SharedEntry.open(sealed, key, name))
        #expect((back.generation, back.epoch, back.expires, back.cost) == (3, 2, kept.expires, kept.cost))
        #expect(back.term == -5)
        #expect(back.read.asOf == 1_234)
        #expect(back.read.tags == kept.read.tags)
        let (result, original) = (back.read.result, kept.read.result)
        #expect(result.rows.cells.map(\.tag) == original.rows.cells.map(\.tag))
        #expect(result.rows.string(of: result.rows.cell(row: 2, column: 0)) == "row 2")
        #expect(result.rows.cell(row: 0, column: 1).int == -1)
        #expect(result.order == [2, 0, 1])
        #expect(result.groups.map(\.count) == [2, 0, 1])
        #expect(result.groups.map(\.state) == [.rows, .null, .rows])
        #expect(result.pages?.cell(row: 0, column: 0).bool == true)
    }

    @Test func `nothing but what this store has put under this name is taken`() throws {
        let sealed = try #require(SharedEntry.seal(kept(), key, name))
        #expect(SharedEntry.open(sealed, .random(), name) == nil, "another store's")
        #expect(SharedEntry.open(sealed, key, SharedName(hash: Array(1..<25))) == nil, "another answer's")
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(SharedEntry.open(changed, key, name) == nil, "byte \(index)")
        }
        for count in 0..<sealed.count { #expect(SharedEntry.open(Array(sealed[..<count]), key, name) == nil) }
    }

    @Test func `the head's order as text is the order of positions`() throws {
        func head(_ epoch: UInt32, _ generation: Int32, _ position: Int64) throws -> [UInt8] {
            let read = CacheWorld.read("a", at: position)
            let kept = KeptRead(
                read: read, generation: generation, epoch: LogEpoch(epoch), term: 1,
                expires: Timestamp(microseconds: 0), cost: .zero)
            return Array(try #require(SharedEntry.seal(kept, key, name)).prefix(SharedEntry.headCount))
        }
        let heads = [
            try head(1, 1, 9), try head(1, 1, 10), try head(1, 2, 3), try head(2, 1, 0), try head(10, 1, .max),
        ]
        for (lower, higher) in zip(heads, heads.dropFirst()) { #expect(lower.lexicographicallyPrecedes(higher)) }
    }
}
