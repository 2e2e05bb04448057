import GraphQLLanguage
import GraphQLSchema

/// Turns one operation with settled conditions into a plan: a worklist of objects, each met once, never recursive.
struct MakePlan {
    /// The same selections on the same type with the same columns are one planned object.
    struct ObjectKey: Hashable {
        let list: UInt32
        let type: TypeID
        let source: RowSource
    }

    struct SelectionKey: Hashable {
        let list: UInt32
        let type: TypeID
        let source: RowSource
    }

    /// What stands for an object while it is written.
    enum RowSource: Hashable {
        case json
        case introspection
        /// A row; the numbers of its layout, and of the layout of the items if the row describes a page.
        case rows(layout: Int, items: Int?)
    }

    struct LoadKey: Hashable {
        let field: FieldID
        let arguments: [UInt8]
    }

    private struct Pending {
        let object: Int
        let list: [NodeRange<SelectionNode>]
        let type: TypeID
        let source: RowSource
    }

    let document: Document
    let schema: Schema
    let operation: NodeID<OperationNode>
    let bindings: BindingTable
    let limits: PlanningLimits

    var objects: [PlannedObject] = []
    var fields: [PlannedField] = []
    var selections: [PlannedSelection] = []
    var arguments: [PlannedArguments] = []
    var loads: [PlannedLoad] = []
    var layouts: [RowLayout] = [RowLayout()]
    var steps: [Int32] = []
    var nodes: [UInt32] = []
    var columns: [Int32] = []
    var computations: [ComputeBinding] = []
    var text: [UInt8] = []

    var loadPlaces: [LoadKey: Int] = [:]
    private var collect: CollectFields
    private var pending: [Pending] = []
    private var objectPlaces: [ObjectKey: Int32] = [:]
    private var selectionPlaces: [SelectionKey: Int32] = [:]
    private var listNumbers: [[UInt32]: UInt32] = [:]

    init(_ operation: PreparedOperation, settings: ConditionSettings) {
        document = operation.document
        schema = operation.schema
        self.operation = operation.id
        bindings = operation.bindings
        limits = operation.limits
        collect = CollectFields(operation.valid, conditions: operation.conditions, settings: settings)
    }

    consuming func plan() throws(PlanError) -> Plan {
        let node = document[operation]
        guard let type = schema.rootType(for: node.kind) else {
            throw .noRootType(kind: "\(node.kind.keyword)", offset: node.position)
        }
        let source = bindings.root == .json ? RowSource.json : .rows(layout: 0, items: nil)
        let root = place(list: [node.selections], number: UInt32.max, type: type, source: source)
        var next = 0
        while next < pending.count {
            let object = pending[next]
            next += 1
            try fill(object)
            if next > 1024 {
                pending.removeFirst(next)
                next = 0
            }
        }
        return Plan(self, root: Int(root))
    }

    private mutating func fill(_ object: Pending) throws(PlanError) {
        collect.begin()
        for range in object.list { collect.add(range, for: object.type) }
        guard fields.count + collect.groupCount <= limits.fieldsMax else {
            throw .tooManyFields(limit: limits.fieldsMax)
        }
        let first = fields.count
        let firstStep = steps.count
        if collect.failure == nil {
            for group in 0..<collect.groupCount {
                let link = Int32(truncatingIfNeeded: steps.count - firstStep)
                let field = try planField(collect.groups[group], of: object.type, source: object.source, link: link)
                guard let field else { continue }
                if field.source.isStep { steps.append(Int32(truncatingIfNeeded: fields.count)) }
                fields.append(field)
            }
        }
        objects[object.object] = PlannedObject(
            type: object.type, fields: range(first, fields.count - first),
            steps: range(firstStep, steps.count - firstStep), failure: collect.failure)
    }

    func range(_ start: Int, _ count: Int) -> PlanRange {
        PlanRange(start: UInt32(truncatingIfNeeded: start), count: UInt32(truncatingIfNeeded: count))
    }

    /// The planned object for some selection sets on a type, put on the worklist when it is new.
    private mutating func place(
        list: [NodeRange<SelectionNode>], number: UInt32, type: TypeID, source: RowSource
    ) -> Int32 {
        let key = ObjectKey(list: number, type: type, source: source)
        if let known = objectPlaces[key] { return known }
        let place = Int32(truncatingIfNeeded: objects.count)
        objectPlaces[key] = place
        objects.append(
            PlannedObject(
                type: type, fields: .none, steps: .none, failure: nil))
        pending.append(Pending(object: Int(place), list: list, type: type, source: source))
        return place
    }

    /// What is selected of a composite field whose merged selections are `group`.
    mutating func select(_ group: [UInt32], type: TypeID, source: RowSource) -> Int32 {
        let number = number(of: group)
        let key = SelectionKey(list: number, type: type, source: source)
        if let known = selectionPlaces[key] { return known }
        let list = group.map { document[NodeID<SelectionNode>(rawIndex: $0)].selections }
        let variants = schema.possibleTypes(of: type).sorted().map { possible in
            PlannedSelection.Variant(
                type: possible, object: place(list: list, number: number, type: possible, source: source))
        }
        let index = Int32(truncatingIfNeeded: selections.count)
        selections.append(PlannedSelection(type: type, variants: variants))
        selectionPlaces[key] = index
        return index
    }

    /// A number for a list of selections; that of a single selection is its index.
    private mutating func number(of group: [UInt32]) -> UInt32 {
        if group.count == 1 { return group[0] }
        if let known = listNumbers[group] { return known }
        let number = UInt32(truncatingIfNeeded: document.selections.count + listNumbers.count)
        listNumbers[group] = number
        return number
    }
}
