import Database
import GraphQLPlanning
import GraphQLSchema
import Rows

extension Assembly {
    /// A list field with one object for each text of an argument, in the argument's order: the object's only column is
    /// the text. What it leads to is read by `.parent(column)`, for all of them in one statement.
    package mutating func keys(
        _ coordinate: String, of type: String, from argument: String, as column: SQLName, max: Int
    ) {
        object(type, columns: [.init(column, .text)])
        bind(coordinate) { _, schema, _ in
            .load(
                LoadBinding(
                    name: coordinate, shape: .many,
                    loader: .immediate { call in
                        let texts = Input(call.arguments, schema).texts(argument) ?? []
                        guard texts.count <= max else {
                            let failure = PublicFailure(
                                "BAD_USER_INPUT", "`\(argument)` must have at most \(max) items.")
                            return .failed(failure.loadFailure, keys: call.keys.rowCount)
                        }
                        let rows = texts.map { ResultRow(type).with(column.text, .text($0)) }
                        return .all(ResultRow.batch(rows, call.columns))
                    }))
        }
    }
}
