import GraphQLPlanning

extension LiveService {
    /// The operation and the options of a request, or the errors that a stream is told instead of results.
    func prepare(_ request: GraphQLRequest) throws(LiveRefusal) -> (PreparedOperation, RequestOptions) {
        let options: RequestOptions
        do throws(OptionFault) {
            options = try RequestOptions(request)
        } catch {
            throw LiveRefusal(ErrorBody.list(.badRequest, error.message))
        }
        do throws(Preparation.Refusal) {
            return (try graphQL.prepare(request), options)
        } catch {
            throw LiveRefusal(response: error.body)
        }
    }
}
