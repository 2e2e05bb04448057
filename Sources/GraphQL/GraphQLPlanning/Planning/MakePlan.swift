import GraphQLLanguage
import GraphQLSchema

/// Turns one operation with settled conditions into a plan: a worklist of objects, each met once, never recursive.
struct MakePlan {
    /// The same selections on the same type with the same columns are one planned object.
    struct ObjectKey: Hashable {
        let list: UInt32
        let type: TypeID
        let source: RowSource
        let delivery: Delivery
    }

    /// The `@defer`s whose payload an object is written into.
    typealias Delivery = [Int32]

    struct SelectionKey: Hashable {
        let list: UInt32
        let type: TypeID
        let source: RowSource
        let delivery: Delivery
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
        let list: [(selections: NodeRange<SelectionNode>, usage: Int32)]
        let delivery: Delivery
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
    var usages: [DeferUsage] { collect.usages }
    var newUsages: [Int32] = []
    var deferred: [DeferredFields] = []
    var streams: [StreamUsage] = []
    let isIncremental: Bool

    var loadPlaces: [LoadKey: Int] = [:]
    var collect: CollectFields
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
        isIncremental = settings.isIncremental
        collect = CollectFields(operation.valid, conditions: operation.conditions, settings: settings)
    }

    consuming func plan() throws(PlanError) -> Plan {
        let node = document[operation]
        guard let type = schema.rootType(for: node.kind) else {
            throw .noRootType(kind: "\(node.kind.keyword)", offset: node.position)
        }
        let source = bindings.root == .json ? RowSource.json : .rows(layout: 0, items: nil)
        let root = place(
            list: [(node.selections, -1)], number: UInt32.max, type: type, source: source, delivery: [])
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
        for entry in object.list { collect.add(entry.selections, for: object.type, usage: entry.usage) }
        guard fields.count + collect.groupCount <= limits.fieldsMax else {
            throw .tooManyFields(limit: limits.fieldsMax)
        }
        let firstStep = steps.count
        let firstDeferred = deferred.count
        let newUsages = range(self.newUsages.count, collect.newUsages.count)
        self.newUsages += collect.newUsages
        var immediate = (fields: range(fields.count, 0), steps: range(firstStep, 0))
        if collect.failure == nil {
            let sets = deliveries(of: object)
            immediate = try plan(groups: sets[0].groups, of: object, delivery: object.delivery, firstStep: firstStep)
            for set in sets.dropFirst() {
                let part = try plan(groups: set.groups, of: object, delivery: set.delivery, firstStep: firstStep)
                deferred.append(DeferredFields(usages: set.delivery, fields: part.fields, steps: part.steps))
            }
        }
        objects[object.object] = PlannedObject(
            type: object.type, fields: immediate.fields, steps: immediate.steps,
            allSteps: range(firstStep, steps.count - firstStep), newUsages: newUsages,
            deferred: range(firstDeferred, deferred.count - firstDeferred), failure: collect.failure)
    }

    /// The groups of the object that come with it, and then those of each set of `@defer`s.
    private func deliveries(of object: Pending) -> [(delivery: Delivery, groups: [Int])] {
        guard isIncremental else { return [(object.delivery, Array(0..<collect.groupCount))] }
        var sets: [(delivery: Delivery, groups: [Int])] = [(object.delivery, [])]
        for group in 0..<collect.groupCount {
            let delivery = DeferUsage.filtered(collect.groupUsages[group], collect.usages)
            if let place = sets.firstIndex(where: { $0.delivery == delivery }) {
                sets[place].groups.append(group)
            } else {
                sets.append((delivery, [group]))
            }
        }
        return sets
    }

    private mutating func plan(
        groups: [Int], of object: Pending, delivery: Delivery, firstStep: Int
    ) throws(PlanError) -> (fields: PlanRange, steps: PlanRange) {
        let first = fields.count
        let ownStep = steps.count
        for group in groups {
            let link = Int32(truncatingIfNeeded: steps.count - firstStep)
            let context = FieldContext(
                type: object.type, source: object.source, link: link, delivery: delivery,
                usages: isIncremental ? collect.groupUsages[group] : [])
            guard let field = try planField(collect.groups[group], context) else { continue }
            if field.source.isStep { steps.append(Int32(truncatingIfNeeded: fields.count)) }
            fields.append(field)
        }
        return (range(first, fields.count - first), range(ownStep, steps.count - ownStep))
    }

    func range(_ start: Int, _ count: Int) -> PlanRange {
        PlanRange(start: UInt32(truncatingIfNeeded: start), count: UInt32(truncatingIfNeeded: count))
    }

    /// The planned object for some selection sets on a type, put on the worklist when it is new.
    private mutating func place(
        list: [(selections: NodeRange<SelectionNode>, usage: Int32)], number: UInt32, type: TypeID,
        source: RowSource, delivery: Delivery
    ) -> Int32 {
        let key = ObjectKey(list: number, type: type, source: source, delivery: delivery)
        if let known = objectPlaces[key] { return known }
        let place = Int32(truncatingIfNeeded: objects.count)
        objectPlaces[key] = place
        objects.append(
            PlannedObject(
                type: type, fields: .none, steps: .none, allSteps: .none, newUsages: .none, deferred: .none,
                failure: nil))
        pending.append(Pending(object: Int(place), list: list, delivery: delivery, type: type, source: source))
        return place
    }

    /// What is selected of a composite field whose merged selections are `group`.
    mutating func select(_ group: [UInt32], _ context: FieldContext, type: TypeID, source: RowSource) -> Int32 {
        let number = number(of: group, context.usages)
        let key = SelectionKey(list: number, type: type, source: source, delivery: context.delivery)
        if let known = selectionPlaces[key] { return known }
        let list = group.enumerated().map { place, node in
            (
                selections: document[NodeID<SelectionNode>(rawIndex: node)].selections,
                usage: context.usages.isEmpty ? -1 : context.usages[place]
            )
        }
        let variants = schema.possibleTypes(of: type).sorted().map { possible in
            PlannedSelection.Variant(
                type: possible,
                object: place(list: list, number: number, type: possible, source: source, delivery: context.delivery))
        }
        let index = Int32(truncatingIfNeeded: selections.count)
        selections.append(PlannedSelection(type: type, variants: variants))
        selectionPlaces[key] = index
        return index
    }

    /// A number for a list of selections and the `@defer`s that they stand under; that of a single one is its index.
    private mutating func number(of group: [UInt32], _ usages: [Int32]) -> UInt32 {
        let isDeferred = usages.contains { $0 >= 0 }
        if group.count == 1, !isDeferred { return group[0] }
        let key = isDeferred ? group + [UInt32.max] + usages.map { UInt32(bitPattern: $0) } : group
        if let known = listNumbers[key] { return known }
        let number = UInt32(truncatingIfNeeded: document.selections.count + listNumbers.count)
        listNumbers[key] = number
        return number
    }
}

/// Where a field is planned.
struct FieldContext {
    let type: TypeID
    let source: MakePlan.RowSource
    /// The field's place among the steps of its object, if it is one.
    let link: Int32
    let delivery: MakePlan.Delivery
    /// The `@defer` of each of its selections; empty unless delivery is incremental.
    let usages: [Int32]
}
