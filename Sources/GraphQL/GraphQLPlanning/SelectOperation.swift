import GraphQLLanguage

/// Spec: 6.1 GetOperation.
package enum SelectOperation {
    /// Why a request names no operation of its document.
    package enum Fault: Error, Equatable, Sendable {
        case nameIsMissing
        case unknownName(String)
        case noOperation

        package var message: String {
            switch self {
            case .nameIsMissing: "Must provide operation name if query contains multiple operations."
            case .unknownName(let name): "Unknown operation named '\(name)'."
            case .noOperation: "Must provide an operation."
            }
        }
    }

    /// The operation of that name, or the only one if no name is given.
    package static func find(named name: String?, in document: Document) throws(Fault) -> NodeID<OperationNode> {
        guard let name else {
            if document.operations.count > 1 { throw .nameIsMissing }
            if document.operations.isEmpty { throw .noOperation }
            return NodeID(0)
        }
        let bytes = Array(name.utf8)
        let place = document.operations.lastIndex { operation in
            !operation.name.isAbsent && document.bytes(operation.name).elementsEqual(bytes)
        }
        guard let place else { throw .unknownName(name) }
        return NodeID(place)
    }
}
