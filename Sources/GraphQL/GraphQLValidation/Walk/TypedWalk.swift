import GraphQLLanguage
import GraphQLSchema

/// A field in the document with what the schema knows about it.
struct FieldSite {
    let id: NodeID<SelectionNode>
    let node: SelectionNode
    /// The composite type on which it is selected; nil where the type is unknown.
    let parent: TypeID?
    let definition: FieldID?
    let type: WrappedType?
}

/// Walks a document once and asks every rule at every node.
///
/// Why: the rules are asked by name, in the order of the specification, and each question is a bit test and a direct
/// call; there is no table of visitors. Entering a node asks before its children are walked, as the reference does, so
/// that errors come in the reference's order.
/// Limit: it recurses as deep as the parser allows, and not through fragments.
struct TypedWalk {
    let context: ValidationContext
    let rules: ValidationRuleSet
    var uniqueOperationNames = UniqueOperationNames()
    var uniqueFragmentNames = UniqueFragmentNames()
    var noFragmentCycles = NoFragmentCycles()
    var deferStreamLabels = DeferStreamDirectiveLabel()
    var deferStreamOnRootField = DeferStreamDirectiveOnRootField()
    var deferStreamOnValidOperations = DeferStreamDirectiveOnValidOperations()
    var maxIntrospectionDepth = MaxIntrospectionDepth()
    var knownDirectives: KnownDirectives
    var fragmentNesting: FragmentNesting
    private var overlappingFields: OverlappingFieldsCanBeMerged

    init(_ context: ValidationContext, _ rules: ValidationRuleSet) {
        (self.context, self.rules) = (context, rules)
        knownDirectives = KnownDirectives(context.document)
        fragmentNesting = FragmentNesting(context)
        overlappingFields = OverlappingFieldsCanBeMerged(context)
    }

    var document: Document { context.document }
    var schema: Schema { context.schema }

    mutating func walk() {
        if rules.contains(.executableDefinitions) { ExecutableDefinitions.check(context) }
        for definition in document.definitions {
            if context.isAborted { return }
            switch definition {
            case .operation(let id): operation(id)
            case .fragment(let id): fragment(id)
            case .schema, .type, .directive: typeSystem(definition)
            }
        }
        if rules.contains(.noUnusedFragments) { NoUnusedFragments.check(context) }
    }

    // MARK: Definitions

    private mutating func operation(_ id: NodeID<OperationNode>) {
        let node = document[id]
        fragmentNesting.check(node, context)
        if context.isAborted { return }
        enter(id, node)
        for variable in node.variables { variableDefinition(variable) }
        directives(node.directives, at: node.kind.location, field: nil)
        let root = schema.rootType(for: node.kind)
        selectionSet(node.selections, root, checksMerging: true)
        if rules.contains(.variablesInAllowedPosition), !context.isAborted {
            VariablesInAllowedPosition.check(id, context)
        }
    }

    private mutating func enter(_ id: NodeID<OperationNode>, _ node: OperationNode) {
        if rules.contains(.knownOperationTypes) { KnownOperationTypes.check(node, context) }
        if rules.contains(.uniqueOperationNames) { uniqueOperationNames.check(id, context) }
        if rules.contains(.loneAnonymousOperation) { LoneAnonymousOperation.check(node, context) }
        if rules.contains(.singleFieldSubscriptions) { SingleFieldSubscriptions.check(node, context) }
        if rules.contains(.uniqueVariableNames) { UniqueVariableNames.check(node, context) }
        if rules.contains(.noUndefinedVariables) { NoUndefinedVariables.check(id, context) }
        if rules.contains(.noUnusedVariables) { NoUnusedVariables.check(id, context) }
        if rules.contains(.uniqueDirectivesPerLocation) { UniqueDirectivesPerLocation.check(node.directives, context) }
        if rules.contains(.deferStreamDirectiveOnRootField) { deferStreamOnRootField.check(node, context) }
        if rules.contains(.deferStreamDirectiveOnValidOperations) { deferStreamOnValidOperations.check(node, context) }
    }

    private mutating func variableDefinition(_ id: NodeID<VariableDefinitionNode>) {
        let node = document[id]
        if rules.contains(.variablesAreInputTypes) { VariablesAreInputTypes.check(node, context) }
        if rules.contains(.uniqueDirectivesPerLocation) { UniqueDirectivesPerLocation.check(node.directives, context) }
        let name = document.innermostName(of: node.type)
        if rules.contains(.knownTypeNames) { KnownTypeNames.check(name, context) }
        if let value = node.defaultValue.id {
            let type = context.type(node.type).flatMap { schema[$0.named].kind.isInput ? $0 : nil }
            self.value(value, type)
        }
        directives(node.directives, at: .variableDefinition, field: nil)
    }

    private mutating func fragment(_ id: NodeID<FragmentNode>) {
        let node = document[id]
        fragmentNesting.check(id, context)
        if context.isAborted { return }
        if rules.contains(.fragmentsOnCompositeTypes) { FragmentsOnCompositeTypes.check(node, id, context) }
        if rules.contains(.uniqueFragmentNames) { uniqueFragmentNames.check(id, context) }
        if rules.contains(.noFragmentCycles) { noFragmentCycles.check(id, context) }
        if rules.contains(.uniqueDirectivesPerLocation) { UniqueDirectivesPerLocation.check(node.directives, context) }
        if rules.contains(.knownTypeNames) { KnownTypeNames.check(node.typeCondition, context) }
        directives(node.directives, at: .fragmentDefinition, field: nil)
        let type = context.outputType(named: context.names.fragmentTypes[Int(id.index)])
        selectionSet(node.selections, context.composite(type), checksMerging: true)
    }

    // MARK: Selections

    private mutating func selectionSet(
        _ selections: NodeRange<SelectionNode>, _ parent: TypeID?, checksMerging: Bool, in enclosing: FieldID? = nil
    ) {
        if checksMerging, rules.contains(.overlappingFieldsCanBeMerged) { overlappingFields.check(selections, parent) }
        for id in selections {
            if context.isAborted { return }
            let node = document[id]
            switch node.kind {
            case .field: field(id, node, parent)
            case .fragmentSpread: fragmentSpread(id, node, parent, in: enclosing)
            case .inlineFragment: inlineFragment(id, node, parent, in: enclosing)
            }
        }
    }

    private mutating func field(_ id: NodeID<SelectionNode>, _ node: SelectionNode, _ parent: TypeID?) {
        let definition = context.field(id, of: parent)
        let site = FieldSite(
            id: id, node: node, parent: parent, definition: definition, type: definition.map { schema[$0].type })
        if rules.contains(.scalarLeafs) { ScalarLeafs.check(site, context) }
        if rules.contains(.fieldsOnCorrectType) { FieldsOnCorrectType.check(site, context) }
        if rules.contains(.uniqueDirectivesPerLocation) { UniqueDirectivesPerLocation.check(node.directives, context) }
        if rules.contains(.uniqueArgumentNames) { UniqueArgumentNames.check(node.arguments, context) }
        if rules.contains(.noDeprecatedCustom) { NoDeprecatedCustom.check(site, context) }
        if rules.contains(.noSchemaIntrospectionCustom) { NoSchemaIntrospectionCustom.check(site, context) }
        let isIntrospection = rules.contains(.maxIntrospectionDepth) && maxIntrospectionDepth.enter(site, context)
        for argument in node.arguments { self.argument(argument, of: site) }
        directives(node.directives, at: .field, field: site)
        if node.hasSelectionSet {
            let type = context.composite(site.type?.named)
            selectionSet(node.selections, type, checksMerging: true, in: definition)
        }
        if rules.contains(.providedRequiredArguments) { ProvidedRequiredArguments.check(site, context) }
        if isIntrospection { maxIntrospectionDepth.leave() }
    }

    private mutating func argument(_ id: NodeID<ArgumentNode>, of site: FieldSite) {
        let symbol = context.names.symbol(context.names.arguments[Int(id.index)])
        let definition = site.definition.flatMap { field in symbol.flatMap { schema.argument(named: $0, of: field) } }
        if rules.contains(.knownArgumentNames) { KnownArgumentNames.check(id, definition, of: site, context) }
        if rules.contains(.noDeprecatedCustom) { NoDeprecatedCustom.check(id, definition, of: site, context) }
        value(document[id].value, definition.map { schema[$0].type })
    }

    private mutating func fragmentSpread(
        _ id: NodeID<SelectionNode>, _ node: SelectionNode, _ parent: TypeID?, in enclosing: FieldID?
    ) {
        if rules.contains(.knownFragmentNames) { KnownFragmentNames.check(id, context) }
        if rules.contains(.possibleFragmentSpreads) { PossibleFragmentSpreads.checkSpread(id, in: parent, context) }
        if rules.contains(.uniqueDirectivesPerLocation) { UniqueDirectivesPerLocation.check(node.directives, context) }
        directives(node.directives, at: .fragmentSpread, field: site(around: id, node, parent, enclosing))
    }

    private mutating func inlineFragment(
        _ id: NodeID<SelectionNode>, _ node: SelectionNode, _ parent: TypeID?, in enclosing: FieldID?
    ) {
        let type =
            node.name.isAbsent ? parent : context.outputType(named: context.names.selections[Int(id.index)])
        if rules.contains(.fragmentsOnCompositeTypes) { FragmentsOnCompositeTypes.check(node, id, context) }
        if rules.contains(.possibleFragmentSpreads) {
            PossibleFragmentSpreads.checkInline(id, type, in: parent, context)
        }
        if rules.contains(.uniqueDirectivesPerLocation) { UniqueDirectivesPerLocation.check(node.directives, context) }
        if rules.contains(.knownTypeNames), !node.name.isAbsent { KnownTypeNames.check(node.name, context) }
        directives(node.directives, at: .inlineFragment, field: site(around: id, node, parent, enclosing))
        selectionSet(node.selections, context.composite(type), checksMerging: false, in: enclosing)
    }

    /// What a rule about a directive on a fragment finds when it asks for the field: the field around it.
    private func site(
        around id: NodeID<SelectionNode>, _ node: SelectionNode, _ parent: TypeID?, _ enclosing: FieldID?
    ) -> FieldSite {
        FieldSite(id: id, node: node, parent: parent, definition: enclosing, type: enclosing.map { schema[$0].type })
    }

    // MARK: Directives and values

    mutating func directives(
        _ directives: NodeRange<DirectiveNode>, at location: DirectiveLocation, field: FieldSite?
    ) {
        for id in directives {
            if context.isAborted { return }
            let node = document[id]
            let definition = context.directive(id)
            if rules.contains(.knownDirectives) { knownDirectives.check(id, definition, at: location, context) }
            if rules.contains(.deferStreamDirectiveLabel) { deferStreamLabels.check(node, context) }
            if rules.contains(.streamDirectiveOnListField) {
                StreamDirectiveOnListField.check(node, on: field, context)
            }
            if rules.contains(.knownArgumentNames) { KnownArgumentNames.check(id, definition, context) }
            if rules.contains(.uniqueArgumentNames) { UniqueArgumentNames.check(node.arguments, context) }
            for argument in node.arguments {
                let symbol = context.names.symbol(context.names.arguments[Int(argument.index)])
                let input = definition.flatMap { directive in
                    symbol.flatMap { schema.argument(named: $0, of: directive) }
                }
                if rules.contains(.noDeprecatedCustom) { NoDeprecatedCustom.check(argument, input, of: id, context) }
                value(document[argument].value, input.map { schema[$0].type })
            }
            if rules.contains(.providedRequiredArguments) { ProvidedRequiredArguments.check(id, definition, context) }
        }
    }

    mutating func value(_ id: NodeID<ValueNode>, _ type: WrappedType?) {
        if let type, rules.contains(.valuesOfCorrectType) { ValuesOfCorrectType.check(id, type, context) }
        if rules.contains(.uniqueInputFieldNames) { UniqueInputFieldNames.check(id, context) }
        if rules.contains(.noDeprecatedCustom) { NoDeprecatedCustom.check(id, type?.named, context) }
    }
}

extension OperationKind {
    /// Where a directive on such an operation stands.
    var location: DirectiveLocation {
        switch self {
        case .query: .query
        case .mutation: .mutation
        case .subscription: .subscription
        }
    }
}
