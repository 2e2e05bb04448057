import GraphQLPlanning
import GraphQLSchema
import JSON
import Prelude
import Rows

// Leaves that were read from rows, by the codec of their scalar.
extension Renderer {
    /// The cells that need no rule, written at once; false if the cell needs more thought.
    mutating func put(plain cell: Cell, of batch: Int, field: Int) -> Bool {
        let (leaf, isList) = plan.fields.withUnsafeBufferPointer { ($0[field].leaf, $0[field].type.isList) }
        guard !isList, case .scalar(let codec) = leaf else { return false }
        switch (codec, cell.tag) {
        case (.string, .text), (.id, .text), (.cursor, .text), (.emailAddress, .text), (.decimal, .text),
            (.uuid, .text):
            out.putString(bytes(of: cell, in: batch))
            return true
        case (.int, .int) where Int32(exactly: cell.int) != nil:
            out.putInt(cell.int)
            return true
        case (.id, .int), (.microUSD, .int):
            out.put(0x22)
            out.putInt(cell.int)
            out.put(0x22)
            return true
        case (.boolean, .bool):
            out.put(cell.bool ? "true" : "false")
            return true
        default: return false
        }
    }

    /// A cell that is not null, as a value of a scalar.
    mutating func put(_ cell: Cell, of batch: Int, codec: ScalarCodec, field: Int) -> Bool {
        switch codec {
        case .int, .float, .string, .boolean, .id:
            guard let complaint = BuiltInLeaves.write(leafValue(cell, of: batch), as: codec, to: &out) else {
                return true
            }
            return fail(complaint, field: field)
        case .long: return putLong(cell, of: batch, field: field)
        case .dateTime: return putMoment(cell, of: batch, field: field)
        case .date: return putDay(cell, of: batch, field: field)
        case .duration: return putDuration(cell, of: batch, field: field)
        case .uuid: return putIdentifier(cell, of: batch, field: field)
        case .decimal, .microUSD, .emailAddress, .cursor:
            return putText(cell, of: batch, field: field)
        case .json, .passThrough: return putAny(cell, of: batch, field: field)
        }
    }

    private func leafValue(_ cell: Cell, of batch: Int) -> LeafValue {
        switch cell.tag {
        case .bool: .bool(cell.bool)
        case .int: .int(cell.int)
        case .double: .double(cell.double)
        case .text: .string(Array(bytes(of: cell, in: batch))[...])
        case .null, .json, .blob: .other("a stored \(cell.tag)")
        }
    }

    /// Spec: the `Long` scalar is a JSON number as far as every client reads it exactly.
    private mutating func putLong(_ cell: Cell, of batch: Int, field: Int) -> Bool {
        guard cell.tag == .int else { return refuse("Long", cell, of: batch, field: field) }
        guard cell.int.magnitude < 1 << 53 else {
            return fail("Long cannot represent \(cell.int) as a JSON number without losing digits.", field: field)
        }
        out.putInt(cell.int)
        return true
    }

    private mutating func putMoment(_ cell: Cell, of batch: Int, field: Int) -> Bool {
        if cell.tag == .text { return putText(cell, of: batch, field: field) }
        guard cell.tag == .int, Self.moments.contains(cell.int) else {
            return refuse("DateTime", cell, of: batch, field: field)
        }
        scratch.removeAll(keepingCapacity: true)
        TimeText.append(Timestamp(microseconds: cell.int), to: &scratch)
        putScratch()
        return true
    }

    private mutating func putDay(_ cell: Cell, of batch: Int, field: Int) -> Bool {
        if cell.tag == .text { return putText(cell, of: batch, field: field) }
        guard cell.tag == .int, let days = Int32(exactly: cell.int), CalendarDay.range.contains(days) else {
            return refuse("Date", cell, of: batch, field: field)
        }
        scratch.removeAll(keepingCapacity: true)
        TimeText.append(CalendarDay(daysSinceEpoch: days), to: &scratch)
        putScratch()
        return true
    }

    /// Moments that have a year of four digits.
    private static var moments: ClosedRange<Int64> {
        let day = Timestamp.microsecondsPerDay
        return Int64(CalendarDay.range.lowerBound) * day...Int64(CalendarDay.range.upperBound) * day + (day - 1)
    }

    /// Microseconds as ISO 8601 writes them: `PT1H30M0.25S`.
    private mutating func putDuration(_ cell: Cell, of batch: Int, field: Int) -> Bool {
        if cell.tag == .text { return putText(cell, of: batch, field: field) }
        guard cell.tag == .int else { return refuse("Duration", cell, of: batch, field: field) }
        let micros = cell.int.magnitude
        out.put(cell.int < 0 ? "\"-PT" : "\"PT")
        let (hours, minutes) = (micros / 3_600_000_000, micros / 60_000_000 % 60)
        let (seconds, fraction) = (micros / 1_000_000 % 60, micros % 1_000_000)
        if hours > 0 { out.put("\(hours)H") }
        if minutes > 0 { out.put("\(minutes)M") }
        if seconds > 0 || fraction > 0 || micros < 60_000_000 && minutes == 0 {
            out.put("\(seconds)")
            if fraction > 0 {
                var digits = String(fraction + 1_000_000).dropFirst()
                while digits.last == "0" { digits = digits.dropLast() }
                out.put(".\(digits)")
            }
            out.put("S")
        }
        out.put(0x22)
        return true
    }

    private mutating func putIdentifier(_ cell: Cell, of batch: Int, field: Int) -> Bool {
        guard cell.tag == .blob, let id = UniqueID(bytes: bytes(of: cell, in: batch)) else {
            return refuse("UUID", cell, of: batch, field: field)
        }
        scratch.removeAll(keepingCapacity: true)
        id.append(to: &scratch)
        putScratch()
        return true
    }

    private mutating func putText(_ cell: Cell, of batch: Int, field: Int) -> Bool {
        switch cell.tag {
        case .text: out.putString(bytes(of: cell, in: batch))
        case .int:
            out.put(0x22)
            out.putInt(cell.int)
            out.put(0x22)
        case .null, .bool, .double, .json, .blob: return refuse("The scalar", cell, of: batch, field: field)
        }
        return true
    }

    private mutating func putAny(_ cell: Cell, of batch: Int, field: Int) -> Bool {
        switch cell.tag {
        case .null: out.put("null")
        case .bool: out.put(cell.bool ? "true" : "false")
        case .int: out.putInt(cell.int)
        case .double where cell.double.isFinite: out.putDouble(cell.double)
        case .text: out.putString(bytes(of: cell, in: batch))
        case .json: out.put(UnsafeRawBufferPointer(bytes(of: cell, in: batch)))
        case .double, .blob: return refuse("JSON", cell, of: batch, field: field)
        }
        return true
    }

    mutating func putEnum(_ cell: Cell, of batch: Int, field: Int) -> Bool {
        let type = plan.fields[field].type.named
        if cell.tag == .text {
            let name = bytes(of: cell, in: batch)
            if let symbol = schema.symbols.find(name), schema.enumValue(named: symbol, of: type) != nil {
                out.putString(name)
                return true
            }
        }
        return refuse("Enum '\(schema.name(of: type))'", cell, of: batch, field: field)
    }

    private mutating func putScratch() {
        out.put(0x22)
        scratch.withUnsafeBytes { out.put($0) }
        out.put(0x22)
    }

    private mutating func refuse(_ type: String, _ cell: Cell, of batch: Int, field: Int) -> Bool {
        fail("\(type) cannot represent value: \(leafValue(cell, of: batch).inspected)", field: field)
    }
}
