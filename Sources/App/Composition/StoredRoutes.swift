import ContextKit
import Gateway
import HTTP
import JSON
import Server

/// The stored operations as routes, and the document that describes them.
struct StoredRoutes: Sendable {
    private let operations: [ServedOperation]
    private let prefix: String
    private let description: StaticAsset?

    /// Plans every operation; without a prefix nothing is served.
    init(_ loaded: LoadSchema.Loaded, _ prefix: String?, _ preparation: Preparation) throws(LoadSchema.Failure) {
        var operations: [ServedOperation] = []
        var problems: [String] = []
        for stored in prefix == nil ? [] : loaded.operations {
            do throws(StoredOperationFault) {
                operations.append(try ServedOperation(stored, by: preparation))
            } catch {
                problems.append(error.description)
            }
        }
        guard problems.isEmpty else { throw LoadSchema.Failure(problems: problems) }
        (self.operations, self.prefix) = (operations, prefix ?? "")
        var document = OpenAPIDocument(operations.map(\.stored), of: loaded.schema, prefix: self.prefix)
        description =
            prefix == nil
            ? nil : StaticAsset(path: Self.path, contentType: "application/json", bytes: document.json().bytes)
    }

    private static let path = "/openapi.json"
    private static let methods: [HTTPMethod] = [.get, .post, .options, .put, .patch, .delete, .head]

    func routes(_ service: GraphQLService, authenticator: Authenticator, cors: CORSPolicy) -> [Route] {
        guard let description else { return [] }
        let assets = StaticAssets([description])
        var routes = [Route(Self.path, [.get, .head], handler: assets)]
        var patterns: [String] = []
        for operation in operations where !patterns.contains(operation.stored.path.shape) {
            patterns.append(operation.stored.path.shape)
            let together = operations.filter { $0.stored.path.shape == operation.stored.path.shape }
            let endpoint = RouteEndpoint(together, service, authenticator: authenticator, cors: cors)
            routes.append(Route(prefix + operation.stored.path.pattern, Self.methods, handler: endpoint))
        }
        let nowhere = RouteEndpoint([], service, authenticator: authenticator, cors: cors)
        routes.append(Route(prefix + "/*", Self.methods, handler: nowhere))
        return routes
    }
}
