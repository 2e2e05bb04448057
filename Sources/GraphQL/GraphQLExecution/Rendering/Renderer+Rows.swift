import GraphQLPlanning
import GraphQLSchema
import JSON
import Rows

// Values that are read from rows.
extension Renderer {
    /// Where the links of the parent's fields begin; -1 if it has none.
    func links(of parent: Parent, object: Int) -> Int {
        guard case .row(let visit, let index) = parent,
            plan.objects.withUnsafeBufferPointer({ $0[object].hasSteps })
        else { return -1 }
        let base = store.base(visit: visit, object: object)
        return base < 0 ? -1 : base + index
    }

    /// The bytes of a cell, which live as long as the store.
    func bytes(of cell: Cell, in batch: Int) -> UnsafeBufferPointer<UInt8> {
        store.batches.withUnsafeBufferPointer { $0[batch].bytes(of: cell) }
    }

    /// A field whose value is a cell of the parent's row.
    mutating func column(_ place: Int, of parent: Parent) -> Bool {
        guard case .row(let visit, let index) = parent else { return member(place, of: parent) }
        let reference = store.reference(visit: visit, index: index)
        let column = plan.fields.withUnsafeBufferPointer { Int($0[place].column) }
        let cell = store.batches.withUnsafeBufferPointer {
            $0[Int(reference.batch)].cell(row: Int(reference.row), column: column)
        }
        return write(cell, of: Int(reference.batch), field: place)
    }

    /// A cell where a whole field is expected, null included.
    mutating func write(_ cell: Cell, of batch: Int, field: Int) -> Bool {
        if put(plain: cell, of: batch, field: field) { return true }
        path.enter(field: field)
        defer { path.leave() }
        if cell.isNull { return null(field: field, level: 0) }
        let mark = mark
        if writeNonNull(cell, of: batch, field: field) { return true }
        return null(afterError: plan.fields[field].type.isNonNull, cutTo: mark)
    }

    private mutating func writeNonNull(_ cell: Cell, of batch: Int, field: Int) -> Bool {
        let (isList, leaf) = plan.fields.withUnsafeBufferPointer { ($0[field].type.isList, $0[field].leaf) }
        if isList || leaf == .composite { return embedded(json: cell, of: batch, field: field) }
        switch leaf {
        case .scalar(let codec): return put(cell, of: batch, codec: codec, field: field)
        case .enum: return putEnum(cell, of: batch, field: field)
        case .composite: return false
        }
    }

    /// A list or an object that a row holds as JSON.
    private mutating func embedded(json cell: Cell, of batch: Int, field: Int) -> Bool {
        guard cell.tag == .json || cell.tag == .text else {
            return fail("A value of another kind was found where JSON is stored.", field: field)
        }
        return embedded(json: Array(bytes(of: cell, in: batch)), field: field)
    }

    private mutating func embedded(json bytes: [UInt8], field: Int) -> Bool {
        do throws(JSONError) {
            documents.append(try JSONDocument(parsing: bytes))
        } catch {
            return fail("The stored value is not JSON.", field: field)
        }
        // Why: what is deferred inside the value is read again for a later payload.
        defer { if !isIncremental { documents.removeLast() } }
        // Why: the position has been entered already; the value starts again at its level 0 without the path.
        path.leave()
        defer { path.enter(field: field) }
        return complete(field, level: 0, document: documents.count - 1, node: 0)
    }

    /// A field with the same JSON value for every parent.
    mutating func constant(_ place: Int) -> Bool {
        let field = plan.fields[place]
        guard field.type.isList || field.leaf == .composite else {
            put(constant: field.constant)
            return true
        }
        path.enter(field: place)
        defer { path.leave() }
        return embedded(json: Array(plan.bytes(field.constant)), field: place)
    }

    /// A field that leads to other rows or to a computed cell.
    mutating func linked(_ place: Int, of parent: Parent, links: Int) -> Bool {
        guard case .row(let visit, _) = parent, links >= 0 else { return member(place, of: parent) }
        let (source, ordinal, isList, isNonNull) = plan.fields.withUnsafeBufferPointer { fields in
            (fields[place].source, Int(fields[place].link), fields[place].type.isList, fields[place].type.isNonNull)
        }
        let link = store.links[links + ordinal * store.visits[visit].count]
        if source == .compute, link.target >= 0 {
            let cell = store.batches[Int(link.target)].cell(row: Int(link.start), column: 0)
            return write(cell, of: Int(link.target), field: place)
        }
        path.enter(field: place)
        defer { path.leave() }
        if link.target == RowStore.Link.failed {
            let failure = store.failures[Int(link.start)]
            _ = fail(failure.message, field: place, extensions: failure.extensions)
            return null(afterError: isNonNull, cutTo: mark)
        }
        guard link.target >= 0, isList || link.count > 0 else { return null(field: place, level: 0) }
        let mark = mark
        let isWritten = isList ? rows(of: place, link) : row(of: place, Int(link.target), Int(link.start))
        return isWritten || null(afterError: isNonNull, cutTo: mark)
    }

    private mutating func rows(of field: Int, _ link: RowStore.Link) -> Bool {
        guard link.count <= limits.listItemsMax else {
            return end("A list has more than \(limits.listItemsMax) items.")
        }
        let count = Int(link.count)
        guard let shown = shownItems(of: field, level: 0, count: count), enter() else { return false }
        path.enter(item: 0)
        defer {
            depth &-= 1
            path.leave()
        }
        out.put(0x5B)
        for item in 0..<shown {
            if item > 0 { out.put(0x2C) }
            path.move(toItem: item)
            guard rowItem(of: field, Int(link.target), Int(link.start) + item), fits() else { return false }
        }
        out.put(0x5D)
        if shown < count {
            let (visit, start) = (Int(link.target), Int(link.start))
            stream(field, .rows(field: field, visit: visit, start: start, range: shown..<count))
        }
        return true
    }

    /// One item of a list of rows, or null in its place.
    mutating func rowItem(of field: Int, _ visit: Int, _ index: Int) -> Bool {
        let mark = mark
        if row(of: field, visit, index) { return true }
        let isNonNull = plan.fields.withUnsafeBufferPointer { $0[field].type.isNonNull(at: 1) }
        return null(afterError: isNonNull, cutTo: mark)
    }

    /// One row as an object of its concrete type.
    private mutating func row(of field: Int, _ visit: Int, _ index: Int) -> Bool {
        let object = store.object(visit: visit, index: index)
        if object >= 0 { return self.object(Int(object), .row(visit: visit, index: index), field: field) }
        let planned = plan.fields[field]
        let reference = store.reference(visit: visit, index: index)
        let batch = store.batches[Int(reference.batch)]
        let cell = batch.cell(row: Int(reference.row), column: Int(planned.typeColumn))
        let name = cell.tag == .text ? Array(batch.bytes(of: cell))[...] : nil
        _ = self.object(named: name, of: plan.selections[Int(planned.selection)], field: field)
        return false
    }
}
