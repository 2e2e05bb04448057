import GraphQLExecution
import GraphQLPlanning
import Networking
import Prelude

/// Drives one execution on its event loop: loads that answer at once cost nothing, the others call back, and the last
/// one of a wave brings the execution back to its loop.
///
///     under way ── finished ──► over
///         │  └──── has more ──► paused ── next ──► under way
///         └─────── time is up ► over (whoever asks for the next payload is told so)
///
/// Why callbacks and not a task: a request whose rows come over the loop's own sockets needs neither a task nor a
/// continuation, which together cost as much as the rest of its execution.
// Safe because everything but the gathering of results happens on the loop.
package final class WaveDriver: @unchecked Sendable {
    private let loop: EventLoop
    private var machine: ExecutionMachine?
    /// Takes the response that is being made; nil stands for one that was not made in time.
    private var take: ((ExecutionResponse?, WaveDriver) -> Void)?
    private var deadline = TimerID.none
    private var wave = 0
    private var isBehindFirst = false
    private var isOverdue = false

    private init(
        _ machine: consuming ExecutionMachine, _ loop: EventLoop,
        _ take: @escaping (ExecutionResponse?, WaveDriver) -> Void
    ) {
        self.machine = consume machine
        self.loop = loop
        self.take = take
    }

    /// Starts the execution; calls back on the loop, at once if nothing has to wait.
    @discardableResult
    package static func run(
        _ machine: consuming ExecutionMachine, on loop: EventLoop, within timeout: Duration,
        _ done: @escaping (ExecutionResponse) -> Void
    ) -> WaveDriver? {
        runInParts(machine, on: loop, within: timeout) { response, _ in done(response) }
    }

    /// As `run`, for a response that may have more to come: then the driver comes with it and gives the rest by `next`.
    @discardableResult
    static func runInParts(
        _ machine: consuming ExecutionMachine, on loop: EventLoop, within timeout: Duration,
        _ first: @escaping (ExecutionResponse, WaveDriver?) -> Void
    ) -> WaveDriver? {
        // What answers at once from beginning to end needs nobody to drive it.
        var machine = machine
        var step = machine.start()
        while case .load(let calls) = step, let results = immediateResults(of: calls) {
            step = machine.resume(results)
        }
        if case .finished(let response) = step, !response.hasNext {
            first(response, nil)
            return nil
        }
        let driver = WaveDriver(machine, loop) { response, driver in
            if let response { first(response, response.hasNext ? driver : nil) }
        }
        driver.advance(step)
        guard driver.isAlive else { return nil }
        driver.deadline = loop.schedule(after: timeout) { [weak driver] in driver?.timeIsUp() }
        return driver
    }

    /// Goes on behind a response that has more to come; calls back on the loop with the next payload, or with nil if
    /// the time of the whole request is up.
    func next(_ take: @escaping (ExecutionResponse?) -> Void) {
        guard isAlive, !isOverdue, let step = machine?.proceed() else { return take(nil) }
        self.take = { response, _ in take(response) }
        advance(step)
    }

    /// Nobody waits for the answer any more; what is under way is let go, a started append is not interrupted.
    package func cancel() {
        take = nil
        end()
    }

    private var isAlive: Bool { machine != nil }

    private func end() {
        guard isAlive else { return }
        machine = nil
        loop.cancel(deadline)
    }

    private func timeIsUp() {
        guard isAlive else { return }
        isOverdue = true
        guard isBehindFirst else {
            let extensions = Array(#"{"code":"DEADLINE_EXCEEDED"}"#.utf8)
            guard let response = machine?.abandon("The request was not answered in time.", extensions: extensions)
            else { return }
            return finish(response)
        }
        let waiting = take
        take = nil
        end()
        waiting?(nil, self)
    }

    private func finish(_ response: ExecutionResponse) {
        guard let take else { return }
        self.take = nil
        if response.hasNext { isBehindFirst = true } else { end() }
        take(response, self)
    }

    private func advance(_ first: ExecutionMachine.Step) {
        var step = first
        while true {
            switch step {
            case .finished(let response): return finish(response)
            case .load(let calls):
                wave += 1
                let started = wave
                let gathering = WaveResults(count: calls.count)
                for (place, call) in calls.enumerated() { start(call, place, gathering) }
                guard
                    let results = gathering.takeIfComplete(orElse: { [self] results in
                        loop.execute { self.resume(results, of: started) }
                    })
                else { return }
                guard let next = machine?.resume(results) else { return }
                step = next
            }
        }
    }

    /// The results of a wave all of whose loads answer at once; nil if one of them may wait.
    private static func immediateResults(of calls: [LoadCall]) -> [LoadResult]? {
        for call in calls {
            guard case .immediate = call.binding.loader else { return nil }
        }
        return calls.compactMap { call in
            guard case .immediate(let load) = call.binding.loader else { return nil }
            return load(call)
        }
    }

    private func resume(_ results: [LoadResult], of started: Int) {
        // Why the taker: an execution that was given up in time has its response, and what comes late changes nothing.
        guard started == wave, take != nil, let step = machine?.resume(results) else { return }
        advance(step)
    }

    private func start(_ call: LoadCall, _ place: Int, _ gathering: WaveResults) {
        switch call.binding.loader {
        case .immediate(let load): gathering.take(load(call), at: place)
        case .callback(let load): load(call) { gathering.take($0, at: place) }
        case .asynchronous(let load):
            Task(executorPreference: loop) { gathering.take(await load(call), at: place) }
        }
    }
}

/// The results of one wave while they come in, from any thread.
private final class WaveResults: Sendable {
    private struct State {
        var results: [LoadResult?]
        var missing: Int
        var whenComplete: (@Sendable ([LoadResult]) -> Void)?
    }

    private let state: Lock<State>

    init(count: Int) {
        state = Lock(State(results: Array(repeating: nil, count: count), missing: count))
    }

    func take(_ result: LoadResult, at place: Int) {
        let finish = state.withLock { state -> (@Sendable ([LoadResult]) -> Void, [LoadResult])? in
            guard state.results[place] == nil else { return nil }
            state.results[place] = result
            state.missing -= 1
            guard state.missing == 0, let whenComplete = state.whenComplete else { return nil }
            return (whenComplete, state.results.compactMap { $0 })
        }
        if let finish { finish.0(finish.1) }
    }

    /// The results if all are there; otherwise the function is called with them once they are.
    func takeIfComplete(orElse whenComplete: @escaping @Sendable ([LoadResult]) -> Void) -> [LoadResult]? {
        state.withLock { state in
            guard state.missing > 0 else { return state.results.compactMap { $0 } }
            state.whenComplete = whenComplete
            return nil
        }
    }
}
