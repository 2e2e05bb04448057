/// The rules of the specification, named as the reference implementation names them; their order is that of reports.
package enum ValidationRule: UInt8, CaseIterable, Sendable {
    case executableDefinitions
    case knownOperationTypes
    case uniqueOperationNames
    case loneAnonymousOperation
    case singleFieldSubscriptions
    case knownTypeNames
    case fragmentsOnCompositeTypes
    case variablesAreInputTypes
    case scalarLeafs
    case fieldsOnCorrectType
    case uniqueFragmentNames
    case knownFragmentNames
    case noUnusedFragments
    case possibleFragmentSpreads
    case noFragmentCycles
    case uniqueVariableNames
    case noUndefinedVariables
    case noUnusedVariables
    case knownDirectives
    case uniqueDirectivesPerLocation
    case deferStreamDirectiveOnRootField
    case deferStreamDirectiveOnValidOperations
    case deferStreamDirectiveLabel
    case streamDirectiveOnListField
    case knownArgumentNames
    case uniqueArgumentNames
    case valuesOfCorrectType
    case providedRequiredArguments
    case variablesInAllowedPosition
    case overlappingFieldsCanBeMerged
    case uniqueInputFieldNames
    case maxIntrospectionDepth
    /// The two below are no rules of the specification; they run where they are asked for by name.
    case noDeprecatedCustom
    case noSchemaIntrospectionCustom

    /// The reference's class name without `Rule`.
    package var name: String {
        let name = "\(self)"
        return name.prefix(1).uppercased() + name.dropFirst()
    }

    /// The rule of that name, with or without the suffix `Rule`.
    package init?(named name: String) {
        let wanted = name.hasSuffix("Rule") ? String(name.dropLast(4)) : name
        guard let rule = Self.allCases.first(where: { $0.name == wanted }) else { return nil }
        self = rule
    }
}

/// A set of rules in one word, so that asking whether a rule runs costs one bit test.
package struct ValidationRuleSet: Hashable, Sendable, ExpressibleByArrayLiteral {
    private var bits: UInt64 = 0

    package init(arrayLiteral rules: ValidationRule...) { self.init(rules) }

    package init(_ rules: some Sequence<ValidationRule>) {
        for rule in rules { bits |= 1 << UInt64(rule.rawValue) }
    }

    @inline(__always)
    package func contains(_ rule: ValidationRule) -> Bool { bits & (1 << UInt64(rule.rawValue)) != 0 }

    package func union(_ other: ValidationRuleSet) -> ValidationRuleSet {
        var union = self
        union.bits |= other.bits
        return union
    }

    package func subtracting(_ other: ValidationRuleSet) -> ValidationRuleSet {
        var rest = self
        rest.bits &= ~other.bits
        return rest
    }
}
