import EventSourcing
import Testing

@testable import Gateway

struct ChangeCoverageTests {
    private func told(_ notices: ChangeNotice...) -> (ChangeCoverage.Told?, follows: [Bool]) {
        let coverage = ChangeCoverage()
        let follows = notices.map { coverage.note($0) }
        return (coverage.told(of: CacheWorld.model), follows)
    }

    private func range(
        _ from: Int64, _ to: Int64, generation: Int32 = 1, epoch: UInt32 = 1, term: Int64 = 1
    ) -> ChangeCoverage.Told {
        ChangeCoverage.Told(
            generation: generation, epoch: LogEpoch(epoch), term: term, from: GlobalPosition(from),
            to: GlobalPosition(to))
    }

    @Test func `notices that follow each other reach further`() {
        let (told, follows) = told(CacheWorld.notice(3, 3), CacheWorld.notice(3, 5), CacheWorld.notice(5, 9))
        #expect(told == range(3, 9))
        #expect(follows == [false, true, true])
    }

    @Test func `one that does not follow begins anew, and says so`() {
        let (told, follows) = told(CacheWorld.notice(3, 5), CacheWorld.notice(6, 9))
        #expect(told == range(6, 9))
        #expect(follows == [false, false])
    }

    @Test func `a new worker begins anew even where the last one has stopped`() {
        let (told, follows) = told(
            CacheWorld.notice(3, 5), CacheWorld.notice(5, 5, term: 2), CacheWorld.notice(5, 9))
        #expect(told == range(5, 5, term: 2))
        #expect(follows == [false, false, true], "the one before is heard no more")
    }

    @Test func `what comes late changes nothing`() {
        #expect(told(CacheWorld.notice(3, 9), CacheWorld.notice(3, 5)).0 == range(3, 9))
    }

    @Test func `another generation begins anew, and the one before is heard no more`() {
        let (told, follows) = told(
            CacheWorld.notice(3, 9), CacheWorld.notice(9, 9, generation: 2), CacheWorld.notice(9, 12),
            CacheWorld.notice(9, 10, generation: 2))
        #expect(told == range(9, 10, generation: 2))
        #expect(follows == [false, false, true, true])
    }

    @Test func `positions of another epoch do not compare`() {
        let (told, _) = told(CacheWorld.notice(3, 900), CacheWorld.notice(4, 5, epoch: 2), CacheWorld.notice(900, 901))
        #expect(told == range(4, 5, epoch: 2))
    }
}
