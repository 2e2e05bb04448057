import GraphQLExecution
import GraphQLLanguage
import GraphQLPlanning
import GraphQLValidation
import JSON

/// Every bound on a GraphQL request, with the defaults that are on unless configured otherwise.
package struct GatewayLimits: Sendable {
    package var language = LanguageLimits.untrusted
    package var query = QueryLimits.none
    package var planning = PlanningLimits()
    package var execution = ExecutionLimits()
    package var json = JSONLimits.request
    /// Limit: from the request's arrival to its answer.
    package var requestTimeout: Duration = .seconds(15)
    /// Limit: how long a read waits for its read model unless the client says otherwise.
    package var consistencyWait: Duration = .seconds(2)
    /// Limit: requests in one batch; 1 refuses batches.
    package var batchMax = 1
    /// Limit: bytes that each event loop spends on requests which it has met before.
    package var knownRequestBytesMax = 4 << 20
    /// Whether messages name what was perhaps meant.
    package var suggests = true
    /// Whether `__schema` and `__type` answer.
    package var allowsIntrospection = true

    package init() {}

    /// How long a read waits for its read model when the client asks for so much; a tenth of the request's time is left
    /// for the read itself, or at least for saying that the read model lags.
    func consistencyWait(asked: Duration?) -> Duration { min(asked ?? consistencyWait, requestTimeout * 9 / 10) }
}
