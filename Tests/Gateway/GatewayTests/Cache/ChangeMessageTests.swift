import ContextKit
import EventSourcing
import Prelude
import Testing

@testable import Gateway

struct ChangeMessageTests {
    private let sender = [UInt8](repeating: 3, count: 16)

    private func told(
        _ after: Int64, _ to: Int64, _ tags: [UInt64] = [], term: Int64 = 1, rules: UInt64 = CacheWorld.rules
    ) -> ChangeMessage.Told {
        let notice = CacheWorld.notice(after, to, term: term)
        return ChangeMessage.Told(
            notice: notice, changedAt: notice.changedAt, tags: tags.map { ChangeTag(hash: $0) }, rules: rules)
    }

    private func message(_ number: UInt64, _ told: ChangeMessage.Told...) -> ChangeMessage {
        ChangeMessage(sender: sender, number: number, told: told)
    }

    @Test func `a message is read as it was written`() throws {
        let message = message(.max, told(3, 3), told(3, 9, [1, .max]))
        #expect(ChangeMessage(message.bytes) == message)
    }

    @Test func `no part of a message is one, and neither is one with more behind it`() {
        let bytes = message(1, told(3, 9, [1, 2])).bytes
        for count in 0..<bytes.count { #expect(ChangeMessage(Array(bytes[..<count])) == nil, "\(count) bytes") }
        #expect(ChangeMessage(bytes + [0]) == nil)
        var random = SeededRandom(seed: 4)
        for _ in 0..<20_000 {
            var changed = bytes
            changed[Int.random(in: changed.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            _ = ChangeMessage(changed)
        }
    }

    @Test func `notices of one read model that follow each other become one`() {
        let both = told(3, 5, [1]).followed(by: told(5, 9, [2]))
        #expect(both == told(3, 9, [1, 2]))
    }

    @Test func `what does not follow, or is too much, begins at the end`() {
        #expect(told(3, 5, [1]).followed(by: told(6, 9, [2])) == told(9, 9, changedAt: 9))
        #expect(told(3, 5, [1]).followed(by: told(5, 9, [2], term: 2)) == told(9, 9, changedAt: 9, term: 2))
        let many = Array(repeating: UInt64(1), count: ChangeMessage.tagsMax)
        #expect(told(3, 5, many).followed(by: told(5, 9, [2])) == told(9, 9, changedAt: 9))
    }

    private func told(_ after: Int64, _ to: Int64, changedAt: GlobalPosition, term: Int64 = 1)
        -> ChangeMessage.Told
    {
        ChangeMessage.Told(
            notice: CacheWorld.notice(after, to, term: term), changedAt: changedAt, tags: [],
            rules: CacheWorld.rules)
    }

    // MARK: Reception

    private func reception(on node: CacheWorld) -> ChangeReception {
        ChangeReception(ownSender: [], rules: { _ in CacheWorld.rules }, coverage: node.coverage) {
            node.take($0, $1, $2)
        }
    }

    @Test func `a node that hears of every change keeps answers of a read model that another node feeds`() async throws
    {
        let node = try await CacheWorld()
        let reception = reception(on: node)
        reception.take(message(1, told(10, 10)).bytes)
        #expect(try await node.ask(reading: "a", at: 10) == "read a")
        reception.take(message(2, told(10, 11, [8])).bytes)
        #expect(try await node.ask(reading: "b", at: 11) == "a")
        reception.take(message(3, told(11, 12, [7])).bytes)
        #expect(try await node.ask(reading: "c", at: 12) == "read c")
        #expect(node.progress.position(of: CacheWorld.model) == 12, "whoever waits for the change is woken")
    }

    @Test func `a message that was missed is found out by the next, also if it changed rows without a new position`()
        async throws
    {
        let node = try await CacheWorld()
        let reception = reception(on: node)
        reception.take(message(1, told(10, 10)).bytes)
        #expect(try await node.ask(reading: "a", at: 10) == "read a")
        // The second message, of a parked event that was settled at 10, is lost; the third has nothing new.
        reception.take(message(3, told(10, 10, term: 2)).bytes)
        #expect(try await node.ask(reading: "b", at: 10) == "read b")
    }

    @Test func `a message that was missed leaves nothing known of the sender's other read models`() async throws {
        let node = try await CacheWorld()
        let reception = reception(on: node)
        reception.take(message(1, told(10, 10)).bytes)
        #expect(try await node.ask(reading: "a", at: 10) == "read a")
        reception.take(message(3).bytes)
        #expect(try await node.find().flight == nil)
    }

    @Test func `what a node of other rules says of changes is not relied on`() async throws {
        let node = try await CacheWorld()
        let reception = reception(on: node)
        reception.take(message(1, told(10, 10)).bytes)
        #expect(try await node.ask(reading: "a", at: 10) == "read a")
        reception.take(message(2, told(10, 11, [5], rules: 1)).bytes)
        #expect(try await node.find().flight == nil)
    }
}
