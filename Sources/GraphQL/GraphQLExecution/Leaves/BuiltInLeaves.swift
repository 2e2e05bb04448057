import GraphQLSchema
import JSON

/// Spec: 3.5 result coercion of the five built-in scalars, as lenient and as strict as the reference implementation.
enum BuiltInLeaves {
    /// Writes the coerced value, or says why it has none.
    static func write(_ value: LeafValue, as codec: ScalarCodec, to out: inout JSONWriter) -> String? {
        switch codec {
        case .int: writeInt(value, to: &out)
        case .float: writeFloat(value, to: &out)
        case .string: writeString(value, to: &out)
        case .boolean: writeBoolean(value, to: &out)
        case .id: writeID(value, to: &out)
        case .passThrough, .long, .decimal, .microUSD, .dateTime, .date, .duration, .uuid, .emailAddress, .json,
            .cursor:
            "No built-in scalar."
        }
    }

    private static func writeInt(_ value: LeafValue, to out: inout JSONWriter) -> String? {
        let number: Int64?
        switch value {
        case .bool(let value): number = value ? 1 : 0
        case .int(let value): number = value
        case .bigInt: number = nil
        case .double(let value):
            guard value.isFinite, value.rounded(.towardZero) == value else {
                return "Int cannot represent non-integer value: \(JSONInspection.number(value))"
            }
            number = Int64(exactly: value)
        case .string(let bytes):
            guard let text = NumberText.integer(bytes) else {
                return "Int cannot represent non-integer value: \(value.inspected)"
            }
            number = Int64(text)
        case .other(let text):
            return "Int cannot represent non-integer value: \(text)"
        }
        guard let number, Int32(exactly: number) != nil else {
            return "Int cannot represent non 32-bit signed integer value: \(value.inspected)"
        }
        out.putInt(number)
        return nil
    }

    private static func writeFloat(_ value: LeafValue, to out: inout JSONWriter) -> String? {
        let complaint = "Float cannot represent non numeric value: "
        switch value {
        case .bool(let value):
            out.putInt(value ? 1 : 0)
        case .int(let number):
            guard Int64(exactly: Double(number)) == number else {
                return "\(complaint)\(value.inspected) (value would lose precision)"
            }
            out.putDouble(Double(number))
        case .bigInt(let digits):
            let text = String(decoding: digits, as: UTF8.self)
            guard let number = Double(text), number.isFinite else {
                return "\(complaint)\(value.inspected) (value is too large)"
            }
            guard NumberText.isExact(number, text) else {
                return "\(complaint)\(value.inspected) (value would lose precision)"
            }
            out.putDouble(number)
        case .double(let number):
            guard number.isFinite else { return complaint + JSONInspection.number(number) }
            out.putDouble(number)
        case .string(let bytes):
            guard let number = NumberText.double(bytes), number.isFinite else { return complaint + value.inspected }
            out.putDouble(number)
        case .other(let text):
            return complaint + text
        }
        return nil
    }

    private static func writeString(_ value: LeafValue, to out: inout JSONWriter) -> String? {
        switch value {
        case .string(let bytes): out.putString(bytes)
        case .bool(let value): out.put(value ? "\"true\"" : "\"false\"")
        case .int(let number):
            out.put(0x22)
            out.putInt(number)
            out.put(0x22)
        case .bigInt(let digits): out.putString(digits)
        case .double(let number):
            guard number.isFinite else { return "String cannot represent value: \(JSONInspection.number(number))" }
            out.put(0x22)
            out.putDouble(number)
            out.put(0x22)
        case .other(let text): return "String cannot represent value: \(text)"
        }
        return nil
    }

    private static func writeBoolean(_ value: LeafValue, to out: inout JSONWriter) -> String? {
        switch value {
        case .bool(let value): out.put(value ? "true" : "false")
        case .int(let number): out.put(number != 0 ? "true" : "false")
        case .bigInt: out.put("true")
        case .double(let number) where number.isFinite: out.put(number != 0 ? "true" : "false")
        case .double, .string, .other:
            return "Boolean cannot represent a non boolean value: \(value.inspected)"
        }
        return nil
    }

    private static func writeID(_ value: LeafValue, to out: inout JSONWriter) -> String? {
        switch value {
        case .string(let bytes): out.putString(bytes)
        case .int(let number):
            out.put(0x22)
            out.putInt(number)
            out.put(0x22)
        case .bigInt(let digits): out.putString(digits)
        case .double(let number):
            guard let digits = NumberText.integerDigits(number) else {
                return "ID cannot represent value: \(value.inspected)"
            }
            out.put(0x22)
            out.put(digits)
            out.put(0x22)
        case .bool, .other: return "ID cannot represent value: \(value.inspected)"
        }
        return nil
    }
}
