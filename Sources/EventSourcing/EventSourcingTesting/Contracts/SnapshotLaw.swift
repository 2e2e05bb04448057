import EventSourcing

/// One sentence of the contract of every snapshot store.
package struct SnapshotLaw: Sendable, CustomStringConvertible {
    package let description: String
    private let body: @Sendable (LawScope<any SnapshotStore>) async throws -> Void

    private init(
        _ description: String, _ body: @escaping @Sendable (LawScope<any SnapshotStore>) async throws -> Void
    ) {
        (self.description, self.body) = (description, body)
    }

    package func violations(
        of store: any SnapshotStore, seed: UInt64 = .random(in: 1...UInt64.max)
    ) async -> [Violation] {
        let scope = LawScope(store, seed: seed)
        do {
            try await body(scope)
        } catch {
            scope.complain([Violation("the store threw \(error)")])
        }
        return scope.violations
    }

    /// The contract of every snapshot store.
    package static let all: [SnapshotLaw] = [
        SnapshotLaw("the newest snapshot of a schema is kept") { scope in
            let stream = scope.newStream()
            for version in [3, 5, 4] as [StreamVersion] {
                try await scope.store.save(scope.snapshot(stream, version))
            }
            let kept = try await scope.store.snapshot(of: stream, in: scope.tenant, schema: 1)
            scope.expect(kept == scope.snapshot(stream, 5), "kept is \(String(describing: kept))")
        },
        SnapshotLaw("a snapshot of another schema, stream or tenant is not shown") { scope in
            let stream = scope.newStream()
            try await scope.store.save(scope.snapshot(stream, 3))
            let other = try await scope.store.snapshot(of: stream, in: scope.tenant, schema: 2)
            let elsewhere = try await scope.store.snapshot(of: scope.newStream(), in: scope.tenant, schema: 1)
            let foreign = try await scope.store.snapshot(of: stream, in: "law-nobody", schema: 1)
            scope.expect(other == nil && elsewhere == nil && foreign == nil, "a foreign snapshot is shown")
        },
        SnapshotLaw("removed snapshots are gone, and only they") { scope in
            let (one, two) = (scope.newStream(), scope.newStream())
            try await scope.store.save(scope.snapshot(one, 3))
            try await scope.store.save(scope.snapshot(two, 3))
            try await scope.store.removeSnapshots(of: one, in: scope.tenant)
            let gone = try await scope.store.snapshot(of: one, in: scope.tenant, schema: 1)
            let kept = try await scope.store.snapshot(of: two, in: scope.tenant, schema: 1)
            scope.expect(gone == nil && kept != nil, "gone \(gone == nil), kept \(kept != nil)")
        },
    ]
}

extension LawScope where Store == any SnapshotStore {
    fileprivate func snapshot(_ stream: StreamName, _ version: StreamVersion) -> Snapshot {
        Snapshot(
            tenant: tenant, stream: stream, version: version, schema: 1, body: Array("state at \(version)".utf8))
    }
}
