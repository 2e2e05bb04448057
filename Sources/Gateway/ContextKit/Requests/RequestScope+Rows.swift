import Database
import EventSourcing
import Rows

extension RequestScope {
    /// The rows of a statement over a read model, once that has reached what the scope requires.
    package func rows(
        _ statement: Statement, _ parameters: [SQLValue], of model: ReadModelIdentity
    ) async throws(PublicFailure) -> RowBatch {
        if !isReady(model) { try await untilReady(model) }
        do throws(DatabaseError) {
            return try await services.reader.rows(
                statement, parameters, in: ReadScope(tenant: viewer.tenant.text))
        } catch {
            noteFault("\(statement.name): \(error)")
            throw ReadFailure.public(error)
        }
    }
}
