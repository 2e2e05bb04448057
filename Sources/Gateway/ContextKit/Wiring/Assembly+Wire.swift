import GraphQLPlanning
import GraphQLSchema

extension Assembly {
    /// The binding of every field. Call it only on an assembly without faults against the same schema.
    package func wire(_ schema: Schema, _ services: ContextServices) -> BindingTable {
        var table = BindingTable(for: schema)
        for type in schema.typeIDs where schema[type].kind == .object && schema[type].origin == .sdl {
            for field in schema[type].fields {
                table[field] = .column(ColumnFit.columnName(of: schema.string(schema[field].name)))
            }
        }
        for one in declared {
            guard let field = Assembly.field(one.coordinate, in: schema) else { continue }
            table[field] = one.make(field, schema, services)
        }
        return table
    }
}
