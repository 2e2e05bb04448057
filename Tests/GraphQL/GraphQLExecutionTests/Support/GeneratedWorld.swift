import GraphQLPlanning
import GraphQLSchema
import JSON
import Rows

/// A schema and its data, both made up from a seed: every value follows from the name of its node and field.
struct GeneratedWorld {
    /// What lies behind a composite field of a node.
    enum Relation: Equatable {
        case null
        case failed(String)
        case nodes([Node])
        /// The node itself.
        case same
    }

    struct Node: Equatable {
        let type: String
        let id: String
    }

    struct CompositeField {
        let name: String
        let type: String
        let isList: Bool
        let isEmbedded: Bool
    }

    static let leaves = ["l0": "Int", "l1": "Float", "l2": "String", "l3": "Boolean", "l4": "E", "l5": "[Int"]

    let seed: UInt64
    let objects = (0..<5).map { "T\($0)" }
    private(set) var sdl = "enum E { ONE TWO }\n"
    /// The leaf fields and composite fields of each type, interfaces included.
    private(set) var leafFields: [String: [String]] = [:]
    private(set) var compositeFields: [String: [CompositeField]] = [:]

    init(seed: UInt64) {
        self.seed = seed
        var dice = Dice(seed: seed)
        let interfaceLeaf = "l0: Int\(dice.chance(50) ? "!" : "")"
        sdl += "interface I { id: ID! \(interfaceLeaf) }\nunion U = T0 | T1 | T2\n"
        leafFields["I"] = ["id", "l0"]
        leafFields["U"] = []
        for type in objects + ["Query"] {
            var fields = type == "Query" ? "" : "id: ID! \(interfaceLeaf) "
            leafFields[type] = type == "Query" ? [] : ["id", "l0"]
            if type != "Query" {
                for leaf in ["l1", "l2", "l3", "l4", "l5"] where dice.chance(70) {
                    fields += "\(leaf): \(Self.leafType(leaf, &dice)) "
                    leafFields[type, default: []].append(leaf)
                }
            }
            for number in 0..<4 {
                let field = Self.composite("c\(number)", in: type, objects, &dice)
                compositeFields[type, default: []].append(field)
                let item = field.type + (dice.chance(30) ? "!" : "")
                let arguments = field.isEmbedded ? "" : "(n: Int = 2)"
                fields +=
                    "\(field.name)\(arguments): \(field.isList ? "[\(item)]" : field.type)"
                    + (dice.chance(30) ? "! " : " ")
            }
            sdl += "type \(type)\(type == "Query" ? "" : " implements I") { \(fields)}\n"
        }
    }

    private static func leafType(_ name: String, _ dice: inout Dice) -> String {
        let type = leaves[name] ?? "Int"
        let inner = type + (dice.chance(30) ? "!" : "")
        return (type.hasPrefix("[") ? inner + "]" : inner) + (type.hasPrefix("[") && dice.chance(30) ? "!" : "")
    }

    private static func composite(
        _ name: String, in type: String, _ objects: [String], _ dice: inout Dice
    ) -> CompositeField {
        if type != "Query", dice.chance(20) {
            return CompositeField(name: name, type: dice.pick(objects), isList: false, isEmbedded: true)
        }
        return CompositeField(
            name: name, type: dice.pick(objects + ["I", "U"]), isList: dice.chance(50), isEmbedded: false)
    }

    /// The leaf in a column of a node's row; sometimes null, sometimes of a kind that its type refuses.
    func leaf(_ node: String, _ column: String) -> JSONValue {
        if column == "id" { return .string(node) }
        var dice = Dice(seed: seed, node, column)
        if dice.chance(12) { return .null }
        let isWrong = dice.chance(6)
        switch column {
        case "l0": return isWrong ? 3_000_000_000 : .number(String(dice.roll(1_000) - 500))
        case "l1": return isWrong ? "abc" : .number("\(Double(dice.roll(1_000)) / 8)")
        case "l2": return .string(String(repeating: "é\"\n", count: dice.roll(3)) + node)
        case "l3": return isWrong ? "yes" : .bool(dice.chance(50))
        case "l4": return isWrong ? "THREE" : .string(dice.pick(["ONE", "TWO"]))
        default:
            return .array((0..<dice.roll(3)).map { _ in dice.chance(15) ? .null : .number(String(dice.roll(10))) })
        }
    }

    /// What lies behind a composite field that is loaded.
    func relation(_ node: String, _ coordinate: String, _ field: CompositeField, count: Int) -> Relation {
        var dice = Dice(seed: seed, node, coordinate, String(count))
        if dice.chance(12) { return .null }
        if dice.chance(6) { return .failed("no \(coordinate) of \(node)") }
        let types = field.type == "I" ? objects : field.type == "U" ? ["T0", "T1", "T2"] : [field.type]
        return .nodes(
            (0..<(field.isList ? dice.roll(count + 2) : 1)).map { _ in
                Node(type: dice.pick(types), id: "n\(dice.roll(12))")
            })
    }

    /// The bindings that read this world in batches.
    func bindings() -> [String: FieldBinding] {
        var bindings: [String: FieldBinding] = [:]
        for (type, fields) in compositeFields {
            for field in fields {
                let coordinate = "\(type).\(field.name)"
                bindings[coordinate] =
                    field.isEmbedded
                    ? .embedded(presence: nil)
                    : .load(
                        LoadBinding(
                            name: coordinate, keys: type == "Query" ? [] : ["id"],
                            shape: field.isList ? .many : .one,
                            loader: .immediate { self.load($0, coordinate, field) }))
            }
        }
        return bindings
    }

    private func load(_ call: LoadCall, _ coordinate: String, _ field: CompositeField) -> LoadResult {
        var count = 2
        if case .int(let value)? = call.arguments.entries.first?.value { count = Int(value) }
        var batch = RowBatch(columnCount: call.columns.count)
        var groups: [LoadResult.Group] = []
        var failures: [LoadFailure] = []
        for key in 0..<call.keys.rowCount {
            let node = call.keys.columnCount == 0 ? "root" : call.keys.string(of: call.keys.cell(row: key, column: 0))
            switch relation(node, coordinate, field, count: count) {
            case .null, .same: groups.append(.null)
            case .failed(let message):
                groups.append(LoadResult.Group(state: .failed, first: failures.count, count: 0))
                failures.append(LoadFailure(message: message))
            case .nodes(let nodes):
                groups.append(.rows(batch.rowCount..<batch.rowCount + nodes.count))
                for node in nodes {
                    for column in call.columns {
                        RowTable.append(column == "__typename" ? .string(node.type) : leaf(node.id, column), to: &batch)
                    }
                    batch.endRow()
                }
            }
        }
        return LoadResult(rows: batch, groups: groups, failures: failures)
    }
}
