import GraphQLLanguage
import GraphQLSchema

/// A subscription selects exactly one field at its root, and no condition may take it away.
///
/// Spec: 5.2.4.1 Single Root Field.
enum SingleFieldSubscriptions {
    static func check(_ operation: OperationNode, _ context: ValidationContext) {
        guard operation.kind == .subscription, let root = context.schema.subscriptionType else { return }
        var collector = SubscriptionFields(context, root)
        collector.collect(operation.selections, deferredBy: nil)
        if context.isAborted { return }
        let subject =
            operation.name.isAbsent
            ? "Anonymous Subscription" : "Subscription '\(context.string(operation.name))'"
        func report(_ fault: String, _ positions: [UInt32]) {
            context.report(.singleFieldSubscriptions, "\(subject) \(fault)", at: positions)
        }
        if !collector.conditions.isEmpty {
            return report(
                "must not use `@skip` or `@include` directives in the top level selection.", collector.conditions)
        }
        let groups = collector.groups
        if groups.isEmpty { report("must select one top level field.", [operation.selectionSetPosition]) }
        if groups.count > 1 {
            report("must select only one top level field.", groups.dropFirst().flatMap { $0 })
        }
        for (group, isIntrospection) in zip(groups, collector.areIntrospection) where isIntrospection {
            report("must not select an introspection top level field.", group)
        }
    }
}

/// The root fields of a subscription, grouped by response name, fragments followed.
private struct SubscriptionFields {
    private let context: ValidationContext
    private let root: TypeID
    /// Positions of the fields of each group, in order of first appearance.
    private(set) var groups: [[UInt32]] = []
    private(set) var areIntrospection: [Bool] = []
    /// Positions of `@skip` and `@include`.
    private(set) var conditions: [UInt32] = []
    private var groupOfName: [NameNumber: Int] = [:]
    /// Under which `@defer` each fragment was visited; the largest number stands for none.
    private var visits: [NodeID<FragmentNode>: Set<UInt32>] = [:]

    init(_ context: ValidationContext, _ root: TypeID) { (self.context, self.root) = (context, root) }

    mutating func collect(_ selections: NodeRange<SelectionNode>, deferredBy enclosing: UInt32?) {
        guard context.spendFragmentWork(selections.count) else { return }
        for id in selections {
            let node = context.document[id]
            guard context.spendFragmentWork(node.directives.count), !isConditional(node) else { continue }
            switch node.kind {
            case .field: add(id, node)
            case .inlineFragment:
                let type = node.name.isAbsent ? root : context.type(named: context.names.selections[Int(id.index)])
                if let type, matches(type) { collect(node.selections, deferredBy: deferral(of: node) ?? enclosing) }
            case .fragmentSpread: spread(id, node, enclosing)
            }
        }
    }

    private mutating func spread(_ id: NodeID<SelectionNode>, _ node: SelectionNode, _ enclosing: UInt32?) {
        guard let fragment = context.fragment(of: id),
            let type = context.type(named: context.names.fragmentTypes[Int(fragment.index)]), matches(type)
        else { return }
        let deferred = deferral(of: node) ?? enclosing
        let seen = visits[fragment, default: []]
        if seen.contains(.max) || deferred.map(seen.contains) ?? false { return }
        visits[fragment, default: []].insert(deferred ?? .max)
        collect(context.document[fragment].selections, deferredBy: deferred)
    }

    private mutating func add(_ id: NodeID<SelectionNode>, _ node: SelectionNode) {
        let name = context.names.responses[Int(id.index)]
        if let group = groupOfName[name] { return groups[group].append(node.position) }
        groupOfName[name] = groups.count
        groups.append([node.position])
        areIntrospection.append(context.document.bytes(node.name).starts(with: [0x5F, 0x5F]))
    }

    private func matches(_ type: TypeID) -> Bool { context.schema.isSubtype(root, of: type) }

    /// Notes the first `@skip`, or else the first `@include`, and says whether there is one.
    private mutating func isConditional(_ node: SelectionNode) -> Bool {
        for name: StaticString in ["skip", "include"] {
            let found = node.directives.first { context.document.isSame(context.document[$0].name, name) }
            if let found {
                conditions.append(context.document[found].position)
                return true
            }
        }
        return false
    }

    /// The index of the directive that defers a fragment, unless it says that it does not.
    private func deferral(of node: SelectionNode) -> UInt32? {
        let document = context.document
        guard let directive = node.directives.first(where: { document.isSame(document[$0].name, "defer") }) else {
            return nil
        }
        let isOff = document[directive].arguments.contains {
            document.isSame(document[$0].name, "if") && document[document[$0].value].kind == .false
        }
        return isOff ? nil : directive.index
    }
}
