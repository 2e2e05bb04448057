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
    private let conditions: ConditionTable
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
    private(set) var groupCount = 0
    private(set) var failure: SelectionFailure?
    private var open: [(range: NodeRange<SelectionNode>, next: Int)] = []

    init(_ valid: ValidDocument, conditions: ConditionTable, settings: ConditionSettings) {
        self.valid = valid
        document = valid.document
        schema = valid.schema
        self.conditions = conditions
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
    }

    /// Adds the fields of one selection set for a concrete type; stops at the first condition that is null.
    mutating func add(_ selections: NodeRange<SelectionNode>, for type: TypeID) {
        open.append((selections, 0))
        while let (range, next) = open.last, failure == nil {
            if next == range.count {
                open.removeLast()
                continue
            }
            open[open.count - 1].next = next + 1
            add(range[next], for: type)
        }
        open.removeAll(keepingCapacity: true)
    }

    private mutating func add(_ id: NodeID<SelectionNode>, for type: TypeID) {
        let selection = document[id]
        guard isIncluded(selection) else { return }
        switch selection.kind {
        case .field:
            append(id)
        case .inlineFragment:
            if !selection.name.isAbsent {
                guard let condition = schema.type(named: document.bytes(selection.name)),
                    schema.isSubtype(type, of: condition)
                else { return }
            }
            open.append((selection.selections, 0))
        case .fragmentSpread:
            guard let fragment = valid.fragment(of: id).map({ Int($0.index) }), visited[fragment] != stamp,
                let condition = fragmentTypes[fragment], schema.isSubtype(type, of: condition)
            else { return }
            visited[fragment] = stamp
            open.append((document.fragments[fragment].selections, 0))
        }
    }

    private mutating func append(_ id: NodeID<SelectionNode>) {
        let name = Int(responseNames[Int(id.index)])
        if stamps[name] == stamp {
            groups[Int(places[name])].append(id.index)
            return
        }
        stamps[name] = stamp
        places[name] = UInt32(truncatingIfNeeded: groupCount)
        if groupCount == groups.count { groups.append([]) }
        groups[groupCount].removeAll(keepingCapacity: true)
        groups[groupCount].append(id.index)
        groupCount += 1
    }

    private mutating func isIncluded(_ selection: SelectionNode) -> Bool {
        guard !selection.directives.isEmpty else { return true }
        switch value(of: "skip", on: selection.directives) {
        case .yes: return false
        case .no, nil: break
        case .null: return false
        }
        switch value(of: "include", on: selection.directives) {
        case .yes, nil: return true
        case .no, .null: return false
        }
    }

    private mutating func value(
        of directive: StaticString, on uses: NodeRange<DirectiveNode>
    ) -> ConditionSettings.Setting? {
        for id in uses where document.isSame(document[id].name, directive) {
            for argument in document[id].arguments where document.isSame(document[argument].name, "if") {
                return setting(of: document[argument].value)
            }
        }
        return nil
    }

    private mutating func setting(of id: NodeID<ValueNode>) -> ConditionSettings.Setting {
        let value = document[id]
        switch value.kind {
        case .true: return .yes
        case .variable:
            let setting = conditions.place(of: document.bytes(value.text)).map { settings[$0] } ?? .null
            if setting == .null {
                failure = SelectionFailure(
                    message: "Argument 'if' has invalid value: Expected variable '$\(document.string(value.text))' "
                        + "provided to non-null type 'Boolean!' not to be None.", offset: value.position)
            }
            return setting
        case .false, .null, .int, .float, .string, .blockString, .enum, .list, .object: return .no
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
