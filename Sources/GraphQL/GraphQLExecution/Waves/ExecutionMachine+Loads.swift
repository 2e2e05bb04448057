import GraphQLPlanning
import GraphQLSchema
import Rows

// Asking for rows, taking them, and linking them to the rows that asked.
extension ExecutionMachine {
    /// One call for each planned load that has keys nobody asked for yet.
    mutating func nextCalls() -> [LoadCall] {
        var calls: [LoadCall] = []
        for load in tables.indices where tables[load].needsLoad {
            let planned = plan.loads[load]
            underway.append(load)
            calls.append(
                LoadCall(
                    binding: planned.binding, field: planned.definition,
                    arguments: arguments.values(of: Int(planned.arguments)), keys: tables[load].newKeys(),
                    columns: plan.layouts[planned.rows].columns,
                    pageColumns: planned.pages.map { plan.layouts[$0].columns } ?? [], context: context))
        }
        return calls
    }

    /// Takes the answer to one call; an answer that does not fit the call fails its keys.
    mutating func take(_ result: LoadResult?, of load: Int) {
        let wanted = tables[load].groups.count - tables[load].loadedCount
        guard let result, result.groups.count == wanted, isSound(result, of: load) else {
            let failure = addFailure(LoadFailure(message: "Internal server error"))
            tables[load].fill(Array(repeating: failed(failure), count: wanted))
            return
        }
        let batch = Int32(truncatingIfNeeded: addBatch(result.rows, order: result.order))
        let pages = result.pages.map { Int32(truncatingIfNeeded: addBatch($0, order: nil)) } ?? -1
        let firstFailure = store.failures.count
        store.failures += result.failures
        var answers: [LoadTable.Group] = []
        answers.reserveCapacity(wanted)
        for (place, group) in result.groups.enumerated() {
            switch group.state {
            case .rows, .null:
                answers.append(
                    LoadTable.Group(
                        state: group.state, batch: batch, pages: pages,
                        pageRow: UInt32(truncatingIfNeeded: place), first: group.first, count: group.count))
            case .failed:
                answers.append(failed(firstFailure + Int(group.first)))
            }
        }
        tables[load].fill(answers)
    }

    private func failed(_ failure: Int) -> LoadTable.Group {
        var group = LoadTable.Group.pending
        group.state = .failed
        group.first = UInt32(truncatingIfNeeded: failure)
        return group
    }

    /// Whether every index in an answer lies inside it and every wanted column is there.
    private func isSound(_ result: LoadResult, of load: Int) -> Bool {
        let planned = plan.loads[load]
        let places = result.order?.count ?? result.rows.rowCount
        let hasColumns =
            result.rows.rowCount == 0
            || result.rows.columnCount >= plan.layouts[planned.rows].columns.count
        let orderIsSound = result.order?.allSatisfy { $0 < result.rows.rowCount } ?? true
        let pagesAreSound =
            planned.pages == nil || !result.groups.contains { $0.state == .rows }
            || (result.pages?.rowCount ?? 0) == result.groups.count
        return hasColumns && orderIsSound && pagesAreSound
            && result.groups.allSatisfy { group in
                switch group.state {
                case .rows: Int(group.first) + Int(group.count) <= places
                case .null: true
                case .failed: Int(group.first) < result.failures.count
                }
            }
    }

    @discardableResult
    mutating func addBatch(_ batch: RowBatch, order: [UInt32]?) -> Int {
        store.add(batch)
        orders.append(order)
        return store.batches.count - 1
    }

    mutating func addFailure(_ failure: LoadFailure) -> Int {
        store.failures.append(failure)
        return store.failures.count - 1
    }

    /// Links every field that waited to the rows that have come.
    mutating func linkWaiting() {
        for entry in waiting {
            let planned = plan.fields[Int(entry.field)]
            let isConnection = plan.loads[Int(planned.step)].pages != nil
            if isConnection { linkPages(entry, planned) } else { linkRows(entry, planned) }
        }
        waiting.removeAll(keepingCapacity: true)
        waitingGroups.removeAll(keepingCapacity: true)
    }

    private mutating func linkRows(_ entry: Waiting, _ planned: PlannedField) {
        let load = Int(planned.step)
        let target = Int32(truncatingIfNeeded: store.visits.count)
        var rows = NewVisit(planned.selection, typeColumn: planned.typeColumn)
        let groups = tables[load].groups
        startGroups(groups.count)
        for row in 0..<store.visits[Int(entry.visit)].count {
            let number = waitingGroups[entry.firstGroup + row]
            guard number != Waiting.noGroup else { continue }
            let group = groups[Int(number)]
            switch group.state {
            case .failed: store.links[entry.base + row] = .failure(Int(group.first))
            case .null: break
            case .rows:
                var start = scratchStarts[Int(number)]
                if start == UInt32.max {
                    start = UInt32(truncatingIfNeeded: rows.references.count)
                    scratchStarts[Int(number)] = start
                    append(group, to: &rows)
                }
                store.links[entry.base + row] = RowStore.Link(target: target, start: start, count: group.count)
            }
        }
        add(rows)
    }

    private mutating func linkPages(_ entry: Waiting, _ planned: PlannedField) {
        let load = Int(planned.step)
        let target = Int32(truncatingIfNeeded: store.visits.count)
        var rows = NewVisit(planned.selection, typeColumn: -1)
        var groups: [LoadTable.Group] = []
        startGroups(tables[load].groups.count)
        for row in 0..<store.visits[Int(entry.visit)].count {
            let number = waitingGroups[entry.firstGroup + row]
            guard number != Waiting.noGroup else { continue }
            let group = tables[load].groups[Int(number)]
            switch group.state {
            case .failed: store.links[entry.base + row] = .failure(Int(group.first))
            case .null: break
            case .rows:
                if scratchStarts[Int(number)] == UInt32.max {
                    scratchStarts[Int(number)] = UInt32(truncatingIfNeeded: rows.references.count)
                    rows.references.append(
                        RowStore.Reference(batch: UInt32(truncatingIfNeeded: group.pages), row: group.pageRow))
                    groups.append(group)
                }
                store.links[entry.base + row] = RowStore.Link(
                    target: target, start: scratchStarts[Int(number)], count: 1)
            }
        }
        add(rows, pageGroups: groups)
    }

    private mutating func startGroups(_ count: Int) {
        scratchStarts.removeAll(keepingCapacity: true)
        scratchStarts.append(contentsOf: repeatElement(UInt32.max, count: count))
    }
}
