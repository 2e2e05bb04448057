import GraphQLPlanning
import GraphQLSchema
import Rows

/// The rows of a visit while they are being gathered.
struct NewVisit {
    let selection: Int32
    let typeColumn: Int32
    var references: [RowStore.Reference] = []

    init(_ selection: Int32, typeColumn: Int32) {
        (self.selection, self.typeColumn) = (selection, typeColumn)
    }
}

extension ExecutionMachine {
    /// Adds the rows of a loaded group, in its order.
    func append(_ group: LoadTable.Group, to rows: inout NewVisit) {
        guard group.state == .rows, group.batch >= 0 else { return }
        let batch = UInt32(truncatingIfNeeded: group.batch)
        let order = orders[Int(group.batch)]
        if order == nil, group.count == 1 {
            rows.references.append(RowStore.Reference(batch: batch, row: group.first))
            return
        }
        let first = rows.references.count
        rows.references.append(
            contentsOf: repeatElement(RowStore.Reference(batch: batch, row: 0), count: Int(group.count)))
        for place in 0..<Int(group.count) {
            let number = group.first &+ UInt32(truncatingIfNeeded: place)
            let row = order.map { $0[Int(number)] } ?? number
            rows.references[first &+ place] = RowStore.Reference(batch: batch, row: row)
        }
    }

    /// Makes the visit; it is looked at next if anything below its rows leads further.
    @discardableResult
    mutating func add(_ rows: NewVisit, pageGroups: [LoadTable.Group] = []) -> Int {
        let number = store.visits.count
        let selection = plan.selections[Int(rows.selection)]
        var object: Int32 = -1
        var leadsFurther = false
        let firstObject = store.objectsOfRows.count
        if rows.typeColumn < 0, let only = selection.variants.first {
            object = only.object
            leadsFurther = plan.objects[Int(only.object)].hasSteps
        } else {
            leadsFurther = appendObjects(of: rows, selection)
        }
        var visit = RowStore.Visit(
            firstReference: store.references.count, count: rows.references.count, object: object,
            firstObject: firstObject)
        if !pageGroups.isEmpty { visit.firstPageGroup = store.pageGroups.count }
        store.pageGroups += pageGroups
        store.references += rows.references
        store.visits.append(visit)
        if leadsFurther, !rows.references.isEmpty { frontier.append(number) }
        return number
    }

    /// Finds the planned object of each row by the name of its type; says whether any of them leads further.
    private mutating func appendObjects(of rows: NewVisit, _ selection: PlannedSelection) -> Bool {
        var leadsFurther = false
        var last: (name: [UInt8], object: Int32)?
        for reference in rows.references {
            let view = store.batches[Int(reference.batch)]
            let cell = view.cell(row: Int(reference.row), column: Int(rows.typeColumn))
            let name = view.bytes(of: cell)
            if let last, last.name.elementsEqual(name) {
                store.objectsOfRows.append(last.object)
                continue
            }
            var object: Int32 = -1
            if cell.tag == .text, let symbol = plan.schema.symbols.find(name),
                let type = plan.schema.type(named: symbol), let planned = selection.object(for: type)
            {
                object = Int32(truncatingIfNeeded: planned)
                leadsFurther = leadsFurther || plan.objects[planned].hasSteps
            }
            store.objectsOfRows.append(object)
            last = (Array(name), object)
        }
        return leadsFurther
    }
}
