import EventSourcing
import Rows

extension SQLProjectionStore {
    package func acquire(
        _ generation: Generation, for node: NodeID, milliseconds: Int64
    ) async throws(ProjectionStoreError) -> Lease? {
        let results = try await write([
            WriteStep(
                statements.acquire,
                generation.key + [.text(node.text), .int(Self.microseconds(milliseconds))])
        ])
        if let rows = results.first?.rows, rows.rowCount == 1 {
            let epoch = rows.cell(row: 0, column: 0).int
            return Lease(generation: generation, owner: node, epoch: epoch, milliseconds: milliseconds)
        }
        guard try await stored(generation) != nil else { throw .unknownGeneration(generation) }
        return nil
    }

    package func renew(_ lease: Lease) async throws(ProjectionStoreError) -> Bool {
        let step = WriteStep(statements.renew, lease.key + [.int(Self.microseconds(lease.milliseconds))])
        return try await write([step]).first?.changed == 1
    }

    package func release(_ lease: Lease) async throws(ProjectionStoreError) {
        _ = try await write([WriteStep(ProjectionStatements.release, lease.key)])
    }

    package func commit(_ commit: ProjectionCommit) async throws(ProjectionStoreError) -> CommitVerdict {
        let generation = commit.lease.generation
        guard commit.to.epoch == commit.from.epoch, commit.to.position >= commit.from.position else {
            throw .mismatch(reason: "the checkpoint of \(generation) cannot move back")
        }
        let known: Known
        do throws(ProjectionStoreError) {
            known = try await tables(of: generation)
        } catch {
            if case .unknownGeneration = error { return .fenced }
            throw error
        }
        let fence = WriteStep(
            statements.advance,
            commit.lease.key + [
                .int(Int64(commit.from.epoch.number)), .int(commit.from.position.number),
                .int(commit.to.position.number),
            ], condition: .changesRows)
        let changes = try ChangePlan(commit, known).steps
        let parked = commit.parked.map {
            WriteStep(ProjectionStatements.park, generation.key + ProjectionRows.values(of: $0))
        }
        let settled = commit.settled.map { WriteStep(ProjectionStatements.settle, generation.key + [.int($0.number)]) }
        do throws(DatabaseError) {
            _ = try await database.write(Transaction([fence] + changes + parked + settled))
            return .committed
        } catch {
            if error.kind == .conflict, error.statement == statements.advance.name {
                return try await verdict(on: commit)
            }
            // A unique key of a read model says no to the same rows tomorrow too.
            if error.kind == .rejected || error.kind == .conflict { throw .rejected(reason: error.description) }
            throw .unavailable(underlying: error)
        }
    }

    /// Why the fence did not let a batch through.
    private func verdict(on commit: ProjectionCommit) async throws(ProjectionStoreError) -> CommitVerdict {
        let generation = commit.lease.generation
        let all = try await records(of: generation.projection)
        guard let record = all.first(where: { $0.generation == generation }), record.owner == commit.lease.owner,
            record.leaseEpoch == commit.lease.epoch, !record.isPaused, record.stage != .retired
        else { return .fenced }
        return .moved(actual: record.checkpoint)
    }
}

extension Lease {
    /// What a statement compares to know whether the lease is still the latest.
    var key: [SQLValue] { generation.key + [.text(owner.text), .int(epoch)] }
}
