import Database
import EventSourcing
import Rows

extension RequestScope {
    /// The rows of a statement over a read model, once that has reached what the scope requires.
    package func rows(
        _ statement: Statement, _ parameters: [SQLValue], of model: ReadModelIdentity
    ) async throws(PublicFailure) -> RowBatch {
        if services.positions.position(of: model.name) < required {
            guard await services.positions.wait(for: model.name, at: required, until: consistencyDeadline) else {
                throw .unavailable(retryAfterMilliseconds: 200)
            }
        }
        do throws(DatabaseError) {
            return try await services.reader.rows(
                statement, parameters, in: ReadScope(tenant: viewer.tenant.text))
        } catch {
            noteFault("\(statement.name): \(error)")
            throw ReadFailure.public(error)
        }
    }
}
