import GraphQLLanguage
import GraphQLPlanning

/// A stored operation that is planned and ready to run.
package struct ServedOperation: Sendable {
    package let stored: StoredOperation
    let prepared: PreparedOperation

    /// Plans the operation as any other.
    package init(_ stored: StoredOperation, by preparation: Preparation) throws(StoredOperationFault) {
        self.stored = stored
        do throws(PlanError) {
            prepared = try preparation.planned(stored.valid, stored.id)
        } catch {
            let document = stored.document
            throw StoredOperationFault(
                file: document.source.name, place: document.location(at: document[stored.id].position),
                message: error.message)
        }
    }
}
