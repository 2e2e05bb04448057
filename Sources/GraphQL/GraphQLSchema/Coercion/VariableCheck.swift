import JSON

/// Says everything that is wrong with a JSON value where an input type is expected, in the reference's words and order.
///
/// Limit: recursion ends at `CoercionLimits.depthMax`, beyond which `isTooDeep` is set; it stops looking at one fault
/// more than `CoercionLimits.faultsMax`, which says that there are too many.
struct VariableCheck {
    let schema: Schema
    let json: JSONDocument
    let suggests: Bool
    private(set) var faults: [(message: String, path: InputPath)] = []
    private(set) var isTooDeep = false
    private var path = InputPath()

    init(_ schema: Schema, _ json: JSONDocument, suggests: Bool) {
        (self.schema, self.json, self.suggests) = (schema, json, suggests)
    }

    private var isFull: Bool { faults.count > CoercionLimits.faultsMax }

    mutating func check(_ index: JSONDocument.Index, as type: WrappedType, depth: Int = 0) {
        if isFull { return }
        guard depth <= CoercionLimits.depthMax else {
            isTooDeep = true
            return
        }
        if json.isNull(index) {
            if type.isNonNull {
                report("Expected value of non-null type '\(schema.string(type))' not to be None.")
            }
        } else if let item = type.item {
            checkList(index, item, depth)
        } else if schema[type.named].kind == .inputObject {
            checkObject(index, type.named, depth)
        } else if let fault = LeafValue(schema: schema, json: json).fault(index, as: type.named, suggests: suggests) {
            report(fault)
        }
    }

    private mutating func checkList(_ index: JSONDocument.Index, _ item: WrappedType, _ depth: Int) {
        guard json.kind(index) == .array else { return check(index, as: item, depth: depth + 1) }
        for (place, value) in json.items(index).enumerated() {
            if isFull { return }
            path.push(.index(place))
            check(value, as: item, depth: depth + 1)
            path.pop()
        }
    }

    private mutating func checkObject(_ index: JSONDocument.Index, _ type: TypeID, _ depth: Int) {
        let name = schema.name(of: type)
        guard json.kind(index) == .object else {
            report("Expected value of type '\(name)' to be an object, found: \(JSONInspection.text(index, in: json)).")
            return
        }
        var given: [InputValueID: JSONDocument.Index] = [:]
        var known: [InputValueID] = []
        for (key, value) in json.members(index) {
            guard let input = schema.inputField(named: json.bytes(key), of: type) else { continue }
            if given.updateValue(value, forKey: input) == nil { known.append(input) }
        }
        // Why once: showing an object looks at all its members, and there may be as many faults.
        let json = json
        var text: String?
        func shown() -> String {
            let known = text ?? JSONInspection.text(index, in: json)
            text = known
            return known
        }
        for input in schema[type].inputFields {
            let field = schema.string(schema[input].name)
            if let value = given[input] {
                path.push(.field(field))
                check(value, as: schema[input].type, depth: depth + 1)
                path.pop()
            } else if schema[input].isRequired {
                report(
                    "Expected value of type '\(name)' to include required field '\(field)', found: \(shown()).")
            }
        }
        reportUnknownFields(index, type, shown)
        if schema[type].isOneOf { checkOneOf(type, known, given) }
    }

    private mutating func reportUnknownFields(
        _ index: JSONDocument.Index, _ type: TypeID, _ shown: () -> String
    ) {
        var seen: Set<ArraySlice<UInt8>> = []
        for (key, _) in json.members(index) {
            if isFull { return }
            guard schema.inputField(named: json.bytes(key), of: type) == nil, seen.insert(json.bytes(key)).inserted
            else { continue }
            let name = json.string(key) ?? ""
            let question =
                suggests
                ? Suggestions.question(
                    for: name, among: schema[type].inputFields.map { schema.string(schema[$0].name) }) : ""
            report(
                "Expected value of type '\(schema.name(of: type))' not to include unknown field "
                    + "'\(JSONInspection.shortened(name))'"
                    + (question.isEmpty ? ", found" : ".\(question) Found") + ": \(shown()).")
        }
    }

    private mutating func checkOneOf(
        _ type: TypeID, _ known: [InputValueID], _ given: [InputValueID: JSONDocument.Index]
    ) {
        let message = OneOf.message(schema.name(of: type))
        if known.count != 1 { report(message) }
        guard let first = known.first, let value = given[first], json.isNull(value) else { return }
        path.push(.field(schema.string(schema[first].name)))
        report(message)
        path.pop()
    }

    private mutating func report(_ message: String) {
        if isFull { return }
        faults.append((message, path))
    }
}
