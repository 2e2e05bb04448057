import GraphQLPlanning

extension ExecutionMachine {
    /// Goes on after a response that has more to come: loads what was deferred, and ends with the next payload.
    package mutating func proceed() -> Step {
        guard let delivery else {
            return .finished(
                ExecutionResponse(bytes: Array(#"{"hasNext":false}"#.utf8), hasData: true, hasErrors: false))
        }
        var expanded: Set<ExpandedFields> = []
        for work in delivery.due {
            guard case .fields(let deferred, let object, .row(let visit, _), _) = work.content,
                expanded.insert(ExpandedFields(visit: visit, steps: Int(deferred.steps.start), object: object)).inserted
            else { continue }
            expand(visit: visit, object: object, steps: deferred.steps, only: nil)
        }
        return advance()
    }

    private struct ExpandedFields: Hashable {
        let visit: Int
        let steps: Int
        let object: Int
    }
}
