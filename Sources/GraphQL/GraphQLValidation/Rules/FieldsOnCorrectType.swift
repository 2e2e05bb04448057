import GraphQLLanguage
import GraphQLSchema

/// A field exists on the type on which it is selected.
///
/// Spec: 5.3.1 Field Selections.
enum FieldsOnCorrectType {
    static func check(_ site: FieldSite, _ context: ValidationContext) {
        guard let parent = site.parent, site.definition == nil else { return }
        let name = context.string(site.node.name)
        var suggestion = ""
        if context.options.suggests {
            suggestion = Suggestions.question(types(with: site, parent, context), about: "to use an inline fragment on")
            if suggestion.isEmpty { suggestion = fields(like: name, parent, context) }
        }
        context.report(
            .fieldsOnCorrectType,
            "Cannot query field '\(name)' on type '\(context.schema.name(of: parent))'.\(suggestion)",
            at: [site.node.position])
    }

    /// The possible types that have the field and their interfaces, those first that most of them share.
    private static func types(with site: FieldSite, _ parent: TypeID, _ context: ValidationContext) -> [String] {
        let schema = context.schema
        guard schema[parent].kind.isAbstract,
            let symbol = context.names.symbol(context.names.selections[Int(site.id.index)])
        else { return [] }
        func hasField(_ type: TypeID) -> Bool { schema[type].fields.contains { schema[$0].name == symbol } }
        var types: [TypeID] = []
        var uses: [TypeID: Int] = [:]
        func count(_ type: TypeID) {
            if uses[type] == nil { types.append(type) }
            uses[type, default: 0] += 1
        }
        for type in schema.possibleTypes(of: parent) where hasField(type) {
            count(type)
            for interface in schema.interfaces(of: type) where hasField(interface) { count(interface) }
        }
        sort(&types) { left, right in
            if let one = uses[left], let other = uses[right], one != other { return one > other }
            if schema[left].kind == .interface, schema.isSubtype(right, of: left) { return true }
            if schema[right].kind == .interface, schema.isSubtype(left, of: right) { return false }
            return NaturalOrder.isBefore(schema.name(of: left), schema.name(of: right))
        }
        return types.map { schema.name(of: $0) }
    }

    /// Sorts by binary insertion.
    ///
    /// Why: the order is not transitive where interfaces meet types that are none of theirs, so that the result depends
    /// on the way of sorting; this is the reference's. Limit: longer lists, of which five are shown, are sorted anyhow.
    private static func sort(_ types: inout [TypeID], by isBefore: (TypeID, TypeID) -> Bool) {
        if types.count > 64 { return types.sort(by: isBefore) }
        if types.count > 1, isBefore(types[1], types[0]) {
            let run = zip(types, types.dropFirst()).prefix { isBefore($1, $0) }.count + 1
            types[..<run].reverse()
        }
        for index in types.indices.dropFirst() {
            let type = types[index]
            var (low, high) = (0, index)
            while low < high {
                let middle = (low + high) / 2
                if isBefore(type, types[middle]) { high = middle } else { low = middle + 1 }
            }
            types.remove(at: index)
            types.insert(type, at: low)
        }
    }

    private static func fields(like name: String, _ parent: TypeID, _ context: ValidationContext) -> String {
        let schema = context.schema
        return Suggestions.question(
            for: name, among: schema[parent].fields.lazy.map { schema.string(schema[$0].name) })
    }
}
