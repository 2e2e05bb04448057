import GraphQLLanguage

/// No directive is used where its own definition leads to: on its arguments, on their types, or on what is in those.
///
/// Spec: 3.13 Directives, Type Validation 2 and 3, which the reference does not look at. The walk is depth first,
/// without recursion, and enters every directive and type once.
struct DirectivesAreAcyclic {
    static let name: StaticString = "DirectivesAreAcyclic"

    /// A directive, or a type that one leads to.
    private enum Element: Hashable {
        case directive(DirectiveID)
        case type(TypeID)
    }

    private struct Step {
        let element: Element
        let targets: [Element]
        var next = 0
    }

    private let uses: [PendingValues.Use]
    private var visited: Set<Element> = []
    private var stack: [Step] = []
    /// Where an element of the stack stands in it.
    private var places: [Element: Int] = [:]

    init(_ uses: [PendingValues.Use]) { self.uses = uses }

    mutating func check(_ context: inout TypeSystemContext) {
        for id in context.schema.directiveIDs {
            enter(.directive(id), context.schema)
            while let step = stack.last {
                guard step.next < step.targets.count else {
                    stack.removeLast()
                    places[step.element] = nil
                    continue
                }
                stack[stack.count - 1].next += 1
                let target = step.targets[step.next]
                // A cycle of types alone is none of directives.
                if case .directive(let directive) = target, let place = places[target] {
                    report(directive, stack[(place + 1)...], &context)
                } else {
                    enter(target, context.schema)
                }
            }
        }
    }

    private mutating func enter(_ element: Element, _ schema: Schema) {
        guard visited.insert(element).inserted else { return }
        places[element] = stack.count
        stack.append(Step(element: element, targets: targets(of: element, schema)))
    }

    /// What the definition of a directive or a type refers to.
    private func targets(of element: Element, _ schema: Schema) -> [Element] {
        switch element {
        case .directive(let id):
            return directives(schema[id].directives, schema) + inputs(schema[id].arguments, schema)
        case .type(let id):
            let type = schema[id]
            return directives(type.directives, schema) + inputs(type.inputFields, schema)
                + type.enumValues.flatMap { directives(schema[$0].directives, schema) }
        }
    }

    private func inputs(_ ids: IDRange<InputValueID>, _ schema: Schema) -> [Element] {
        ids.flatMap { directives(schema[$0].directives, schema) + [.type(schema[$0].type.named)] }
    }

    private func directives(_ ids: IDRange<AppliedDirectiveID>, _ schema: Schema) -> [Element] {
        ids.compactMap { id in
            let use = uses[Int(id.index)]
            let document = schema.documents[use.document]
            return schema.directive(named: document.bytes(document[use.node].name)).map(Element.directive)
        }
    }

    private func report(_ id: DirectiveID, _ path: ArraySlice<Step>, _ context: inout TypeSystemContext) {
        let directive = context.schema[id]
        let via = path.map { step in
            switch step.element {
            case .directive(let id): "@\(context.name(context.schema[id].name))"
            case .type(let id): context.name(id)
            }
        }
        let definitions = context.document(directive.declaration).typeSystem.directiveDefinitions
        context.report(
            Self.name,
            "Invalid circular reference. The definition of directive @\(context.name(directive.name)) leads to itself"
                + (via.isEmpty ? "" : " via: \(via.joined(separator: ", "))") + ".",
            at: [
                SourcePosition(
                    Int(directive.declaration.document), definitions[Int(directive.declaration.node)].position)
            ])
    }
}
