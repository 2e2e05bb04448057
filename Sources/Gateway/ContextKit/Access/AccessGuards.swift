import GraphQLPlanning
import GraphQLSchema

/// Who may read which fields, as the schema itself says by `@authenticated` and `@requiresScopes`; beside what the
/// parts ask for.
///
/// A field is guarded by what stands at it, at the same field of an interface, at its parent, and at the type that it
/// leads to; all of them must hold. An operation that selects a field which its viewer may not read is not run at all:
/// that fails closed whatever the field's binding does, and the answer does not depend on the data.
package struct AccessGuards: Sendable {
    /// Why an operation is not run.
    package struct Denial: Error, Equatable, Sendable {
        /// Such as `Query.salaries`, each once, in the order of the schema.
        package let coordinates: [String]
        package let isUnauthenticated: Bool
    }

    private let schema: Schema
    /// By the index of the field; empty for a schema without guards, so that looking costs nothing.
    private let rules: [AccessRule?]

    package init(_ schema: Schema) {
        self.schema = schema
        var rules = [AccessRule?](repeating: nil, count: schema.fields.count)
        for type in schema.typeIDs where schema[type].kind == .object || schema[type].kind == .interface {
            for field in schema[type].fields {
                let all = AccessGuards.rules(of: field, type, schema)
                if !all.isEmpty { rules[Int(field.index)] = all.count == 1 ? all[0] : .allOf(all) }
            }
        }
        self.rules = rules.contains { $0 != nil } ? rules : []
    }

    /// Refuses a plan with fields that the viewer may not read.
    package func check(_ plan: Plan, _ viewer: Viewer) throws(Denial) {
        guard !rules.isEmpty else { return }
        var denied: Set<FieldID> = []
        for field in plan.fields {
            guard let rule = rules[Int(field.definition.index)], !rule.admits(viewer) else { continue }
            denied.insert(field.definition)
        }
        guard !denied.isEmpty else { return }
        throw Denial(
            coordinates: denied.sorted().map { field in
                schema.name(of: schema[field].parent) + "." + schema.string(schema[field].name)
            }, isUnauthenticated: viewer.actor == nil)
    }

    private static func rules(of field: FieldID, _ type: TypeID, _ schema: Schema) -> [AccessRule] {
        var rules = own(schema[field].directives, schema) + own(schema[type].directives, schema)
        rules += own(schema[schema[field].type.named].directives, schema)
        for interface in schema.interfaces(of: type) {
            rules += own(schema[interface].directives, schema)
            if let same = schema.field(named: schema[field].name, of: interface) {
                rules += own(schema[same].directives, schema)
            }
        }
        return rules
    }

    private static func own(_ uses: IDRange<AppliedDirectiveID>, _ schema: Schema) -> [AccessRule] {
        var rules: [AccessRule] = []
        if schema.applied("authenticated", in: uses) != nil { rules.append(.authenticated) }
        if let use = schema.applied("requiresScopes", in: uses) {
            rules.append(.allOf([.authenticated, scopes(schema.argument("scopes", of: use))]))
        }
        return rules
    }

    /// One of the lists must be held in full. What is not understood admits nobody.
    private static func scopes(_ value: CoercedValue?) -> AccessRule {
        guard case .list(let alternatives)? = value else { return .anyOf([]) }
        return .anyOf(
            alternatives.map { alternative in
                guard case .list(let names) = alternative else { return .anyOf([]) }
                return .allOf(
                    names.map { name in
                        guard case .string(let text) = name else { return .anyOf([]) }
                        return .scope(String(decoding: text, as: UTF8.self))
                    })
            })
    }
}
