import ContextKit
import GraphQLLanguage
import GraphQLSchema
import GraphQLValidation
import HTTP

/// Reads the files of stored operations and finds everything that is wrong with them.
package struct ReadStoredOperations {
    private let schema: Schema
    package private(set) var operations: [StoredOperation] = []
    package private(set) var faults: [StoredOperationFault] = []
    private var names: [String: StoredOperationFault] = [:]
    private var routes: [String: StoredOperationFault] = [:]

    package init(_ sources: [Source], against schema: Schema) {
        self.schema = schema
        for source in sources { read(source) }
    }

    private mutating func read(_ source: Source) {
        let document: Document
        do throws(SyntaxError) {
            document = try Document.parse(source)
        } catch {
            faults.append(StoredOperationFault(file: source.name, place: error.location, message: error.message))
            return
        }
        switch validate(document, against: schema) {
        case .valid(let valid):
            for definition in document.definitions {
                guard case .operation(let id) = definition else { continue }
                do throws(StoredOperationFault) {
                    let operation = try CheckStoredOperation(valid, id).operation()
                    try isFree(operation)
                    operations.append(operation)
                } catch {
                    faults.append(error)
                }
            }
        case .invalid(let diagnostics):
            faults += diagnostics.map { diagnostic in
                StoredOperationFault(
                    file: source.name, place: diagnostic.locations.first ?? SourceLocation(line: 1, column: 1),
                    message: diagnostic.message)
            }
        }
    }

    /// Names are those of operations in documents and in metrics; a route leads to one operation.
    private mutating func isFree(_ operation: StoredOperation) throws(StoredOperationFault) {
        let document = operation.document
        let file = document.source.name
        let place = document.location(at: document[operation.id].position)
        let route = "\(operation.method.name) \(operation.path.shape)"
        if let other = names[operation.name] {
            throw StoredOperationFault(
                file: file, place: place, message: "\(operation.name) is the name of \(other.description)")
        }
        if let other = routes[route] {
            throw StoredOperationFault(
                file: file, place: place,
                message: "\(operation.method.name) \(operation.path.text) leads to two operations: \(other.description)"
            )
        }
        names[operation.name] = StoredOperationFault(file: file, place: place, message: "another operation")
        routes[route] = StoredOperationFault(file: file, place: place, message: operation.name)
    }
}
