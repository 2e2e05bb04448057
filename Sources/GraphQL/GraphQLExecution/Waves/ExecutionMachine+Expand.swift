import GraphQLPlanning
import GraphQLSchema
import Rows

// Looking at new visits: which of their fields lead further.
extension ExecutionMachine {
    mutating func expandFrontier() {
        var next = 0
        while next < frontier.count {
            expand(visit: frontier[next])
            next += 1
        }
        frontier.removeAll(keepingCapacity: true)
    }

    private mutating func expand(visit: Int) {
        let object = store.visits[visit].object
        if object >= 0 {
            expand(visit: visit, object: Int(object), steps: plan.objects[Int(object)].steps, only: nil)
            return
        }
        let first = store.visits[visit].firstObject
        var seen: [Int32] = []
        for index in 0..<store.visits[visit].count {
            let object = store.objectsOfRows[first + index]
            guard object >= 0, !seen.contains(object) else { continue }
            seen.append(object)
            expand(visit: visit, object: Int(object), steps: plan.objects[Int(object)].steps, only: nil)
        }
    }

    /// One root field of a mutation.
    mutating func expandSerial(field: Int) {
        expand(visit: 0, object: plan.root, steps: plan.objects[plan.root].steps, only: field)
    }

    /// Takes some steps of the rows of a visit that have one object.
    mutating func expand(visit: Int, object: Int, steps: PlanRange, only: Int?) {
        guard steps.count > 0 else { return }
        let allSteps = Int(plan.objects[object].allSteps.count)
        let count = store.visits[visit].count
        var base = store.base(visit: visit, object: object)
        if base < 0 { base = store.addLinks(visit: visit, object: object, count: count * allSteps) }
        for place in steps.indices {
            let field = Int(plan.steps[place])
            if let only, only != field { continue }
            let planned = plan.fields[field]
            let links = base + Int(planned.link) * count
            if planned.arguments >= 0, arguments.failure(of: Int(planned.arguments)) != nil { continue }
            let step = FieldStep(visit: visit, object: object, field: field, links: links)
            switch planned.source {
            case .load: askFor(step, planned)
            case .compute: compute(step, planned)
            case .embedded: embed(step, planned)
            case .items: passItems(step, planned)
            case .typename, .member, .introspection, .column, .constant: break
            }
        }
    }

    /// One field of the rows of one visit that have one object.
    struct FieldStep {
        let visit: Int
        let object: Int
        let field: Int
        let links: Int
    }

    func isOf(_ step: FieldStep, row: Int) -> Bool {
        store.visits[step.visit].object >= 0 || store.object(visit: step.visit, index: row) == step.object
    }

    private mutating func askFor(_ step: FieldStep, _ planned: PlannedField) {
        let columns = plan.columns[planned.inputs.indices]
        let count = store.visits[step.visit].count
        let firstGroup = waitingGroups.count
        waitingGroups.reserveCapacity(firstGroup + count)
        let load = Int(planned.step)
        if columns.count == 1, store.visits[step.visit].object >= 0 {
            let first = store.visits[step.visit].firstReference
            tables[load].appendGroups(
                of: store.references[first..<first + count], in: store.batches,
                columns: columns, none: Waiting.noGroup, to: &waitingGroups)
            return wait(for: step, firstGroup: firstGroup)
        }
        for row in 0..<count {
            guard isOf(step, row: row) else {
                waitingGroups.append(Waiting.noGroup)
                continue
            }
            let reference = store.reference(visit: step.visit, index: row)
            let group = tables[load].group(
                of: Int(reference.row), in: store.batches[Int(reference.batch)], columns: columns)
            waitingGroups.append(group.map { UInt32(truncatingIfNeeded: $0) } ?? Waiting.noGroup)
        }
        wait(for: step, firstGroup: firstGroup)
    }

    private mutating func wait(for step: FieldStep, firstGroup: Int) {
        waiting.append(
            Waiting(
                visit: Int32(truncatingIfNeeded: step.visit), object: Int32(truncatingIfNeeded: step.object),
                field: Int32(truncatingIfNeeded: step.field), base: step.links, firstGroup: firstGroup))
    }

    private mutating func compute(_ step: FieldStep, _ planned: PlannedField) {
        let columns = plan.columns[planned.inputs.indices]
        let binding = plan.computations[Int(planned.step)]
        var parents = RowBatch(columnCount: columns.count)
        var rows: [Int] = []
        for row in 0..<store.visits[step.visit].count where isOf(step, row: row) {
            rows.append(row)
            let reference = store.reference(visit: step.visit, index: row)
            let view = store.batches[Int(reference.batch)]
            for column in columns {
                let cell = view.cell(row: Int(reference.row), column: Int(column))
                switch cell.tag {
                case .null, .bool, .int, .double: parents.append(cell)
                case .text, .json, .blob: parents.append(cell.tag, bytes: UnsafeRawBufferPointer(view.bytes(of: cell)))
                }
            }
            parents.endRow()
        }
        let call = ComputeCall(
            parents: parents, arguments: arguments.values(of: Int(planned.arguments)), context: context)
        let result = binding.compute(call)
        let batch = addBatch(result.cells, order: nil)
        for (place, row) in rows.enumerated() {
            if let failure = result.failures[place] {
                store.links[step.links + row] = .failure(addFailure(failure))
            } else {
                store.links[step.links + row] = RowStore.Link(
                    target: Int32(truncatingIfNeeded: batch), start: UInt32(truncatingIfNeeded: place), count: 1)
            }
        }
    }

    /// An object that is the parent's own row.
    private mutating func embed(_ step: FieldStep, _ planned: PlannedField) {
        var rows = NewVisit(planned.selection, typeColumn: planned.typeColumn)
        for row in 0..<store.visits[step.visit].count where isOf(step, row: row) {
            let reference = store.reference(visit: step.visit, index: row)
            if planned.column >= 0 {
                let view = store.batches[Int(reference.batch)]
                if view.cell(row: Int(reference.row), column: Int(planned.column)).isNull { continue }
            }
            store.links[step.links + row] = RowStore.Link(
                target: Int32(truncatingIfNeeded: store.visits.count),
                start: UInt32(truncatingIfNeeded: rows.references.count), count: 1)
            rows.references.append(reference)
        }
        add(rows)
    }

    /// The rows on the pages that the parents describe.
    private mutating func passItems(_ step: FieldStep, _ planned: PlannedField) {
        let visit = store.visits[step.visit]
        guard visit.firstPageGroup >= 0 else { return }
        var rows = NewVisit(planned.selection, typeColumn: planned.typeColumn)
        for row in 0..<visit.count where isOf(step, row: row) {
            let group = store.pageGroups[visit.firstPageGroup + row]
            store.links[step.links + row] = RowStore.Link(
                target: Int32(truncatingIfNeeded: store.visits.count),
                start: UInt32(truncatingIfNeeded: rows.references.count), count: group.count)
            append(group, to: &rows)
        }
        add(rows)
    }
}
