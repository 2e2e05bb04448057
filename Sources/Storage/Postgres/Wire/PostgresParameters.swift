import CPostgres
import Database

/// Parameters in binary form, in buffers that one connection uses again and again.
struct PostgresParameters {
    private var bytes: [UInt8] = []
    private var starts: [Int] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []
    private var pointers: [UnsafePointer<CChar>?] = []

    /// Encodes the values in place of those before.
    mutating func encode(_ values: [SQLValue], as types: [SQLType]) {
        bytes.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        formats.removeAll(keepingCapacity: true)
        for (value, type) in zip(values, types) {
            let start = bytes.count
            let isNull = value == .null
            if !isNull {
                if type.isArray { append(array: value, of: type.scalar) } else { append(value) }
            }
            starts.append(isNull ? -1 : start)
            lengths.append(Int32(truncatingIfNeeded: bytes.count - start))
            formats.append(type == .decimal ? 0 : 1)
            // A parameter in text form ends with a NUL that does not count.
            if type == .decimal { bytes.append(0) }
        }
    }

    /// Lends what libpq wants to see, for one call.
    mutating func withPointers<Result>(
        _ body: (
            Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
        ) -> Result
    ) -> Result {
        let count = Int32(truncatingIfNeeded: starts.count)
        return bytes.withUnsafeBytes { raw in
            pointers.removeAll(keepingCapacity: true)
            let base = raw.baseAddress ?? UnsafeRawPointer(PostgresParameters.emptyValue)
            for start in starts {
                pointers.append(start < 0 ? nil : (base + start).assumingMemoryBound(to: CChar.self))
            }
            return pointers.withUnsafeBufferPointer { pointers in
                lengths.withUnsafeBufferPointer { lengths in
                    formats.withUnsafeBufferPointer { formats in
                        body(count, pointers.baseAddress, lengths.baseAddress, formats.baseAddress)
                    }
                }
            }
        }
    }

    // Safe because the byte is never written after it was made and lives as long as the process.
    private nonisolated(unsafe) static let emptyValue: UnsafePointer<UInt8> = {
        let byte = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)
        byte.initialize(to: 0)
        return UnsafePointer(byte)
    }()

    private mutating func append(_ value: SQLValue) {
        switch value {
        case .null: break
        case .bool(let value): bytes.append(value ? 1 : 0)
        case .int(let value): append(big: UInt64(bitPattern: value))
        case .double(let value): append(big: value.bitPattern)
        case .text(let content), .blob(let content): bytes.append(contentsOf: content)
        case .array: break
        }
    }

    /// One dimension; each element is preceded by its length, -1 for null.
    private mutating func append(array value: SQLValue, of scalar: SQLScalar) {
        guard case .array(let elements) = value else { return }
        append(big: UInt32(elements.isEmpty ? 0 : 1))
        append(big: UInt32(elements.contains(.null) ? 1 : 0))
        append(big: PostgresType.element(scalar, inArray: true))
        if elements.isEmpty { return }
        append(big: UInt32(truncatingIfNeeded: elements.count))
        append(big: UInt32(1))
        for element in elements {
            let place = bytes.count
            append(big: UInt32.max)
            if element == .null { continue }
            append(element)
            let length = UInt32(truncatingIfNeeded: bytes.count - place - 4)
            for shift in 0..<4 { bytes[place + shift] = UInt8(truncatingIfNeeded: length >> UInt32(24 - 8 * shift)) }
        }
    }

    private mutating func append(big value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }
}
