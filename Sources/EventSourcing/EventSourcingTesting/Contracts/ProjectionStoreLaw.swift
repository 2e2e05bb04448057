import EventSourcing

/// One sentence of the contract of every projection store, and the way to check it.
package struct ProjectionStoreLaw: Sendable, CustomStringConvertible {
    package typealias Scope = LawScope<any ProjectionStore>

    package let description: String
    private let body: @Sendable (Scope) async throws -> Void

    init(_ description: String, _ body: @escaping @Sendable (Scope) async throws -> Void) {
        (self.description, self.body) = (description, body)
    }

    /// Checks the law; the store may hold other projections and serve other laws at the same time.
    package func violations(
        of store: any ProjectionStore, seed: UInt64 = .random(in: 1...UInt64.max)
    ) async -> [Violation] {
        let scope = Scope(store, seed: seed)
        do {
            try await body(scope)
        } catch {
            scope.complain([Violation("the store threw \(error)")])
        }
        return scope.violations.map { Violation("\($0) (seed \(seed))") }
    }
}
