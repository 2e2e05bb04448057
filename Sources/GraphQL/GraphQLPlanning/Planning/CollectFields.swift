import GraphQLLanguage
import GraphQLSchema
import GraphQLValidation

/// Spec: 6.3.2 CollectFields, for one concrete type and settled conditions; a loop with a stack of its own.
///
/// Names are compared as numbers: a response name is the number of its first selection with that name in the document.
struct CollectFields {
    private let valid: ValidDocument
    private let document: Document
    private let schema: Schema
    let condition: ConditionValue
    private let settings: ConditionSettings
    /// For each selection of the document the number of its response name.
    private let responseNames: [UInt32]
    /// For each fragment its type condition; nil if the schema has no such type.
    private let fragmentTypes: [TypeID?]

    /// The groups of the current object: for each response name its place, valid if the stamp is the current one.
    private var places: [UInt32]
    private var stamps: [UInt32]
    private var visited: [UInt32]
    private var stamp: UInt32 = 0

    /// The result: the selections of each response name, in the order of the response.
    private(set) var groups: [[UInt32]] = []
    /// For each of these selections the `@defer` that it stands under, -1 for none; empty unless incremental.
    private(set) var groupUsages: [[Int32]] = []
    /// Every `@defer` that was met in the operation, and those that were met for the current object.
    private(set) var usages: [DeferUsage] = []
    private(set) var newUsages: [Int32] = []
    private var usagePlaces: [DeferUsage.Key: Int32] = [:]
    private var visitedUnderUsage: Set<FragmentUnderUsage> = []
    private(set) var groupCount = 0
    private(set) var failure: SelectionFailure?
    private var open: [(range: NodeRange<SelectionNode>, next: Int, usage: Int32)] = []

    private struct FragmentUnderUsage: Hashable {
        let fragment: Int
        let usage: Int32
    }

    init(_ valid: ValidDocument, conditions: ConditionTable, settings: ConditionSettings) {
        self.valid = valid
        document = valid.document
        schema = valid.schema
        condition = ConditionValue(
            document: valid.document, schema: valid.schema, table: conditions, settings: settings)
        self.settings = settings
        responseNames = Self.number(document)
        let (document, schema) = (valid.document, valid.schema)
        fragmentTypes = document.fragments.map { schema.type(named: document.bytes($0.typeCondition)) }
        places = Array(repeating: 0, count: document.selections.count)
        stamps = places
        visited = Array(repeating: 0, count: document.fragments.count)
    }

    /// Starts over for another object.
    mutating func begin() {
        stamp &+= 1
        groupCount = 0
        failure = nil
        newUsages.removeAll(keepingCapacity: true)
        visitedUnderUsage.removeAll(keepingCapacity: true)
    }

    /// Adds the fields of one selection set for a concrete type; stops at the first condition that is null.
    mutating func add(_ selections: NodeRange<SelectionNode>, for type: TypeID, usage: Int32 = -1) {
        open.append((selections, 0, usage))
        while let (range, next, usage) = open.last, failure == nil {
            if next == range.count {
                open.removeLast()
                continue
            }
            open[open.count - 1].next = next + 1
            add(range[next], for: type, usage)
        }
        open.removeAll(keepingCapacity: true)
    }

    private mutating func add(_ id: NodeID<SelectionNode>, for type: TypeID, _ usage: Int32) {
        let selection = document[id]
        guard isIncluded(selection) else { return }
        switch selection.kind {
        case .field:
            append(id, usage)
        case .inlineFragment:
            if !selection.name.isAbsent {
                guard let condition = schema.type(named: document.bytes(selection.name)),
                    schema.isSubtype(type, of: condition)
                else { return }
            }
            open.append((selection.selections, 0, self.usage(of: selection, under: usage) ?? usage))
        case .fragmentSpread:
            guard let fragment = valid.fragment(of: id).map({ Int($0.index) }), visited[fragment] != stamp,
                let condition = fragmentTypes[fragment], schema.isSubtype(type, of: condition)
            else { return }
            let inner = self.usage(of: selection, under: usage) ?? usage
            if inner < 0 {
                visited[fragment] = stamp
            } else {
                guard visitedUnderUsage.insert(FragmentUnderUsage(fragment: fragment, usage: inner)).inserted else {
                    return
                }
            }
            open.append((document.fragments[fragment].selections, 0, inner))
        }
    }

    /// The `@defer` on a spread or inline fragment, if there is one and it is on.
    private mutating func usage(of selection: SelectionNode, under parent: Int32) -> Int32? {
        guard settings.isIncremental, let directive = first("defer", of: selection.directives),
            isOn(directive, isRequired: false) ?? false
        else { return nil }
        let key = DeferUsage.Key(directive: directive, parent: parent)
        let usage: Int32
        if let known = usagePlaces[key] {
            usage = known
        } else {
            usage = Int32(truncatingIfNeeded: usages.count)
            usages.append(DeferUsage(label: DeferUsage.label(of: document[directive], in: document), parent: parent))
            usagePlaces[key] = usage
        }
        if !newUsages.contains(usage) { newUsages.append(usage) }
        return usage
    }

    private mutating func append(_ id: NodeID<SelectionNode>, _ usage: Int32) {
        let name = Int(responseNames[Int(id.index)])
        if stamps[name] == stamp {
            groups[Int(places[name])].append(id.index)
            if settings.isIncremental { groupUsages[Int(places[name])].append(usage) }
            return
        }
        stamps[name] = stamp
        places[name] = UInt32(truncatingIfNeeded: groupCount)
        if groupCount == groups.count { groups.append([]) }
        groups[groupCount].removeAll(keepingCapacity: true)
        groups[groupCount].append(id.index)
        if settings.isIncremental {
            if groupCount == groupUsages.count { groupUsages.append([]) }
            groupUsages[groupCount].removeAll(keepingCapacity: true)
            groupUsages[groupCount].append(usage)
        }
        groupCount += 1
    }

    private mutating func isIncluded(_ selection: SelectionNode) -> Bool {
        guard !selection.directives.isEmpty else { return true }
        if let skip = first("skip", of: selection.directives), isOn(skip, isRequired: true) ?? true { return false }
        guard let include = first("include", of: selection.directives) else { return true }
        return isOn(include, isRequired: true) ?? false
    }

    private func first(_ directive: StaticString, of uses: NodeRange<DirectiveNode>) -> NodeID<DirectiveNode>? {
        uses.first { document.isSame(document[$0].name, directive) }
    }

    /// What the condition of a directive says; nil if that is not sound, which ends the object.
    private mutating func isOn(_ directive: NodeID<DirectiveNode>, isRequired: Bool) -> Bool? {
        switch condition.value(of: directive, isRequired: isRequired) {
        case .success(let isOn): return isOn
        case .failure(let failure):
            self.failure = failure
            return nil
        }
    }

    /// Gives every selection the number of the first one with the same response name.
    private static func number(_ document: Document) -> [UInt32] {
        var first: [ArraySlice<UInt8>: UInt32] = [:]
        first.reserveCapacity(document.selections.count)
        return document.selections.enumerated().map { index, selection in
            guard selection.kind == .field else { return 0 }
            let number = UInt32(truncatingIfNeeded: index)
            let name = document.bytes(selection.responseName)
            if let known = first[name] { return known }
            first[name] = number
            return number
        }
    }
}
