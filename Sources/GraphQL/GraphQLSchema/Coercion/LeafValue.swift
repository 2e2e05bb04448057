import JSON

/// Reads a JSON value as a value of a scalar or enum type.
///
/// Spec: 3.5 Scalars and 3.9 Enums, Input Coercion.
struct LeafValue {
    let schema: Schema
    let json: JSONDocument

    /// The value, or nil when the JSON value is none of the type.
    func value(_ index: JSONDocument.Index, as type: TypeID) -> CoercedValue? {
        let kind = json.kind(index)
        let isString = kind == .string || kind == .escapedString
        if schema[type].kind == .enum {
            guard isString else { return nil }
            return schema.enumValue(named: json.bytes(index), of: type).map(CoercedValue.enumValue)
        }
        switch schema[type].codec {
        case .int: return int32(index, kind).map { .int(Int64($0)) }
        case .float: return float(index, kind).map(CoercedValue.float)
        case .string: return isString ? .string(Array(json.bytes(index))) : nil
        case .boolean: return json.bool(index).map(CoercedValue.boolean)
        case .id: return isString ? .string(Array(json.bytes(index))) : identifier(index, kind).map(CoercedValue.string)
        case .passThrough, .json: return untyped(index, depth: 0)
        case .long, .decimal, .microUSD, .dateTime, .date, .duration, .uuid, .emailAddress, .cursor:
            return ScalarText.value(of: schema[type].codec, Array(json.bytes(index)), form(of: kind))
        }
    }

    /// Why the JSON value is no value of the type, in the reference's words; nil when it is one.
    func fault(_ index: JSONDocument.Index, as type: TypeID, suggests: Bool) -> String? {
        guard value(index, as: type) == nil else { return nil }
        let shown = JSONInspection.text(index, in: json)
        let name = schema.name(of: type)
        if schema[type].kind == .enum { return enumFault(index, shown, type, suggests: suggests) }
        switch schema[type].codec {
        case .int:
            return "Int cannot represent non\(isWhole(index) ? " 32-bit signed " : "-")integer value: \(shown)"
        case .float: return "Float cannot represent non numeric value: \(shown)\(floatReason(index))"
        case .string: return "String cannot represent a non string value: \(shown)"
        case .boolean: return "Boolean cannot represent a non boolean value: \(shown)"
        case .id: return "ID cannot represent value: \(shown)"
        case .passThrough, .json: return "Expected value of type '\(name)', found: \(shown)."
        case .long, .decimal, .microUSD, .dateTime, .date, .duration, .uuid, .emailAddress, .cursor:
            return "\(name) cannot represent value: \(shown)"
        }
    }

    private func enumFault(_ index: JSONDocument.Index, _ shown: String, _ type: TypeID, suggests: Bool) -> String {
        let name = schema.name(of: type)
        let text = json.string(index)
        let question = suggests ? EnumQuestion.question(for: text ?? shown, type, schema) : ""
        return text.map { "Value '\(JSONInspection.shortened($0))' does not exist in '\(name)' enum." + question }
            ?? "Enum '\(name)' cannot represent non-string value: \(shown)." + question
    }

    private func isWhole(_ index: JSONDocument.Index) -> Bool {
        switch json.kind(index) {
        case .integer: true
        case .decimal: json.double(index).map { $0.isFinite && $0.rounded(.towardZero) == $0 } ?? false
        case .null, .true, .false, .string, .escapedString, .array, .object: false
        }
    }

    private func form(of kind: JSONNode.Kind) -> ScalarText.Form {
        switch kind {
        case .string, .escapedString: .string
        case .integer: .integer
        case .decimal: .decimal
        case .null, .true, .false, .array, .object: .other
        }
    }
}

// Numbers.
extension LeafValue {
    private func int32(_ index: JSONDocument.Index, _ kind: JSONNode.Kind) -> Int32? {
        switch kind {
        case .integer: json.int64(index).flatMap(Int32.init(exactly:))
        case .decimal: json.double(index).flatMap(Int32.init(exactly:))
        case .null, .true, .false, .string, .escapedString, .array, .object: nil
        }
    }

    /// A whole number must be one that a double holds exactly, as the reference has it.
    private func float(_ index: JSONDocument.Index, _ kind: JSONNode.Kind) -> Double? {
        guard kind == .integer || kind == .decimal, let value = json.double(index), value.isFinite else { return nil }
        return kind == .integer && losesDigits(index, value) ? nil : value
    }

    private func losesDigits(_ index: JSONDocument.Index, _ value: Double) -> Bool {
        // Limit: a whole number from 2^53 on is compared digit by digit, which a double of 309 digits bounds.
        guard value.magnitude >= 9_007_199_254_740_992 else { return false }
        let digits = json.bytes(index).drop { $0 == UInt8(ascii: "-") }
        return !WholeDigits.of(value.magnitude).elementsEqual(digits)
    }

    private func floatReason(_ index: JSONDocument.Index) -> String {
        guard json.kind(index) == .integer, let value = json.double(index) else { return "" }
        return value.isFinite ? " (value would lose precision)" : " (value is too large)"
    }

    /// A whole number as the text of an ID.
    private func identifier(_ index: JSONDocument.Index, _ kind: JSONNode.Kind) -> [UInt8]? {
        if kind == .integer {
            return json.bytes(index).elementsEqual("-0".utf8) ? Array("0".utf8) : Array(json.bytes(index))
        }
        guard kind == .decimal, let value = json.double(index), value.isFinite, value.rounded(.towardZero) == value
        else { return nil }
        let digits = WholeDigits.of(value.magnitude)
        return value < 0 ? [UInt8(ascii: "-")] + digits : digits
    }

    /// Any JSON value, for scalars that take any. Limit: `CoercionLimits.depthMax`.
    private func untyped(_ index: JSONDocument.Index, depth: Int) -> CoercedValue? {
        guard depth <= CoercionLimits.depthMax else { return nil }
        switch json.kind(index) {
        case .null: return .null
        case .true: return .boolean(true)
        case .false: return .boolean(false)
        case .integer, .decimal: return .number(Array(json.bytes(index)))
        case .string, .escapedString: return .string(Array(json.bytes(index)))
        case .array:
            var items: [CoercedValue] = []
            for item in json.items(index) {
                guard let value = untyped(item, depth: depth + 1) else { return nil }
                items.append(value)
            }
            return .list(items)
        case .object:
            var entries: [CoercedEntry] = []
            for (key, item) in json.members(index) {
                guard let value = untyped(item, depth: depth + 1) else { return nil }
                entries.append(CoercedEntry(name: Array(json.bytes(key)), value: value))
            }
            return .record(entries)
        }
    }
}
