import Testing

@testable import Gateway

struct LiveQueryPaceTests {
    /// The machine behind a reference, so that expectations may drive it.
    private final class Paced {
        private var pace: LiveQueryPace

        init(_ throttle: Duration) { pace = LiveQueryPace(throttle: throttle) }
        func changed(canTake: Bool = true) -> LiveQueryPace.Step? { pace.changed(canTake: canTake) }
        func ran(_ verdict: LiveQueryPace.Verdict) -> (tells: Bool, next: LiveQueryPace.Step) { pace.ran(verdict) }
        func rested(canTake: Bool) -> LiveQueryPace.Step { pace.rested(canTake: canTake) }
    }

    private let throttle = Duration.milliseconds(100)

    @Test func `an exact result is told, and the next run waits for a change and for the throttle`() {
        let pace = Paced(throttle)
        let first = pace.ran(.exact)
        #expect(first.tells && first.next == .rest(throttle))
        #expect(pace.changed() == nil, "it rests")
        #expect(pace.rested(canTake: true) == .run)
        #expect(pace.ran(.exact).next == .rest(throttle))
        #expect(pace.rested(canTake: true) == .watch)
        #expect(pace.changed() == .run)
    }

    @Test func `a result of two states is told only when it is the best that can be had`() {
        let pace = Paced(throttle)
        for _ in 1..<LiveQueryPace.overtakenMax {
            let again = pace.ran(.overtaken)
            #expect(!again.tells && again.next == .run)
        }
        let best = pace.ran(.overtaken)
        #expect(best.tells && best.next == .rest(throttle))
        #expect(pace.rested(canTake: true) == .run)
    }

    @Test func `what fails again and again is tried less and less often, until it works`() {
        let pace = Paced(throttle)
        var rests: [LiveQueryPace.Step] = []
        for _ in 0..<8 {
            rests.append(pace.ran(.failed).next)
            #expect(pace.rested(canTake: true) == .run)
        }
        let seconds = [1, 2, 4, 8, 16, 30, 30, 30].map { LiveQueryPace.Step.rest(.seconds($0)) }
        #expect(rests == seconds)
        #expect(pace.ran(.exact).next == .rest(throttle))
        #expect(pace.rested(canTake: true) == .watch)
        #expect(pace.changed() == .run)
        #expect(pace.ran(.failed).next == .rest(.seconds(1)))
    }

    @Test func `a run that comes too soon is put off and tells nothing`() {
        let pace = Paced(throttle)
        let put = pace.ran(.postponed(.seconds(3)))
        #expect(!put.tells && put.next == .rest(.seconds(3)))
        #expect(pace.rested(canTake: true) == .run)
    }

    @Test func `a client that cannot take more is asked again after the throttle`() {
        let pace = Paced(throttle)
        _ = pace.ran(.exact)
        #expect(pace.rested(canTake: false) == .watch)
        #expect(pace.changed(canTake: false) == .rest(throttle))
        for _ in 0..<5 { #expect(pace.rested(canTake: false) == .rest(throttle)) }
        #expect(pace.rested(canTake: true) == .run)
    }
}
