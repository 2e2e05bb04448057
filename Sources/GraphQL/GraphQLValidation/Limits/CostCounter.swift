import GraphQLLanguage
import GraphQLSchema

extension ValidDocument {
    /// What an operation costs by a model, and where it leaves out or doubles a slicing argument.
    ///
    /// With the request's variables the answer is exact as far as the model goes. Without them a list whose length a
    /// variable decides counts as one item, and what a variable could skip counts as nothing, so that the answer is
    /// the least that any request with this document can cost.
    package func cost(
        of operation: NodeID<OperationNode>, by model: CostModel, variables: VariableValues? = nil
    ) -> OperationCost {
        var counter = CostCounter(self, model, variables)
        return counter.count(document[operation])
    }
}

/// The price of an operation.
package struct OperationCost: Sendable {
    /// Limit: the greatest number stands for all that are greater.
    package let total: Int
    /// Fields that need exactly one slicing argument and were given none or several.
    package let faults: [Diagnostic]
    /// Whether it is the same for whatever variables.
    package let isFixed: Bool
}

/// Adds up the cost of selections; a fragment is counted once, however often it is spread.
private struct CostCounter {
    private let valid: ValidDocument
    private let model: CostModel
    private let variables: VariableValues?
    private var fragments: [FragmentKey: Int] = [:]
    private var faults: [Diagnostic] = []
    private var isFixed = true

    /// The list length that a field hands to the fields of what it returns, as connections do.
    private struct Sizing: Hashable {
        let field: FieldID
        let size: Int
    }

    /// What of the selections around it decides the price of a selection.
    private struct Surroundings: Hashable {
        var sizing: Sizing?
        /// Lists of introspection that it stands in.
        var introspectionLists = 0
    }

    private struct FragmentKey: Hashable {
        let fragment: NodeID<FragmentNode>
        let around: Surroundings
    }

    init(_ valid: ValidDocument, _ model: CostModel, _ variables: VariableValues?) {
        (self.valid, self.model, self.variables) = (valid, model, variables)
    }

    private var document: Document { valid.document }
    private var schema: Schema { valid.schema }

    mutating func count(_ operation: OperationNode) -> OperationCost {
        let root = schema.rootType(for: operation.kind)
        let total = root.map { cost(operation.selections, $0, Surroundings()) } ?? 0
        return OperationCost(total: max(0, total), faults: faults, isFixed: isFixed)
    }

    /// The cost of what one object answers: its own fields, and the dearest of the objects that it could be.
    ///
    /// Limit: recurses as deep as `FragmentNesting` allows.
    private mutating func cost(_ selections: NodeRange<SelectionNode>, _ parent: TypeID, _ around: Surroundings) -> Int
    {
        var common = 0
        var perObject: [TypeID: Int] = [:]
        for id in selections {
            let node = document[id]
            if isLeftOut(node) { continue }
            switch node.kind {
            case .field: common = Saturating.sum(common, cost(field: node, parent, around))
            case .inlineFragment:
                let type = node.name.isAbsent ? parent : schema.type(named: document.bytes(node.name)) ?? parent
                add(cost(node.selections, type, around), type, parent, &common, &perObject)
            case .fragmentSpread:
                guard let fragment = valid.fragment(of: id),
                    let type = schema.type(named: document.bytes(document[fragment].typeCondition))
                else { continue }
                add(cost(fragment, type, around), type, parent, &common, &perObject)
            }
        }
        return Saturating.sum(common, perObject.values.max() ?? 0)
    }

    private func add(
        _ cost: Int, _ type: TypeID, _ parent: TypeID, _ common: inout Int, _ perObject: inout [TypeID: Int]
    ) {
        if schema[type].kind == .object, type != parent {
            perObject[type] = Saturating.sum(perObject[type, default: 0], cost)
        } else {
            common = Saturating.sum(common, cost)
        }
    }

    private mutating func cost(_ fragment: NodeID<FragmentNode>, _ type: TypeID, _ around: Surroundings) -> Int {
        let key = FragmentKey(fragment: fragment, around: around)
        if let known = fragments[key] { return known }
        let total = cost(document[fragment].selections, type, around)
        fragments[key] = total
        return total
    }

    private mutating func cost(field node: SelectionNode, _ parent: TypeID, _ around: Surroundings) -> Int {
        guard let field = schema.field(named: document.bytes(node.name), of: parent) else { return 0 }
        let definition = schema[field]
        var cost = model.weight(of: field)
        for argument in node.arguments {
            guard let input = schema.argument(named: document.bytes(document[argument].name), of: field) else {
                continue
            }
            cost = Saturating.sum(cost, model.weight(of: input))
        }
        let listSize = model.listSize(of: field)
        let given = listSize.map { self.size(of: node, field, $0) }
        let isSizing = listSize.map { !$0.sizedFields.isEmpty } ?? false
        var size = 1
        var inner = Surroundings(introspectionLists: around.introspectionLists)
        if schema[parent].origin == .introspection {
            if definition.type.isList {
                inner.introspectionLists += 1
                if inner.introspectionLists > CostModel.introspectionListsFree { size = model.assumedListSize }
            }
        } else if let sizing = around.sizing, sizes(sizing, definition.name) {
            size = sizing.size
        } else if definition.type.isList {
            size = isSizing ? model.assumedListSize : given ?? model.assumedListSize
        }
        if isSizing { inner.sizing = Sizing(field: field, size: given ?? model.assumedListSize) }
        var each = model.weight(of: definition.type.named)
        if !node.selections.isEmpty {
            each = Saturating.sum(each, self.cost(node.selections, definition.type.named, inner))
        }
        return Saturating.sum(cost, Saturating.product(max(0, size), max(0, each)))
    }

    private func sizes(_ sizing: Sizing, _ name: Symbol) -> Bool {
        model.listSize(of: sizing.field)?.sizedFields.contains(name) ?? false
    }

    // MARK: List sizes

    private mutating func size(of node: SelectionNode, _ field: FieldID, _ listSize: CostModel.ListSize) -> Int {
        var sizes: [Int] = []
        var givenCount = 0
        for input in listSize.slicingArguments {
            let argument = node.arguments.first {
                document.bytes(document[$0].name).elementsEqual(schema.bytes(schema[input].name))
            }
            if let argument, let value = argumentSize(document[argument].value, input) {
                givenCount += 1
                sizes.append(value)
            } else if case .int(let value)? = schema.defaultValue(of: input) {
                sizes.append(Int(clamping: value))
            }
        }
        let isAnswered = givenCount == 1 || (givenCount == 0 && sizes.count == 1)
        if listSize.requiresOneSlicingArgument, !listSize.slicingArguments.isEmpty, !isAnswered {
            refuse(node, listSize)
        }
        return max(0, sizes.max() ?? listSize.assumedSize ?? model.assumedListSize)
    }

    /// The number that a slicing argument is given; nil if it is given none.
    private mutating func argumentSize(_ id: NodeID<ValueNode>, _ input: InputValueID) -> Int? {
        let value = document[id]
        switch value.kind {
        case .int: return Int(document.string(value.text)) ?? .max
        case .variable:
            isFixed = false
            guard let variables else { return 1 }
            guard case .int(let number)? = variables.value(named: document.bytes(value.text)) else { return nil }
            return Int(clamping: number)
        case .float, .string, .blockString, .true, .false, .null, .enum, .list, .object: return nil
        }
    }

    private mutating func refuse(_ node: SelectionNode, _ listSize: CostModel.ListSize) {
        let names = listSize.slicingArguments.map { "'\(schema.string(schema[$0].name))'" }.joined(separator: ", ")
        let message = "Field '\(document.string(node.name))' needs exactly one of the arguments \(names)."
        faults.append(
            Diagnostic(kind: .limit(.cost), message: message, locations: [document.location(at: node.position)]))
    }

    // MARK: Conditions

    /// Whether a condition takes the selection away, or, without variables, could.
    private mutating func isLeftOut(_ node: SelectionNode) -> Bool {
        for id in node.directives where takesAway(id) { return true }
        return false
    }

    private mutating func takesAway(_ id: NodeID<DirectiveNode>) -> Bool {
        let directive = document[id]
        let isSkip = document.isSame(directive.name, "skip")
        guard isSkip || document.isSame(directive.name, "include"),
            let argument = directive.arguments.first(where: { document.isSame(document[$0].name, "if") })
        else { return false }
        let value = document[document[argument].value]
        switch value.kind {
        case .true: return isSkip
        case .false: return !isSkip
        case .variable:
            isFixed = false
            guard let variables else { return true }
            return variables.value(named: document.bytes(value.text)) == .boolean(isSkip)
        case .int, .float, .string, .blockString, .null, .enum, .list, .object: return false
        }
    }
}

extension QueryLimits {
    /// Refuses operations that cost more than the bound, whatever their variables.
    func checkCost(of valid: ValidDocument, by model: CostModel?) -> [Diagnostic] {
        guard let costMax, let model else { return [] }
        let document = valid.document
        return document.operations.indices.flatMap { index -> [Diagnostic] in
            let operation = document.operations[index]
            let cost = valid.cost(of: NodeID(index), by: model)
            if cost.total <= costMax { return cost.faults }
            let name = operation.name.isAbsent ? "" : " '\(document.string(operation.name))'"
            let bound = saysNumbers ? ": it costs at least \(cost.total), and \(costMax) is allowed" : ""
            return cost.faults + [
                Diagnostic(
                    kind: .limit(.cost), message: "Operation\(name) costs too much\(bound).",
                    locations: [document.location(at: operation.position)])
            ]
        }
    }
}
