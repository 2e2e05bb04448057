import EventSourcing

extension ProjectionStoreContract {
    static let generationLaws: [ProjectionStoreLaw] = [
        ProjectionStoreLaw("nodes that start together may all create the first generation") { scope in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 { group.addTask { try await scope.create() } }
                try await group.waitForAll()
            }
            let records = try await scope.store.records(of: scope.projection)
            scope.expect(records.count == 1 && records.first?.stage == .live, "the records are \(records)")
            scope.expect(records.first?.codeVersion == 1 && records.first?.owner == nil, "the records are \(records)")
            let all = try await scope.store.records(of: nil)
            scope.expect(all.contains { $0.generation == scope.first }, "it is not among all")
        },
        ProjectionStoreLaw("a generation with other tables under the same number is refused") { scope in
            try await scope.create()
            let other = ReadModelTable(scope.table.name, key: [.init("id", .int)], columns: [])
            do throws(ProjectionStoreError) {
                try await scope.store.create(
                    scope.first, codeVersion: 1, stage: .live, at: scope.cursor(0), gate: .start, tables: [other])
                scope.expect(false, "it is accepted")
            } catch {
                if case .mismatch = error {} else { scope.expect(false, "the error is \(error)") }
            }
        },
        ProjectionStoreLaw("a generation that is being built does not touch the live one") { scope in
            let lease = try await scope.createAndAcquire()
            _ = try await scope.commit(lease, 0, 3, [.put(scope.table.name, row: scope.row("old", 1))])
            let second = try await scope.building()
            let building = try await scope.acquired(second, "builder")
            let verdict = try await scope.commit(building, 0, 2, [.put(scope.table.name, row: scope.row("new", 1))])
            let (old, new) = try await (scope.rows(), scope.rows(of: second))
            scope.expect(verdict == .committed, "the verdict is \(verdict)")
            scope.expect(old == [scope.row("old", 1)] && new == [scope.row("new", 1)], "rows \(old) and \(new)")
            let record = try await scope.record(second)
            scope.expect(record?.stage == .building && record?.gate == 3, "the record is \(String(describing: record))")
        },
        ProjectionStoreLaw("promoting a generation retires the one before it, in one step") { scope in
            let old = try await scope.createAndAcquire()
            let second = try await scope.building()
            let building = try await scope.acquired(second, "builder")
            _ = try await scope.commit(building, 0, 3, [.put(scope.table.name, row: scope.row("new", 1))])
            let promotion = try await scope.store.promote(building)
            scope.expect(promotion == .promoted, "the promotion is \(promotion)")
            scope.expect(try await scope.store.promote(building) == .fenced, "it is promoted twice")
            let stages = try await scope.store.records(of: scope.projection).map(\.stage)
            scope.expect(stages == [.retired, .live], "the stages are \(stages)")
            let verdict = try await scope.commit(old, 0, 1)
            scope.expect(verdict == .fenced, "the retired one is still written: \(verdict)")
            let next = try await scope.commit(building, 3, 4)
            scope.expect(next == .committed, "the promoted one cannot go on: \(next)")
            try await scope.store.drop(scope.first)
            let left = try await scope.store.records(of: scope.projection).map(\.generation)
            scope.expect(left == [second], "left are \(left)")
            let rows = try await scope.rows(of: second)
            scope.expect(rows == [scope.row("new", 1)], "the rows are \(rows)")
        },
        ProjectionStoreLaw("a generation that is behind the live one is not promoted") { scope in
            let old = try await scope.createAndAcquire()
            _ = try await scope.commit(old, 0, 3)
            let building = try await scope.acquired(scope.building(), "builder")
            _ = try await scope.commit(building, 0, 2)
            let early = try await scope.store.promote(building)
            scope.expect(early == .behind(live: scope.cursor(3)), "the promotion is \(early)")
            let stages = try await scope.store.records(of: scope.projection).map(\.stage)
            scope.expect(stages == [.live, .building], "the stages are \(stages)")
            _ = try await scope.commit(building, 2, 3)
            let due = try await scope.store.promote(building)
            scope.expect(due == .promoted, "the promotion is \(due)")
        },
        ProjectionStoreLaw("of two epochs the later one is ahead, whatever the positions say") { scope in
            let old = try await scope.createAndAcquire()
            _ = try await scope.commit(old, 0, 9)
            let second = Generation(scope.projection, 2)
            try await scope.store.create(
                second, codeVersion: 2, stage: .building, at: scope.cursor(0, epoch: 2), gate: .start,
                tables: [scope.table])
            let later = try await scope.acquired(second, "builder")
            let promotion = try await scope.store.promote(later)
            scope.expect(promotion == .promoted, "the promotion of the later epoch is \(promotion)")
            let third = Generation(scope.projection, 3)
            try await scope.store.create(
                third, codeVersion: 2, stage: .building, at: scope.cursor(50), gate: .start, tables: [scope.table])
            let earlier = try await scope.store.promote(scope.acquired(third, "builder"))
            scope.expect(
                earlier == .behind(live: scope.cursor(0, epoch: 2)), "the promotion of the earlier epoch is \(earlier)")
        },
        ProjectionStoreLaw("a node that lost its lease cannot promote, and the live generation cannot be dropped") {
            scope in
            try await scope.create()
            let second = try await scope.building()
            let gone = try await scope.store.acquire(second, for: "zombie", milliseconds: 0)
            guard let gone else { return scope.expect(false, "the lease is not granted") }
            _ = try await scope.acquired(second, "two")
            scope.expect(try await scope.store.promote(gone) == .fenced, "the zombie promotes")
            do throws(ProjectionStoreError) {
                try await scope.store.drop(scope.first)
                scope.expect(false, "the live one is dropped")
            } catch {
                if case .mismatch = error {} else { scope.expect(false, "the error is \(error)") }
            }
        },
        ProjectionStoreLaw("a generation that nobody made is unknown") { scope in
            do throws(ProjectionStoreError) {
                _ = try await scope.store.acquire(scope.first, for: "one", milliseconds: 1)
                scope.expect(false, "it is leased")
            } catch {
                if case .unknownGeneration = error {} else { scope.expect(false, "the error is \(error)") }
            }
        },
    ]
}

extension LawScope where Store == any ProjectionStore {
    /// A second generation beside the live one, its effects held back up to position 3.
    func building() async throws(ProjectionStoreError) -> Generation {
        let second = Generation(projection, 2)
        try await store.create(second, codeVersion: 2, stage: .building, at: cursor(0), gate: 3, tables: [table])
        return second
    }
}
