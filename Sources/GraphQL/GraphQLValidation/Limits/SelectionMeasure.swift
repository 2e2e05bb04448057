import GraphQLLanguage

/// How much a selection set asks for, fragments expanded; all counts stay at the greatest number once they reach it.
struct SelectionMeasure {
    /// Fields inside one another, those of introspection left out.
    var depth = 0
    /// Fields inside one another below `__schema` and `__type`.
    var introspectionDepth = 0
    var topFields = 0
    var selections = 0
    var aliases = 0
    var directives = 0
    var directivesAtOnePlace = 0

    /// Puts what stands side by side together.
    mutating func add(_ other: SelectionMeasure) {
        depth = max(depth, other.depth)
        introspectionDepth = max(introspectionDepth, other.introspectionDepth)
        topFields = Saturating.sum(topFields, other.topFields)
        selections = Saturating.sum(selections, other.selections)
        aliases = Saturating.sum(aliases, other.aliases)
        directives = Saturating.sum(directives, other.directives)
        directivesAtOnePlace = max(directivesAtOnePlace, other.directivesAtOnePlace)
    }

    mutating func addDirectives(_ count: Int) {
        directives = Saturating.sum(directives, count)
        directivesAtOnePlace = max(directivesAtOnePlace, count)
    }
}

/// Sums and products that stop at the greatest number in place of trapping or wrapping.
enum Saturating {
    static func sum(_ left: Int, _ right: Int) -> Int {
        let (sum, overflows) = left.addingReportingOverflow(right)
        return overflows ? .max : sum
    }

    static func product(_ left: Int, _ right: Int) -> Int {
        let (product, overflows) = left.multipliedReportingOverflow(by: right)
        return overflows ? .max : product
    }
}

/// Measures operations in time linear to the text, whatever the fragments spread.
struct SelectionMeter {
    private let context: ValidationContext
    private var fragments: [SelectionMeasure]

    init(_ context: ValidationContext) {
        self.context = context
        let document = context.document
        fragments = Array(repeating: SelectionMeasure(), count: document.fragments.count)
        let spreads = document.fragments.indices.map { index in
            context.fragments.spreads(in: NodeID<FragmentNode>(index), document).compactMap(context.fragment)
        }
        for id in FragmentOrder.innermostFirst(spreads) {
            var measure = measure(document[id].selections)
            measure.addDirectives(document[id].directives.count)
            fragments[Int(id.index)] = measure
        }
    }

    func measure(_ operation: OperationNode) -> SelectionMeasure {
        var measure = measure(operation.selections)
        measure.addDirectives(operation.directives.count)
        for variable in operation.variables {
            measure.addDirectives(context.document[variable].directives.count)
        }
        return measure
    }

    /// Limit: recurses as deep as the parser allows, and not through fragments.
    private func measure(_ selections: NodeRange<SelectionNode>) -> SelectionMeasure {
        var total = SelectionMeasure()
        for id in selections {
            let node = context.document[id]
            total.selections = Saturating.sum(total.selections, 1)
            total.addDirectives(node.directives.count)
            switch node.kind {
            case .fragmentSpread:
                if let fragment = context.fragment(of: id) { total.add(fragments[Int(fragment.index)]) }
            case .inlineFragment: total.add(measure(node.selections))
            case .field: total.add(measure(field: node))
            }
        }
        return total
    }

    private func measure(field node: SelectionNode) -> SelectionMeasure {
        var measure = measure(node.selections)
        let document = context.document
        if document.isSame(node.name, "__schema") || document.isSame(node.name, "__type") {
            measure.introspectionDepth = max(measure.introspectionDepth, measure.depth)
            measure.depth = 0
        } else {
            measure.depth = Saturating.sum(measure.depth, 1)
        }
        measure.topFields = 1
        if !node.alias.isAbsent { measure.aliases = Saturating.sum(measure.aliases, 1) }
        return measure
    }
}

extension QueryLimits {
    /// Reports every operation that asks for more than a bound allows.
    func check(_ context: ValidationContext) {
        let bounds = [
            depthMax, aliasesMax, rootFieldsMax, directivesMax, directivesPerLocationMax, selectionsMax,
            introspectionDepthMax,
        ]
        if bounds.allSatisfy({ $0 == nil }) { return }
        let meter = SelectionMeter(context)
        for operation in context.document.operations {
            for excess in excesses(of: meter.measure(operation)) {
                let name = operation.name.isAbsent ? "" : " '\(context.string(operation.name))'"
                context.report(
                    .limit(excess.name), "Operation\(name) \(excess.message).", at: [operation.position])
            }
        }
    }
}
