import ContextKit
import EventSourcing
import Testing

@testable import Gateway

struct TagClockTests {
    private func tag(_ parts: String...) -> ChangeTag { ChangeTag(parts.map { Array($0.utf8) }) }

    @Test func `a value is fresh until one of its tags changes after it was read`() {
        let clock = TagClock()
        let note = tag("notes", "7")
        let board = tag("notes", "board", "1")
        #expect(clock.isFresh(readAt: 10, tags: [note, board]))
        clock.note([board], changedAt: 11)
        #expect(!clock.isFresh(readAt: 10, tags: [note, board]))
        #expect(clock.isFresh(readAt: 11, tags: [note, board]))
        #expect(clock.isFresh(readAt: 10, tags: [note]))
    }

    @Test func `a change that is told late does not take back a later one`() {
        let clock = TagClock()
        clock.note([tag("a")], changedAt: 20)
        clock.note([tag("a")], changedAt: 12)
        #expect(!clock.isFresh(readAt: 15, tags: [tag("a")]))
    }

    @Test func `what was forgotten can never be proven fresh`() {
        let clock = TagClock(tagsMax: 8, shardCount: 1)
        clock.note([tag("early")], changedAt: 5)
        for position in 6...40 {
            clock.note([tag("other", "\(position)")], changedAt: GlobalPosition(Int64(position)))
        }
        #expect(!clock.isFresh(readAt: 4, tags: [tag("early")]))
        #expect(clock.isFresh(readAt: 40, tags: [tag("early")]))
    }

    @Test func `the positions of an epoch that is over prove and disprove nothing`() {
        let clock = TagClock(tagsMax: 8, shardCount: 1)
        #expect(clock.enter(1) == .first)
        for position in 900...1_000 {
            clock.note([tag("note"), tag("other", "\(position)")], changedAt: GlobalPosition(Int64(position)))
        }
        #expect(!clock.isFresh(readAt: 500, tags: [tag("note")]))
        #expect(clock.enter(2) == .begun)
        #expect(clock.isFresh(readAt: 500, tags: [tag("note")]))
        clock.note([tag("note")], changedAt: 501)
        #expect(!clock.isFresh(readAt: 500, tags: [tag("note")]))
        #expect(clock.enter(2) == .same)
        #expect(clock.enter(1) == .over)
    }

    @Test func `parts of a tag do not run into each other`() {
        #expect(tag("ab", "c") != tag("a", "bc"))
        #expect(tag("a") != tag("a", ""))
    }
}
