import GraphQLPlanning
import GraphQLSchema
import JSON
import Rows

// Rows in which nothing is out of order, which is nearly all of them, written without a path, a mark or a list of
// errors. Where something is, the object is taken back and written again field by field, by the rules.
//
// Invariant: what is written here is what the rules would write, to the byte; and a method that answers false has left
// nothing behind but bytes, which whoever called it first cuts off.
extension Renderer {
    /// Writes an object that stands for a row; false with nothing left behind if that must be done by the rules.
    mutating func writePlainly(_ object: Int, visit: Int, index: Int) -> Bool {
        guard let plain, plainTries > 0, plain.objects[object].isPlain else { return false }
        let (start, outerDepth) = (out.count, depth)
        let spent = errors.count
        guard spent < limits.responseBytesMax else { return false }
        if row(object, visit: visit, index: index, plain, upTo: limits.responseBytesMax - spent) { return true }
        guard !hasMetLimit else { return false }
        out.truncate(to: start)
        if !written.isEmpty { written.removeAll(keepingCapacity: true) }
        depth = outerDepth
        plainTries -= 1
        return false
    }

    /// Why a place of its own in the output: kept in the writer, it would be stored and loaded again for each byte.
    private mutating func row(
        _ object: Int, visit: Int, index: Int, _ plain: PlainRows, upTo bytesMax: Int
    ) -> Bool {
        guard depth < limits.depthMax else { return false }
        depth &+= 1
        let shape = plain.objects[object]
        let rows = plain.visits + visit
        let reference = plain.references[rows.pointee.firstReference &+ index]
        let batch = plain.batches + Int(reference.batch)
        let links = shape.hasSteps ? plain.links(of: visit, object: object, row: index) : nil
        let start = out.length
        var at = place(for: shape.bytesMax)
        var field = plain.fields + Int(shape.fields.start)
        let end = field + Int(shape.fields.count)
        while field < end {
            let key = field.pointee.key
            PlainText.copyKey(plain.text + Int(key.start), Int(key.count), to: at)
            at += Int(key.count)
            switch field.pointee.source {
            case .column:
                let cell = batch.pointee.cell(row: Int(reference.row), column: Int(field.pointee.place))
                if put(cell, of: batch, as: field.pointee.cell, spare: shape.bytesMax, at: &at) { break }
                out.length = at - out.base
                guard put(cell, of: Int(reference.batch), field) else { return false }
                at = place(for: shape.bytesMax)
            case .constant:
                let constant = field.pointee.constant
                at.update(from: plain.text + Int(constant.start), count: Int(constant.count))
                at += Int(constant.count)
            case .json, .computed, .row, .rows:
                out.length = at - out.base
                guard put(field, links, of: rows.pointee.count, plain, upTo: bytesMax) else { return false }
                at = place(for: shape.bytesMax)
            }
            field += 1
        }
        if shape.fields.count == 0 { at += 1 }
        // The comma before the first key is where the brace belongs.
        out.base[start] = 0x7B
        at[0] = 0x7D
        out.length = at - out.base + 1
        depth &-= 1
        return out.length <= bytesMax
    }

    /// Where the next byte goes, with room for so many.
    @inline(__always)
    private mutating func place(for count: Int) -> UnsafeMutablePointer<UInt8> {
        if out.capacity &- out.length < count { out.grow(count) }
        return out.base + out.length
    }

    /// Writes a cell that needs no rule, and moves behind it with room for `spare` bytes; false if it needs one.
    @inline(__always)
    private mutating func put(
        _ cell: Cell, of batch: UnsafePointer<RowView>, as form: RowProgram.Field.Cell, spare: Int,
        at: inout UnsafeMutablePointer<UInt8>
    ) -> Bool {
        switch (form, cell.tag) {
        case (.text, .text), (.identifier, .text):
            let bytes = batch.pointee.bytes(of: cell)
            guard let source = bytes.baseAddress else { return false }
            if out.base + out.capacity - at < bytes.count &+ spare {
                out.length = at - out.base
                at = place(for: bytes.count &+ spare)
            }
            guard PlainText.copy(source, bytes.count, to: at + 1) else { return false }
            at[0] = 0x22
            at[bytes.count &+ 1] = 0x22
            at += bytes.count &+ 2
            return true
        case (.int, .int) where Int32(exactly: cell.int) != nil, (.long, .int) where cell.int.magnitude < 1 << 53:
            at += DecimalDigits.write(cell.int, to: at)
            return true
        case (.identifier, .int), (.quotedInt, .int):
            at[0] = 0x22
            at += 1 &+ DecimalDigits.write(cell.int, to: at + 1)
            at[0] = 0x22
            at += 1
            return true
        default: return false
        }
    }

    /// Writes a cell that is none of the usual ones.
    @inline(never)
    private mutating func put(_ cell: Cell, of batch: Int, _ field: UnsafePointer<RowProgram.Field>) -> Bool {
        if cell.isNull {
            guard !field.pointee.isNonNull else { return false }
            out.put("null")
            return true
        }
        let place = Int(field.pointee.field)
        if put(plain: cell, of: batch, field: place) { return true }
        return byRules { $0.write(cell, of: batch, field: place) }
    }

    /// Writes a field whose value is not in the row itself.
    @inline(never)
    private mutating func put(
        _ field: UnsafePointer<RowProgram.Field>, _ links: UnsafePointer<RowStore.Link>?, of parents: Int,
        _ plain: PlainRows, upTo bytesMax: Int
    ) -> Bool {
        let source = field.pointee.source
        if case .json = source {
            let place = Int(field.pointee.field)
            return byRules { $0.constant(place) }
        }
        guard let links else { return false }
        let link = links[Int(field.pointee.place) &* parents]
        switch source {
        case .row: return put(one: link, field, parents: parents, plain, upTo: bytesMax)
        case .rows: return put(all: link, field, plain, upTo: bytesMax)
        case .computed:
            guard link.target >= 0 else { return false }
            let cell = plain.batches[Int(link.target)].cell(row: Int(link.start), column: 0)
            return put(cell, of: Int(link.target), field)
        case .column, .constant, .json: return false
        }
    }

    /// Writes the row behind a link.
    private mutating func put(
        one link: RowStore.Link, _ field: UnsafePointer<RowProgram.Field>, parents: Int, _ plain: PlainRows,
        upTo bytesMax: Int
    ) -> Bool {
        guard link.target >= 0, link.count > 0 else { return putNothing(link, field) }
        let (visit, index) = (Int(link.target), Int(link.start))
        // Fewer rows than parents: some stand for several of these, and are written once and copied.
        return plain.visits[visit].count < parents
            ? shared(field, visit: visit, index: index, plain, upTo: bytesMax)
            : item(field, visit: visit, index: index, plain, upTo: bytesMax)
    }

    private mutating func putNothing(_ link: RowStore.Link, _ field: UnsafePointer<RowProgram.Field>) -> Bool {
        guard link.target != RowStore.Link.failed, !field.pointee.isNonNull else { return false }
        out.put("null")
        return true
    }

    /// Writes the rows behind a link.
    private mutating func put(
        all link: RowStore.Link, _ field: UnsafePointer<RowProgram.Field>, _ plain: PlainRows, upTo bytesMax: Int
    ) -> Bool {
        guard link.target >= 0 else { return putNothing(link, field) }
        let (visit, start) = (Int(link.target), Int(link.start))
        let count = Int(link.count)
        guard count <= limits.listItemsMax, depth < limits.depthMax else { return false }
        depth &+= 1
        out.put(0x5B)
        for place in 0..<count {
            if place > 0 { out.put(0x2C) }
            guard item(field, visit: visit, index: start &+ place, plain, upTo: bytesMax) else { return false }
        }
        out.put(0x5D)
        depth &-= 1
        return true
    }

    @inline(__always)
    private mutating func item(
        _ field: UnsafePointer<RowProgram.Field>, visit: Int, index: Int, _ plain: PlainRows, upTo bytesMax: Int
    ) -> Bool {
        let object = plain.object(of: visit, row: index)
        guard object >= 0 else { return false }
        if plain.objects[object].isPlain { return row(object, visit: visit, index: index, plain, upTo: bytesMax) }
        let place = Int(field.pointee.field)
        return byRules { $0.object(object, .row(visit: visit, index: index), field: place) }
    }

    /// Writes a row that others lead to as well, by copying what was written for one of them.
    private mutating func shared(
        _ field: UnsafePointer<RowProgram.Field>, visit: Int, index: Int, _ plain: PlainRows, upTo bytesMax: Int
    ) -> Bool {
        let place = plain.visits[visit].firstReference &+ index
        if written.isEmpty { written.append(contentsOf: repeatElement(0, count: store.references.count)) }
        let known = written[place]
        guard known == 0 else {
            let (from, count) = (Int(known >> 32), Int(known & 0xFFFF_FFFF))
            out.reserve(count)
            (out.base + out.length).update(from: out.base + from, count: count)
            out.length &+= count
            return out.length <= bytesMax
        }
        let start = out.length
        guard item(field, visit: visit, index: index, plain, upTo: bytesMax) else { return false }
        // Why asked again: what is done by the rules may have cut the output, and then forgotten all places in it.
        if out.length < 1 << 32, place < written.count {
            written[place] = UInt64(start) << 32 | UInt64(out.length &- start)
        }
        return true
    }

    /// Lets the rules write a value; false, with the errors that they had to note taken back, if it is not in order.
    @inline(never)
    private mutating func byRules(_ write: (inout Renderer) -> Bool) -> Bool {
        let known = errors.count
        let isWritten = write(&self)
        guard !hasMetLimit else { return false }
        if isWritten, errors.count == known { return true }
        hasEnded = false
        errors.truncate(to: known)
        return false
    }
}
