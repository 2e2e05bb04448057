import GraphQLLanguage
import GraphQLSchema

/// Finds out in linear time whether any two fields of a document may conflict, without saying which.
///
/// Why: comparing every field with every other of the same response name is quadratic, and almost no document has a
/// conflict. Here the fields of one response name are merged as the executor would merge them: each is compared with
/// the first only, and their selection sets go on together as one set. A set of selection sets that was looked at
/// before is not looked at again, so that fragments cannot multiply the work.
///
/// It may cry wolf where a field on an interface meets fields on different objects, or when its budget is spent; then
/// `FieldMergeReport` decides. It never misses a conflict.
/// Spec: 5.3.2 Field Selection Merging, FieldsInSetCanMerge and SameResponseShape.
struct FieldMergeScan {
    private let context: ValidationContext
    private let comparison: ArgumentComparison
    private var work: [Item] = []
    /// Room for the fields of one item, used again for the next.
    private var buffer: [Entry] = []
    private var seenAlone: [Bool]
    private var seenTogether: Set<[UInt32]> = []
    private var fragmentStamps: [UInt32]
    private var stamp: UInt32 = 0
    /// The fragments that were merged, names and arguments compared, into some set.
    private var isCovered: [Bool]
    private var isCovering = false
    private var visitsLeft: Int
    private var mayConflict = false

    /// A selection set and the type on which it selects.
    private struct SelectionSet {
        let selections: NodeRange<SelectionNode>
        let parent: TypeID?
    }

    /// Sets whose fields end up in the same response object.
    private struct Item {
        let first: SelectionSet
        /// The other sets, of which there are mostly none, so that most items take no memory of their own.
        let rest: [SelectionSet]
        /// True if the objects are never the same one, so that only the shape of the response must agree.
        let isShapeOnly: Bool
    }

    private struct Entry {
        let id: NodeID<SelectionNode>
        let parent: TypeID?
        let definition: FieldID?
    }

    init(_ context: ValidationContext) {
        self.context = context
        comparison = ArgumentComparison(context)
        seenAlone = Array(repeating: false, count: context.document.selections.count * 2)
        fragmentStamps = Array(repeating: 0, count: context.document.fragments.count)
        isCovered = Array(repeating: false, count: context.document.fragments.count)
        visitsLeft =
            ValidationBudget.mergeVisitsMax
            + ValidationBudget.mergeVisitsPerSelection * context.document.selections.count
    }

    /// False if no two fields of the document conflict.
    mutating func run() -> Bool {
        let document = context.document
        for operation in document.operations {
            let root = context.schema.rootType(for: operation.kind)
            add(SelectionSet(selections: operation.selections, parent: root), isShapeOnly: false)
        }
        drain()
        // Why: what was merged into a larger set without conflict has none in itself. Only fragments that nothing has
        // reached are looked at alone, those first that no other fragment spreads.
        var isSpread = isCovered
        for (index, selection) in document.selections.enumerated() {
            guard case .fragmentSpread = selection.kind else { continue }
            if let fragment = context.fragment(of: NodeID(index)) { isSpread[Int(fragment.index)] = true }
        }
        for index in document.fragments.indices where !isSpread[index] { addFragment(index) }
        for index in document.fragments.indices where !isCovered[index] { addFragment(index) }
        return mayConflict
    }

    private mutating func addFragment(_ index: Int) {
        let type = context.composite(context.outputType(named: context.names.fragmentTypes[index]))
        let selections = context.document.fragments[index].selections
        add(SelectionSet(selections: selections, parent: type), isShapeOnly: false)
        drain()
    }

    private mutating func drain() {
        while !mayConflict, let item = work.popLast() { check(item) }
    }

    /// Puts a set on the list of work, unless it was there alone before.
    private mutating func add(_ set: SelectionSet, isShapeOnly: Bool) {
        guard set.selections.length > 0 else { return }
        let place = Int(set.selections.start) * 2 + (isShapeOnly ? 1 : 0)
        if seenAlone[place] { return }
        seenAlone[place] = true
        work.append(Item(first: set, rest: [], isShapeOnly: isShapeOnly))
    }

    /// Puts sets on the list of work, unless they were there together before.
    private mutating func add(_ sets: [SelectionSet], isShapeOnly: Bool) {
        guard sets.count > 1 else {
            if let only = sets.first { add(only, isShapeOnly: isShapeOnly) }
            return
        }
        let key = sets.map(\.selections.start).sorted() + [isShapeOnly ? 1 : 0]
        guard seenTogether.insert(key).inserted else { return }
        work.append(Item(first: sets[0], rest: Array(sets.dropFirst()), isShapeOnly: isShapeOnly))
    }

    private mutating func check(_ item: Item) {
        var entries: [Entry] = []
        swap(&entries, &buffer)
        entries.removeAll(keepingCapacity: true)
        defer { swap(&entries, &buffer) }
        stamp += 1
        isCovering = !item.isShapeOnly
        collect(item.first.selections, item.first.parent, into: &entries)
        for set in item.rest { collect(set.selections, set.parent, into: &entries) }
        if mayConflict { return }
        context.marks.clear()
        let isDistinct = entries.allSatisfy { context.marks.insert(response($0)) }
        if isDistinct {
            for entry in entries { if let set = subfields(of: entry) { add(set, isShapeOnly: item.isShapeOnly) } }
            return
        }
        for group in grouped(entries) {
            if group.count == 1 {
                descend(group, isShapeOnly: item.isShapeOnly)
            } else {
                check(group, isShapeOnly: item.isShapeOnly)
            }
            if mayConflict { return }
        }
    }

    private func response(_ entry: Entry) -> NameNumber { context.names.responses[Int(entry.id.index)] }

    private func grouped(_ entries: [Entry]) -> [[Entry]] {
        context.marks.clear()
        var groups: [[Entry]] = []
        for entry in entries {
            let name = response(entry)
            if let group = context.marks[name] {
                groups[Int(group)].append(entry)
            } else {
                context.marks[name] = UInt32(truncatingIfNeeded: groups.count)
                groups.append([entry])
            }
        }
        return groups
    }

    /// The fields of a selection set, fragments followed, each fragment once.
    ///
    /// Limit: recurses as deep as `FragmentNesting` allows.
    private mutating func collect(
        _ selections: NodeRange<SelectionNode>, _ parent: TypeID?, into entries: inout [Entry]
    ) {
        visitsLeft -= selections.count
        if visitsLeft < 0 { mayConflict = true }
        if mayConflict { return }
        for id in selections {
            let node = context.document[id]
            switch node.kind {
            case .field: entries.append(Entry(id: id, parent: parent, definition: context.field(id, of: parent)))
            case .inlineFragment:
                let type =
                    node.name.isAbsent ? parent : context.outputType(named: context.names.selections[Int(id.index)])
                collect(node.selections, context.composite(type), into: &entries)
            case .fragmentSpread:
                guard let fragment = context.fragment(of: id), fragmentStamps[Int(fragment.index)] != stamp else {
                    continue
                }
                fragmentStamps[Int(fragment.index)] = stamp
                if isCovering { isCovered[Int(fragment.index)] = true }
                let type = context.outputType(named: context.names.fragmentTypes[Int(fragment.index)])
                collect(context.document[fragment].selections, context.composite(type), into: &entries)
            }
        }
    }

    /// Goes on with what is selected in fields whose values are merged.
    private mutating func descend(_ entries: [Entry], isShapeOnly: Bool) {
        add(entries.compactMap(subfields), isShapeOnly: isShapeOnly)
    }

    private func subfields(of entry: Entry) -> SelectionSet? {
        let selections = context.document[entry.id].selections
        guard selections.length > 0 else { return nil }
        let type = entry.definition.map { context.schema[$0].type.named }
        return SelectionSet(selections: selections, parent: context.composite(type))
    }

    /// Checks fields of one response name.
    private mutating func check(_ group: [Entry], isShapeOnly: Bool) {
        if !haveSameShape(group) || group.contains(where: isStreamed) {
            mayConflict = true
            return
        }
        if isShapeOnly { return descend(group, isShapeOnly: true) }
        guard areOnDifferentObjects(group) else {
            if areSameField(group) { descend(group, isShapeOnly: false) } else { mayConflict = true }
            return
        }
        for part in Dictionary(grouping: group, by: \.parent).values {
            guard areSameField(part) else {
                mayConflict = true
                return
            }
            descend(part, isShapeOnly: false)
        }
        descend(group, isShapeOnly: true)
    }

    private func isStreamed(_ entry: Entry) -> Bool {
        context.document[entry.id].directives.contains {
            context.document.isSame(context.document[$0].name, "stream")
        }
    }

    private func areOnDifferentObjects(_ group: [Entry]) -> Bool {
        let parent = group[0].parent
        return group.allSatisfy { $0.parent.map { context.schema[$0].kind == .object } ?? false }
            && group.contains { $0.parent != parent }
    }

    private func areSameField(_ group: [Entry]) -> Bool {
        let name = context.names.selections[Int(group[0].id.index)]
        let arguments = context.document[group[0].id].arguments
        return group.dropFirst().allSatisfy { entry in
            context.names.selections[Int(entry.id.index)] == name
                && comparison.areSame(arguments, context.document[entry.id].arguments)
        }
    }

    /// Whether all types have the same lists and non-nulls around types that are the same or have subfields.
    private func haveSameShape(_ group: [Entry]) -> Bool {
        var first: WrappedType?
        for entry in group {
            guard let type = entry.definition.map({ context.schema[$0].type }) else { continue }
            guard let wanted = first else {
                first = type
                continue
            }
            if TypeShape.conflict(type, wanted, context.schema) { return false }
        }
        return true
    }
}

/// Compares types as shapes of a response.
enum TypeShape {
    /// Whether values of the two types could not stand at the same place of a response.
    static func conflict(_ left: WrappedType, _ right: WrappedType, _ schema: Schema) -> Bool {
        if left == right { return false }
        if left.listDepth != right.listDepth { return true }
        for level in 0...left.listDepth where left.isNonNull(at: level) != right.isNonNull(at: level) { return true }
        return left.named != right.named
            && (schema[left.named].kind.isLeaf || schema[right.named].kind.isLeaf)
    }
}
