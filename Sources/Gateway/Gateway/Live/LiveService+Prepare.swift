import GraphQLPlanning

extension LiveService {
    /// The operation that is asked for, or the errors that a client is told instead of results.
    func prepare(
        _ request: GraphQLRequest, _ options: RequestOptions, _ visitor: Visitor
    ) throws(LiveRefusal) -> LiveRequest {
        do throws(Preparation.Refusal) {
            return LiveRequest(
                operation: try graphQL.prepare(request), request: request, options: options, visitor: visitor)
        } catch {
            throw LiveRefusal(response: error.body)
        }
    }
}
