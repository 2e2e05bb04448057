import Database
import EventSourcing
import Prelude
import SQLite
import Testing

@testable import SQLiteStorage

struct SubjectKeysTests {
    private func id(_ number: UInt64) -> SubjectKeyID { SubjectKeyID(UniqueID(high: 9, low: number)) }

    @Test func `a person keeps the first key, in each tenant another`() async throws {
        let store = try await TemporaryStore()
        let keys = SQLSubjectKeys(store.database)
        _ = try await keys.ensure([(id(1), "ann", [1])], in: "x")
        let again = try await keys.ensure([(id(2), "ann", [2]), (id(3), "bob", [3])], in: "x")
        #expect(Set(again.map(\.id)) == [id(1), id(3)])
        #expect(try await keys.ensure([(id(4), "ann", [4])], in: "y").map(\.wrapped) == [[4]])
        #expect(try await keys.keys([id(1), id(4)], in: "x").map(\.wrapped) == [[1]])
    }

    @Test func `a destroyed key stays destroyed, also for a person who had none`() async throws {
        let store = try await TemporaryStore()
        let keys = SQLSubjectKeys(store.database)
        _ = try await keys.ensure([(id(1), "ann", [1])], in: "x")
        try await keys.destroyKeys(of: "ann", in: "x", mark: id(8))
        try await keys.destroyKeys(of: "eve", in: "x", mark: id(9))
        try await keys.destroyKeys(of: "eve", in: "x", mark: id(10))
        let all = try await keys.ensure([(id(5), "ann", [5]), (id(6), "eve", [6])], in: "x")
        #expect(all.count == 2 && all.allSatisfy { $0.wrapped == nil })
        #expect(try await keys.keys([id(1)], in: "x").map(\.wrapped) == [nil])
    }

    @Test func `keys are found by index`() async throws {
        let store = try await TemporaryStore()
        for statement in SQLSubjectKeys.statements {
            #expect(try await store.database.scans(of: statement) == [], "\(statement.name)")
        }
    }
}
