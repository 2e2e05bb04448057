import GraphQLExecution
import GraphQLPlanning
import Networking
import Prelude

/// Drives one execution on its event loop: loads that answer at once cost nothing, the others call back, and the last
/// one of a wave brings the execution back to its loop.
///
/// Why callbacks and not a task: a request whose rows come over the loop's own sockets needs neither a task nor a
/// continuation, which together cost as much as the rest of its execution.
// Safe because everything but the gathering of results happens on the loop.
package final class WaveDriver: @unchecked Sendable {
    private let loop: EventLoop
    private var machine: ExecutionMachine?
    private var done: ((ExecutionResponse) -> Void)?
    private var deadline = TimerID.none
    private var wave = 0

    private init(
        _ machine: consuming ExecutionMachine, _ loop: EventLoop, _ done: @escaping (ExecutionResponse) -> Void
    ) {
        self.machine = consume machine
        self.loop = loop
        self.done = done
    }

    /// Starts the execution; calls back on the loop, at once if nothing has to wait.
    @discardableResult
    package static func run(
        _ machine: consuming ExecutionMachine, on loop: EventLoop, within timeout: Duration,
        _ done: @escaping (ExecutionResponse) -> Void
    ) -> WaveDriver? {
        let step = machine.start()
        if case .finished(let response) = step {
            done(response)
            return nil
        }
        let driver = WaveDriver(machine, loop, done)
        driver.advance(step)
        guard driver.done != nil else { return nil }
        driver.deadline = loop.schedule(after: timeout) { [weak driver] in
            driver?.abandon("The request was not answered in time.", #"{"code":"DEADLINE_EXCEEDED"}"#)
        }
        return driver
    }

    /// Nobody waits for the answer any more; what is under way is let go, a started append is not interrupted.
    package func cancel() {
        guard done != nil else { return }
        done = nil
        machine = nil
        loop.cancel(deadline)
    }

    private func abandon(_ message: String, _ extensions: String) {
        guard let response = machine?.abandon(message, extensions: Array(extensions.utf8)) else { return }
        finish(response)
    }

    private func finish(_ response: ExecutionResponse) {
        guard let done else { return }
        self.done = nil
        machine = nil
        loop.cancel(deadline)
        done(response)
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
                for (place, call) in calls.enumerated() { start(call, place, gathering, started) }
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

    private func resume(_ results: [LoadResult], of started: Int) {
        guard started == wave, let step = machine?.resume(results) else { return }
        advance(step)
    }

    private func start(_ call: LoadCall, _ place: Int, _ gathering: WaveResults, _ started: Int) {
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
