import GraphQLPlanning

extension ExecutionRequest {
    /// Executes on the caller's task: loads that answer at once run inline, the others are awaited together.
    ///
    /// A cancelled task ends the request between two waves.
    package func response() async -> ExecutionResponse {
        do throws(Refusal) {
            var machine = try machine()
            var step = machine.start()
            while true {
                switch step {
                case .finished(let response): return response
                case .load(let calls):
                    if Task.isCancelled { return machine.abandon("The request was cancelled.") }
                    if let reason = interruption?() {
                        return machine.abandon(reason.message, extensions: reason.extensions)
                    }
                    step = machine.resume(await Wave.results(of: calls))
                }
            }
        } catch {
            return error.response
        }
    }

    /// Executes without waiting; nil if a load does not answer at once, which then has been started already.
    package func immediateResponse() -> ExecutionResponse? {
        do throws(Refusal) {
            var machine = try machine()
            var step = machine.start()
            while true {
                switch step {
                case .finished(let response): return response
                case .load(let calls):
                    var results: [LoadResult] = []
                    for call in calls {
                        guard case .immediate(let load) = call.binding.loader else { return nil }
                        results.append(load(call))
                    }
                    step = machine.resume(results)
                }
            }
        } catch {
            return error.response
        }
    }
}
