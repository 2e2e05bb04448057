import GraphQLLanguage

/// Makes a `Schema` from SDL, or says everything that is wrong with it.
///
/// Three steps: the rules on definitions look at the documents; the tables are filled, leaving out what names nothing;
/// the rules on the type system look at the tables. Faults of all steps are reported together.
package struct SchemaBuilder: Sendable {
    package var capabilities: SchemaCapabilities
    package var codecs: ScalarCodecs
    /// Whether messages say "Did you mean …?".
    package var suggests: Bool
    package var limits: LanguageLimits
    /// Whether a definition with the name of a built-in type is passed over in silence, as the reference does.
    ///
    /// Spec: 3.3: no provided type may have a name which conflicts with any built-in types.
    package var passesOverBuiltInTypes = false

    package init(
        capabilities: SchemaCapabilities = .directivesOnDirectives, codecs: ScalarCodecs = .passThrough,
        suggests: Bool = true,
        limits: LanguageLimits = .trusted
    ) {
        (self.capabilities, self.codecs, self.suggests, self.limits) = (capabilities, codecs, suggests, limits)
    }

    /// A schema from one or several files, in this order.
    package func build(_ sources: [Source]) throws(SchemaFaults) -> Schema {
        var documents: [Document] = []
        var faults: [SchemaFault] = []
        var options = ParseOptions(
            limits: limits, allowsDirectivesOnDirectives: capabilities.contains(.directivesOnDirectives))
        options.namesSurrogates = true
        for source in sources {
            do throws(SyntaxError) {
                documents.append(try Document.parse(source, options: options))
            } catch {
                let place = SchemaFault.Place(
                    file: source.name, line: error.location.line, column: error.location.column)
                faults.append(SchemaFault(rule: "Syntax", message: error.message, places: [place]))
            }
        }
        guard faults.isEmpty else { throw SchemaFaults(faults: faults, definitionFaultCount: faults.count) }
        return try build(documents)
    }

    /// A schema from one text.
    package func build(_ sdl: String, name: String = "schema.graphql") throws(SchemaFaults) -> Schema {
        try build([Source(sdl, name: name)])
    }

    /// A schema from documents that have been parsed already.
    package func build(_ documents: [Document]) throws(SchemaFaults) -> Schema {
        guard let builtIn = BuiltInDefinitions.document(for: capabilities) else {
            throw SchemaFaults(
                faults: [
                    SchemaFault(rule: "Syntax", message: "The built-in definitions do not parse.", places: [])
                ], definitionFaultCount: 1)
        }
        let documents = [builtIn] + documents
        var rules = DefinitionRules(
            DefinitionContext(
                documents, symbols: SymbolTable(minimumCapacity: 1_024), capabilities: capabilities,
                hidesSuggestions: !suggests))
        rules.check()
        var faults = rules.context.faults
        let definitionFaultCount = faults.count
        var tables = TableBuilder(
            documents, capabilities: capabilities, codecs: codecs, symbols: rules.context.symbols,
            passesOverBuiltInTypes: passesOverBuiltInTypes)
        tables.fill()
        faults.append(contentsOf: tables.faults)
        var check = TypeSystemRules(Schema(tables.parts), tables, hadFaults: !faults.isEmpty, suggests: suggests)
        check.check()
        faults.append(contentsOf: check.faults)
        guard faults.isEmpty else {
            throw SchemaFaults(
                faults: faults.resolved(in: documents), definitionFaultCount: definitionFaultCount)
        }
        ValueCompletion.complete(&tables.parts, tables.pending.uses)
        return Schema(tables.parts)
    }
}
