import Database
import EventSourcing
import GraphQLSchema

extension Assembly {
    /// Everything that does not fit, all at once, in the order of the schema; empty means that the gateway may start.
    package func faults(against schema: Schema) -> [AssemblyFault] {
        var faults: [AssemblyFault] = []
        faults += namesThatDoNotExist(in: schema)
        faults += fieldsBoundTwice()
        faults += fieldsWithoutBinding(in: schema)
        faults += readsThatCannotWork(in: schema)
        faults += modelsThatCannotWork()
        faults += processesDeclaredTwice()
        return faults
    }

    private func namesThatDoNotExist(in schema: Schema) -> [AssemblyFault] {
        let unknownFields = declared.filter { Assembly.field($0.coordinate, in: schema) == nil }.map {
            AssemblyFault(
                kind: .unknownField, coordinate: $0.coordinate, part: $0.part, message: "the schema has no such field")
        }
        let unknownTypes = rows.filter { schema.type(named: $0.type) == nil }.map {
            AssemblyFault(
                kind: .unknownType, coordinate: $0.type, part: $0.part, message: "the schema has no such type")
        }
        return unknownTypes + unknownFields
    }

    private func fieldsBoundTwice() -> [AssemblyFault] {
        var seen: [String: String] = [:]
        return declared.compactMap { one in
            guard let first = seen.updateValue(one.part, forKey: one.coordinate) else { return nil }
            return AssemblyFault(
                kind: .boundTwice, coordinate: one.coordinate, part: one.part, message: "part \(first) binds it too")
        }
    }

    private func fieldsWithoutBinding(in schema: Schema) -> [AssemblyFault] {
        let bound = Set(declared.map(\.coordinate))
        var faults: [AssemblyFault] = []
        for type in schema.typeIDs where schema[type].kind == .object && schema[type].origin == .sdl {
            let row = rows.first { $0.type == schema.name(of: type) }
            for field in schema[type].fields {
                let coordinate = schema.name(of: type) + "." + schema.string(schema[field].name)
                if bound.contains(coordinate) { continue }
                if let fault = columnFault(of: field, coordinate, row, schema) { faults.append(fault) }
            }
        }
        return faults
    }

    private func columnFault(
        of field: FieldID, _ coordinate: String, _ row: ObjectRow?, _ schema: Schema
    ) -> AssemblyFault? {
        guard let row else {
            return AssemblyFault(
                kind: .unboundField, coordinate: coordinate, part: nil,
                message: "no part binds it, and its type stands for no row")
        }
        let name = ColumnFit.columnName(of: schema.string(schema[field].name))
        guard let column = row.columns.first(where: { $0.name.text == name }) else {
            return AssemblyFault(
                kind: .unboundField, coordinate: coordinate, part: row.part,
                message: "no part binds it, and its row has no column \(name)")
        }
        return ColumnFit.problem(column, schema[field].type, schema).map {
            AssemblyFault(kind: .typeMismatch, coordinate: coordinate, part: row.part, message: $0)
        }
    }

    private func readsThatCannotWork(in schema: Schema) -> [AssemblyFault] {
        reads.flatMap { read -> [AssemblyFault] in
            var faults: [AssemblyFault] = []
            func add(_ kind: AssemblyFault.Kind, _ message: String) {
                faults.append(
                    AssemblyFault(kind: kind, coordinate: read.coordinate, part: read.part, message: message))
            }
            let parent = Assembly.parentRow(read.coordinate, rows)
            for condition in read.recipe.conditions {
                if read.recipe.table.column(condition.column) == nil {
                    add(.missingColumn, "table \(read.recipe.table.name) has no column \(condition.column)")
                }
                switch condition.source {
                case .argument(let name), .folded(argument: let name), .optional(argument: let name),
                    .words(argument: let name):
                    if let field = Assembly.field(read.coordinate, in: schema),
                        !Assembly.has(condition.source, field, schema)
                    {
                        add(.unknownArgument, "the field has no argument \(name)")
                    }
                case .parent(let column):
                    if parent?.columns.contains(where: { $0.name == column }) != true {
                        add(.missingColumn, "the parent's row has no column \(column)")
                    }
                case .viewer, .text: break
                }
            }
            for column in read.recipe.order?.columns ?? [] where read.recipe.table.column(column) == nil {
                add(.missingColumn, "table \(read.recipe.table.name) has no column \(column)")
            }
            if read.recipe.searchesWords, read.recipe.table.words == nil {
                add(.missingColumn, "table \(read.recipe.table.name) keeps no words")
            }
            if let guarded = read.recipe.guarded {
                for column in guarded.missingColumns(in: read.recipe.table) {
                    add(.missingColumn, "its guard names column \(column), which a table does not have")
                }
                let columns = guarded.tagColumns(of: read.recipe)
                if !models.contains(where: { $0.table.name == guarded.table.name && $0.hasTag(columns) }) {
                    let names = columns.map(\.text).joined(separator: ", ")
                    add(.missingTag, "no tag set of \(guarded.table.name) is (\(names)), so rights could go stale")
                }
            }
            if !hasTag(for: read) {
                let columns = read.recipe.conditions.map(\.column.text).joined(separator: ", ")
                add(.missingTag, "no tag set of \(read.model.name) is (\(columns)), so its answers could not be cached")
            }
            return faults
        }
    }

    /// Whether a field has the argument of a condition, and that the member which is meant.
    private static func has(_ source: ReadRecipe.Source, _ field: FieldID, _ schema: Schema) -> Bool {
        guard let name = source.argument, let argument = schema.argument(named: name, of: field) else { return false }
        guard let member = source.member else { return true }
        return schema[schema[argument].type.named].inputFields.contains { schema.string(schema[$0].name) == member }
    }

    private func hasTag(for read: DeclaredRead) -> Bool {
        let columns = Set(read.recipe.conditions.filter(\.source.isFixed).map(\.column))
        return models.contains { $0.identity == read.model && $0.hasTag(columns) }
    }

    private func modelsThatCannotWork() -> [AssemblyFault] {
        models.flatMap { model -> [AssemblyFault] in
            var faults: [AssemblyFault] = []
            if model.table.primaryKey.first != ReadRecipe.tenantColumn {
                faults.append(
                    AssemblyFault(
                        kind: .missingTenant, coordinate: model.table.name.text, part: model.part,
                        message: "the key of every read model begins with \(ReadRecipe.tenantColumn)"))
            }
            for column in model.tagSets.joined() where model.table.column(column) == nil {
                faults.append(
                    AssemblyFault(
                        kind: .missingColumn, coordinate: model.table.name.text, part: model.part,
                        message: "a tag set names column \(column), which the table does not have"))
            }
            return faults
        }
    }

    private func processesDeclaredTwice() -> [AssemblyFault] {
        var seen: [ProcessKind: String] = [:]
        return processes.compactMap { process in
            guard let first = seen.updateValue(process.part, forKey: process.kind) else { return nil }
            return AssemblyFault(
                kind: .boundTwice, coordinate: "process \(process.kind)", part: process.part,
                message: "part \(first) declares it too")
        }
    }

    static func parentRow(_ coordinate: String, _ rows: [ObjectRow]) -> ObjectRow? {
        rows.first { $0.type == coordinate.prefix { $0 != "." } }
    }

    /// The field that a coordinate such as `Query.board` names.
    package static func field(_ coordinate: String, in schema: Schema) -> FieldID? {
        let parts = coordinate.split(separator: ".")
        guard parts.count == 2, let type = schema.type(named: String(parts[0])) else { return nil }
        return schema.field(named: String(parts[1]), of: type)
    }
}
