import GraphQLPlanning
import Prelude
import Rows

/// Carries out the loads of one wave: no task for loads that answer at once, one continuation for all that call back.
enum Wave {
    static func results(of calls: [LoadCall]) async -> [LoadResult] {
        var results: [LoadResult?] = Array(repeating: nil, count: calls.count)
        var callbacks: [Int] = []
        var asynchronous: [Int] = []
        for (place, call) in calls.enumerated() {
            switch call.binding.loader {
            case .immediate(let load): results[place] = load(call)
            case .callback: callbacks.append(place)
            case .asynchronous: asynchronous.append(place)
            }
        }
        if !callbacks.isEmpty {
            for (place, result) in await awaitAll(callbacks, of: calls) { results[place] = result }
        }
        if !asynchronous.isEmpty {
            for (place, result) in await run(asynchronous, of: calls) { results[place] = result }
        }
        return results.enumerated().map { place, result in
            result ?? .failed(LoadFailure(message: "Internal server error"), keys: calls[place].keys.rowCount)
        }
    }

    /// Starts every load, and resumes once when the last has called back.
    private static func awaitAll(_ places: [Int], of calls: [LoadCall]) async -> [(Int, LoadResult)] {
        let gathered = Lock<(results: [(Int, LoadResult)], continuation: CheckedContinuation<Void, Never>?)>(([], nil))
        let wanted = places.count
        for place in places {
            guard case .callback(let load) = calls[place].binding.loader else { continue }
            load(calls[place]) { result in
                let continuation = gathered.withLock { state -> CheckedContinuation<Void, Never>? in
                    guard state.results.count < wanted else { return nil }
                    state.results.append((place, result))
                    return state.results.count == wanted ? state.continuation : nil
                }
                continuation?.resume()
            }
        }
        await withCheckedContinuation { continuation in
            let isComplete = gathered.withLock { state in
                if state.results.count == wanted { return true }
                state.continuation = continuation
                return false
            }
            if isComplete { continuation.resume() }
        }
        return gathered.withLock { $0.results }
    }

    /// One load is awaited in place; several run side by side.
    private static func run(_ places: [Int], of calls: [LoadCall]) async -> [(Int, LoadResult)] {
        if places.count == 1, case .asynchronous(let load) = calls[places[0]].binding.loader {
            return [(places[0], await load(calls[places[0]]))]
        }
        return await withTaskGroup(of: (Int, LoadResult)?.self) { group in
            for place in places {
                let call = calls[place]
                group.addTask {
                    guard case .asynchronous(let load) = call.binding.loader else { return nil }
                    return (place, await load(call))
                }
            }
            var results: [(Int, LoadResult)] = []
            for await result in group { if let result { results.append(result) } }
            return results
        }
    }
}
