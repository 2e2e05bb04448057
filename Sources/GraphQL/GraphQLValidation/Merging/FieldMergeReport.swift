import GraphQLLanguage
import GraphQLSchema

/// Tells which fields conflict and why, pair by pair, as the reference implementation does.
///
/// Fields are compared within a selection set, then with those of each fragment that it spreads, then those of the
/// fragments with one another; pairs that were compared are remembered. It is quadratic in the fields of one response
/// name, which is why `FieldMergeScan` goes before it and a budget ends it.
struct FieldMergeReport {
    private let context: ValidationContext
    private let comparison: ArgumentComparison
    private var sets: [SetKey: MergedFields] = [:]
    private var comparedWithFragment: [PairKey: Bool] = [:]
    private var comparedFragments: [PairKey: Bool] = [:]
    private var stepsLeft: Int
    private var depth = 0

    /// Limit: calls inside one another; beyond, validation is given up in place of the stack.
    private static let depthMax = 1_000

    private struct SetKey: Hashable {
        let start: UInt32
        let count: UInt32
        let parent: TypeID?
    }

    private struct PairKey: Hashable {
        let left: Int
        let right: Int
    }

    init(_ context: ValidationContext) {
        self.context = context
        comparison = ArgumentComparison(context)
        stepsLeft =
            ValidationBudget.conflictStepsMax
            + ValidationBudget.conflictStepsPerSelection * context.document.selections.count
    }

    /// The conflicts within one selection set, fragments included.
    mutating func conflicts(within selections: NodeRange<SelectionNode>, _ parent: TypeID?) -> [FieldConflict] {
        var conflicts: [FieldConflict] = []
        let fields = collect(selections, parent)
        for group in fields.groups where group.fields.count > 1 {
            for (place, left) in group.fields.enumerated() {
                for right in group.fields[(place + 1)...] {
                    if context.isAborted || conflicts.count > context.options.errorsMax { return conflicts }
                    if let conflict = conflict(group.name, left, right, isExclusive: false) {
                        conflicts.append(conflict)
                    }
                }
            }
        }
        if fields.spreads.isEmpty || (fields.groups.isEmpty && fields.spreads.count < 2) { return conflicts }
        let fragments = fragments(of: fields)
        for (place, fragment) in fragments.enumerated() {
            compare(fields, withFragment: fragment, isExclusive: false, &conflicts)
            for other in fragments[(place + 1)...] { compare(fragment, other, isExclusive: false, &conflicts) }
        }
        return conflicts
    }

    // MARK: Sets

    private mutating func collect(_ selections: NodeRange<SelectionNode>, _ parent: TypeID?) -> MergedFields {
        let key = SetKey(start: selections.start, count: selections.length, parent: parent)
        if let known = sets[key] { return known }
        let fields = MergedFields(id: sets.count)
        fields.collect(selections, parent, context)
        sets[key] = fields
        return fields
    }

    private mutating func collect(_ fragment: NodeID<FragmentNode>) -> MergedFields {
        let type = context.type(named: context.names.fragmentTypes[Int(fragment.index)])
        return collect(context.document[fragment].selections, type)
    }

    private mutating func fragments(of fields: MergedFields) -> [NodeID<FragmentNode>?] {
        if let known = fields.fragments { return known }
        var fragments: [NodeID<FragmentNode>?] = []
        var seen: Set<NodeID<FragmentNode>?> = []
        for spread in fields.spreads {
            spend(1)
            let fragment = context.fragment(of: spread)
            if seen.insert(fragment).inserted { fragments.append(fragment) }
        }
        fields.fragments = fragments
        return fragments
    }

    private mutating func spend(_ steps: Int) {
        stepsLeft -= steps
        if stepsLeft < 0 { context.abort() }
    }

    /// False if the stack has been used enough, or the validation has ended.
    private mutating func enter() -> Bool {
        depth += 1
        if depth > Self.depthMax { context.abort() }
        return !context.isAborted
    }

    // MARK: Comparing sets

    private mutating func compare(
        _ fields: MergedFields, withFragment fragment: NodeID<FragmentNode>?, isExclusive: Bool,
        _ conflicts: inout [FieldConflict]
    ) {
        spend(1)
        defer { depth -= 1 }
        guard enter(), !fields.groups.isEmpty else { return }
        let key = PairKey(left: fields.id, right: fragment.map { Int($0.index) } ?? -1)
        if let known = comparedWithFragment[key], isExclusive || !known { return }
        comparedWithFragment[key] = isExclusive
        guard let fragment else { return }
        let inner = collect(fragment)
        let referenced = fragments(of: inner)
        if fields === inner { return }
        compare(fields, inner, isExclusive: isExclusive, &conflicts)
        for next in referenced { compare(fields, withFragment: next, isExclusive: isExclusive, &conflicts) }
    }

    private mutating func compare(
        _ left: NodeID<FragmentNode>?, _ right: NodeID<FragmentNode>?, isExclusive: Bool,
        _ conflicts: inout [FieldConflict]
    ) {
        spend(2)
        defer { depth -= 1 }
        guard enter(), left != right else { return }
        let key = PairKey(left: left.map { Int($0.index) } ?? -1, right: right.map { Int($0.index) } ?? -1)
        let mirrored = PairKey(left: key.right, right: key.left)
        for known in [comparedFragments[key], comparedFragments[mirrored]] {
            if let known, isExclusive || !known { return }
        }
        comparedFragments[key] = isExclusive
        guard let left, let right else { return }
        let fieldsOfLeft = collect(left)
        let spreadByLeft = fragments(of: fieldsOfLeft)
        let fieldsOfRight = collect(right)
        let spreadByRight = fragments(of: fieldsOfRight)
        compare(fieldsOfLeft, fieldsOfRight, isExclusive: isExclusive, &conflicts)
        for next in spreadByRight { compare(left, next, isExclusive: isExclusive, &conflicts) }
        for next in spreadByLeft { compare(next, right, isExclusive: isExclusive, &conflicts) }
    }

    private mutating func compare(
        _ left: MergedFields, _ right: MergedFields, isExclusive: Bool, _ conflicts: inout [FieldConflict]
    ) {
        if left.groups.isEmpty || right.groups.isEmpty { return }
        for (one, other) in overlaps(left, right) {
            for field in left.groups[one].fields {
                for match in right.groups[other].fields {
                    if context.isAborted || conflicts.count > context.options.errorsMax { return }
                    let name = left.groups[one].name
                    if let conflict = conflict(name, field, match, isExclusive: isExclusive) {
                        conflicts.append(conflict)
                    }
                }
            }
        }
    }

    private mutating func overlaps(_ left: MergedFields, _ right: MergedFields) -> [(Int, Int)] {
        if let known = left.overlaps[right.id] { return known }
        var pairs: [(Int, Int)] = []
        for (index, group) in left.groups.enumerated() {
            spend(1)
            if let match = right.group(named: group.name) { pairs.append((index, match)) }
        }
        left.overlaps[right.id] = pairs
        return pairs
    }

    // MARK: Comparing fields

    private mutating func conflict(
        _ name: NameNumber, _ left: MergedFields.Field, _ right: MergedFields.Field, isExclusive: Bool
    ) -> FieldConflict? {
        spend(2)
        defer { depth -= 1 }
        guard enter() else { return nil }
        let (one, other) = (context.document[left.id], context.document[right.id])
        let isExclusive = isExclusive || areExclusive(left.parent, right.parent)
        guard let reason = reason(left, right, one, other, isExclusive: isExclusive) else {
            guard one.hasSelectionSet, other.hasSelectionSet else { return nil }
            let inner = conflicts(between: left, right, isExclusive: isExclusive)
            return FieldConflict.between(one, other, name, inner, context)
        }
        return FieldConflict(name: name, reason: reason, left: [one.position], right: [other.position])
    }

    private func areExclusive(_ left: TypeID?, _ right: TypeID?) -> Bool {
        guard let left, let right, left != right else { return false }
        return context.schema[left].kind == .object && context.schema[right].kind == .object
    }

    /// Why the fields conflict in themselves, whatever is selected in them.
    private mutating func reason(
        _ left: MergedFields.Field, _ right: MergedFields.Field, _ one: SelectionNode, _ other: SelectionNode,
        isExclusive: Bool
    ) -> String? {
        if !isExclusive {
            if context.names.selections[Int(left.id.index)] != context.names.selections[Int(right.id.index)] {
                let (name, otherName) = (context.string(one.name), context.string(other.name))
                return "'\(FieldConflict.abbreviated(name))' and '\(FieldConflict.abbreviated(otherName))' "
                    + "are different fields"
            }
            spend(one.arguments.count)
            if !comparison.areSame(one.arguments, other.arguments) { return "they have differing arguments" }
        }
        if left.stream != nil || right.stream != nil {
            let reason = "they have overlapping stream directives"
            guard let first = left.stream, let second = right.stream,
                comparison.areSame(context.document[first].arguments, context.document[second].arguments)
            else { return reason }
            return reason + ". See https://github.com/graphql/defer-stream-wg/discussions/100"
        }
        guard let type = left.definition.map({ context.schema[$0].type }),
            let otherType = right.definition.map({ context.schema[$0].type }),
            TypeShape.conflict(type, otherType, context.schema)
        else { return nil }
        let (text, otherText) = (context.schema.string(type), context.schema.string(otherType))
        return "they return conflicting types '\(text)' and '\(otherText)'"
    }

    private mutating func conflicts(
        between left: MergedFields.Field, _ right: MergedFields.Field, isExclusive: Bool
    ) -> [FieldConflict] {
        var conflicts: [FieldConflict] = []
        let one = subfields(of: left)
        let fragmentsOfOne = fragments(of: one)
        let other = subfields(of: right)
        let fragmentsOfOther = fragments(of: other)
        compare(one, other, isExclusive: isExclusive, &conflicts)
        for fragment in fragmentsOfOther { compare(one, withFragment: fragment, isExclusive: isExclusive, &conflicts) }
        for fragment in fragmentsOfOne { compare(other, withFragment: fragment, isExclusive: isExclusive, &conflicts) }
        for fragment in fragmentsOfOne {
            for match in fragmentsOfOther { compare(fragment, match, isExclusive: isExclusive, &conflicts) }
        }
        return conflicts
    }

    private mutating func subfields(of field: MergedFields.Field) -> MergedFields {
        let type = field.definition.map { context.schema[$0].type.named }
        return collect(context.document[field.id].selections, type)
    }
}
