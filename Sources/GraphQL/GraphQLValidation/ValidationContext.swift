import GraphQLLanguage
import GraphQLSchema

/// What all rules share while one document is checked: the document, the schema, tables and the diagnostics so far.
final class ValidationContext {
    let document: Document
    let schema: Schema
    let options: ValidationOptions
    let names: NameIndex
    var fragments: FragmentTable
    /// Free for any rule to use between two calls into other code.
    var marks: NameMarks
    private(set) var isAborted = false
    private var reports: [(kind: Diagnostic.Kind, message: String, positions: [UInt32])] = []
    private var fragmentWork = 0
    private var usesOfFragments: [[VariableUse]?]
    private var usesOfOperations: [[VariableUse]?]
    private var referenced: [[NodeID<FragmentNode>]?]
    private let hasVariables: Bool

    init(_ document: Document, _ schema: Schema, _ options: ValidationOptions) {
        (self.document, self.schema, self.options) = (document, schema, options)
        names = NameIndex(document, schema)
        fragments = FragmentTable(document, names)
        marks = NameMarks(count: names.count)
        usesOfFragments = Array(repeating: nil, count: document.fragments.count)
        usesOfOperations = Array(repeating: nil, count: document.operations.count)
        referenced = Array(repeating: nil, count: document.operations.count)
        hasVariables = document.values.contains { if case .variable = $0.kind { true } else { false } }
    }

    // MARK: Reporting

    /// Reports a broken rule; beyond the limit of errors it ends the validation.
    func report(_ rule: ValidationRule, _ message: String, at positions: [UInt32]) {
        report(.rule(rule), message, at: positions)
    }

    func report(_ kind: Diagnostic.Kind, _ message: String, at positions: [UInt32]) {
        guard !isAborted else { return }
        guard reports.count < options.errorsMax else {
            return abort("Too many validation errors, error limit reached. Validation aborted.")
        }
        reports.append((kind, message, positions))
    }

    /// Ends the validation; what was found until now is kept.
    func abort(_ message: String = "Validation aborted.") {
        guard !isAborted else { return }
        isAborted = true
        reports.append((.aborted, message, []))
    }

    /// What was reported, with lines and columns.
    func diagnostics() -> [Diagnostic] {
        if reports.isEmpty { return [] }
        let lines = LineTable(document.source)
        return reports.map { report in
            Diagnostic(
                kind: report.kind, message: report.message,
                locations: report.positions.map { lines.location(at: Int($0)) })
        }
    }

    // MARK: Names and types

    func string(_ name: Name) -> String { document.string(name) }

    /// The named type that is a composite type, or nil.
    func composite(_ type: TypeID?) -> TypeID? {
        type.flatMap { schema[$0].kind.isComposite ? $0 : nil }
    }

    func type(named name: NameNumber) -> TypeID? {
        names.symbol(name).flatMap { schema.type(named: $0) }
    }

    func outputType(named name: NameNumber) -> TypeID? {
        type(named: name).flatMap { schema[$0].kind.isOutput ? $0 : nil }
    }

    func field(_ id: NodeID<SelectionNode>, of parent: TypeID?) -> FieldID? {
        guard let parent, let symbol = names.symbol(names.selections[Int(id.index)]) else { return nil }
        return schema.field(named: symbol, of: parent)
    }

    func directive(_ id: NodeID<DirectiveNode>) -> DirectiveID? {
        names.symbol(names.directives[Int(id.index)]).flatMap { schema.directive(named: $0) }
    }

    /// The type that a reference means; nil if its name is unknown, or if it has more lists than any type can have.
    func type(_ id: NodeID<TypeNode>) -> WrappedType? {
        let node = document[id]
        switch node.kind {
        case .named: return schema.type(named: document.bytes(node.name)).map { WrappedType(named: $0) }
        case .list: return node.wrapped.flatMap { type($0) }.flatMap(\.list)
        case .nonNull: return node.wrapped.flatMap { type($0) }?.nonNull
        }
    }

    // MARK: Fragments and variables

    /// Counts work on behalf of operations; false once there was too much.
    func spendFragmentWork(_ cost: Int) -> Bool {
        fragmentWork += cost
        if fragmentWork > ValidationBudget.fragmentWorkMax { abort() }
        return !isAborted
    }

    func fragment(of spread: NodeID<SelectionNode>) -> NodeID<FragmentNode>? {
        fragments.fragment(named: names.selections[Int(spread.index)])
    }

    /// The fragments that an operation reaches, each once, nearest first.
    func fragments(reachedBy operation: NodeID<OperationNode>) -> [NodeID<FragmentNode>] {
        if let known = referenced[Int(operation.index)] { return known }
        let reached = fragments(reachedFrom: fragments.spreads(in: operation, document))
        referenced[Int(operation.index)] = reached
        return reached
    }

    func fragments(reachedFrom spreads: [NodeID<SelectionNode>]) -> [NodeID<FragmentNode>] {
        var reached: [NodeID<FragmentNode>] = []
        var open: [NameNumber] = []
        marks.clear()
        for spread in spreads where marks.insert(names.selections[Int(spread.index)]) {
            open.append(names.selections[Int(spread.index)])
        }
        guard spendFragmentWork(open.count) else { return [] }
        var next = 0
        while next < open.count {
            defer { next += 1 }
            guard let fragment = fragments.fragment(named: open[next]) else { continue }
            reached.append(fragment)
            let inner = fragments.spreads(in: fragment, document)
            guard spendFragmentWork(inner.count) else { return [] }
            for spread in inner where marks.insert(names.selections[Int(spread.index)]) {
                open.append(names.selections[Int(spread.index)])
            }
        }
        return reached
    }

    /// The uses of variables in an operation and all fragments that it reaches.
    func variableUses(reachedBy operation: NodeID<OperationNode>) -> [VariableUse] {
        guard hasVariables else { return [] }
        if let known = usesOfOperations[Int(operation.index)] { return known }
        let node = document[operation]
        var collector = VariableUseCollector(self)
        collector.collect(node.directives)
        collector.collect(node.selections, schema.rootType(for: node.kind))
        var uses = collector.uses
        for fragment in fragments(reachedBy: operation) {
            let local = variableUses(in: fragment)
            guard spendFragmentWork(local.count + 1) else { return [] }
            uses += local
        }
        usesOfOperations[Int(operation.index)] = uses
        return uses
    }

    private func variableUses(in fragment: NodeID<FragmentNode>) -> [VariableUse] {
        if let known = usesOfFragments[Int(fragment.index)] { return known }
        let node = document[fragment]
        var collector = VariableUseCollector(self)
        collector.collect(node.directives)
        collector.collect(node.selections, composite(outputType(named: names.fragmentTypes[Int(fragment.index)])))
        usesOfFragments[Int(fragment.index)] = collector.uses
        return collector.uses
    }
}
