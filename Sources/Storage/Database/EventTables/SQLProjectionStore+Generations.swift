import EventSourcing

extension SQLProjectionStore {
    package func create(
        _ generation: Generation, codeVersion: Int32, stage: GenerationRecord.Stage, at start: Cursor,
        gate: GlobalPosition, tables: [ReadModelTable]
    ) async throws(ProjectionStoreError) {
        let definitions = tables.compactMap(definition)
        guard definitions.count == tables.count else { throw .mismatch(reason: "a name that SQL cannot take") }
        if try await isThere(generation, codeVersion, tables) { return }
        let all = try await records(of: generation.projection)
        if stage == .live, all.contains(where: { $0.stage == .live && $0.generation != generation }) {
            throw .mismatch(reason: "\(generation.projection) already has a live generation")
        }
        // The row comes first: its key makes nodes that start together wait for each other, and one of them win.
        let row = WriteStep(
            statements.insert,
            generation.key + [
                .int(Int64(codeVersion)), .int(Int64(stage.rawValue)), .int(Int64(start.epoch.number)),
                .int(start.position.number), .int(gate.number), .text(StoredTables.text(tables)),
            ])
        var steps = [row]
        for definition in definitions {
            let number = Int(generation.number)
            var ddl = definition.create(generation: number, in: database.dialect)
            if stage == .live { ddl += definition.show(generation: number, in: database.dialect) }
            steps += ddl.map { WriteStep(Statement("projection.ddl", $0)) }
        }
        do throws(DatabaseError) {
            _ = try await database.write(Transaction(steps))
        } catch {
            guard error.kind == .conflict || error.kind == .outcomeUnknown else {
                throw .unavailable(underlying: error)
            }
            guard try await isThere(generation, codeVersion, tables) else { throw .unavailable(underlying: error) }
        }
        remember(tables, of: generation)
    }

    package func promote(_ lease: Lease) async throws(ProjectionStoreError) -> PromotionVerdict {
        let generation = lease.generation
        let all = try await records(of: generation.projection)
        guard let own = all.first(where: { $0.generation == generation }) else { throw .unknownGeneration(generation) }
        let live = all.first { $0.stage == .live && $0.generation != generation }
        let tables = try await tables(of: generation)
        let retiring = WriteStep(
            ProjectionStatements.retireLive,
            generation.key + [.int(own.checkpoint.position.number), .int(Int64(own.checkpoint.epoch.number))],
            condition: live == nil ? .none : .changesRows)
        let ddl = tables.tables.values.flatMap {
            $0.statements.table.show(generation: Int(generation.number), in: database.dialect)
        }
        let steps =
            [WriteStep(ProjectionStatements.promote, lease.key, condition: .changesRows), retiring]
            + ddl.map { WriteStep(Statement("projection.ddl", $0)) }
        do throws(DatabaseError) {
            _ = try await database.write(Transaction(steps))
            return .promoted
        } catch {
            guard error.kind == .conflict else { throw .unavailable(underlying: error) }
            if error.statement == ProjectionStatements.promote.name { return .fenced }
            // The live one has gone on meanwhile, or is another one by now.
            let now = try await records(of: generation.projection)
            guard let ahead = now.first(where: { $0.stage == .live && $0.generation != generation }) else {
                return .fenced
            }
            return .behind(live: ahead.checkpoint)
        }
    }

    package func drop(_ generation: Generation) async throws(ProjectionStoreError) {
        guard let (_, stored) = try await stored(generation) else { return }
        let ddl = stored.compactMap(definition).flatMap {
            $0.drop(generation: Int(generation.number), in: database.dialect)
        }
        let steps =
            [
                WriteStep(ProjectionStatements.drop, generation.key, condition: .changesRows),
                WriteStep(ProjectionStatements.dropParked, generation.key),
            ] + ddl.map { WriteStep(Statement("projection.ddl", $0)) }
        do throws(DatabaseError) {
            _ = try await database.write(Transaction(steps))
        } catch {
            guard error.kind == .conflict else { throw .unavailable(underlying: error) }
            if try await self.stored(generation) == nil { return }
            throw .mismatch(reason: "\(generation) is the one that is read")
        }
        forget(generation)
    }

    /// Whether the generation exists with these tables; one that exists with others is a mistake in the code.
    private func isThere(
        _ generation: Generation, _ codeVersion: Int32, _ tables: [ReadModelTable]
    ) async throws(ProjectionStoreError) -> Bool {
        guard let (version, found) = try await stored(generation) else { return false }
        guard version == Int64(codeVersion), Set(found) == Set(tables) else {
            throw .mismatch(reason: "\(generation) is already there and is another one")
        }
        remember(tables, of: generation)
        return true
    }
}
