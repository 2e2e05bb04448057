import Database
import EventSourcing
import GraphQLPlanning
import Rows

/// One load on its way: the statements to run, and how their rows become the answer.
struct Reading: Sendable {
    let queries: [Query]
    let tags: [ChangeTag]
    /// What else the answer depends on: how many rows were asked for, and in which direction.
    var page: [UInt8] = []
    let answer: @Sendable ([QueryResult]) -> LoadResult

    /// At most one row a key: one statement for all keys if they differ in one column, otherwise one a key.
    static func one(
        _ call: LoadCall, _ parameters: [[SQLValue]], _ statements: ReadStatements, _ recipe: ReadRecipe,
        _ tags: [ChangeTag]
    ) -> Reading {
        let parents = recipe.parentColumns
        guard parameters.count > 1, recipe.guarded == nil, parents.count == 1, let key = parents.first,
            let place = recipe.conditions.firstIndex(where: { $0.source == .parent(key) || $0.isParent }),
            let keyName = recipe.conditions[place].column.text as String?
        else {
            let statement = statements.statement(call.columns, .init())
            return Reading(queries: parameters.map { Query(statement, $0) }, tags: tags) { results in
                Groups.perKey(results, columnCount: call.columns.count, onlyFirst: true)
            }
        }
        var values = parameters[0]
        values[place + 1] = .array(parameters.map { $0[place + 1] }.filter { $0 != .null })
        let statement = statements.statement(call.columns + [keyName], .init(isForManyKeys: true))
        let keys = parameters.map { $0[place + 1] }
        // Why the page: the statement is given no nulls, but the groups of the answer have a place for each.
        let nulls: [UInt8] = keys.map { $0 == .null ? 0 : 1 }
        return Reading(queries: [Query(statement, values)], tags: tags, page: nulls) { results in
            Groups.byKeyColumn(results, keys: keys, keyColumn: call.columns.count)
        }
    }

    /// Rows of each key in order, one statement a key, all in one batch.
    static func many(
        _ call: LoadCall, _ parameters: [[SQLValue]], _ statements: ReadStatements, _ max: Int, _ tags: [ChangeTag]
    ) -> Reading {
        let statement = statements.statement(call.columns, .init())
        let queries = parameters.map { Query(statement, $0 + [.int(Int64(max))]) }
        return Reading(queries: queries, tags: tags) { results in
            Groups.perKey(results, columnCount: call.columns.count, onlyFirst: false)
        }
    }

    /// One page of each key.
    static func connection(
        _ call: LoadCall, _ parameters: [[SQLValue]], _ statements: ReadStatements, _ recipe: ReadRecipe,
        _ page: PageRequest, _ context: PageContext, _ tags: [ChangeTag]
    ) throws(PublicFailure) -> Reading {
        guard case .connection(let order, _, let pin) = recipe.shape else { return Reading.none }
        var cursor: KeysetCursor?
        if let text = page.cursor {
            cursor = KeysetCursor(text, context.signer, for: context.purpose)
            guard cursor?.values.count == order.columns.count else {
                throw PublicFailure("BAD_USER_INPUT", "The cursor is not one of this list.")
            }
        }
        let layout = PageLayout(call: call, order: order)
        let variant = ReadStatements.Variant(
            isAfterRow: cursor != nil, isBackward: page.isBackward, isPinned: pin != nil)
        let statement = statements.statement(layout.read, variant)
        let pinned = cursor?.position ?? context.position
        let tail: [SQLValue] =
            (pin == nil ? [] : [.int(pinned.number)]) + (cursor?.values ?? [])
            + [.int(Int64(page.size) + 1)]
        let shown = PageContext(signer: context.signer, purpose: context.purpose, position: pinned)
        let pages = Pages(layout: layout, page: page, context: shown, isContinued: cursor != nil)
        let direction: [UInt8] = [page.isBackward ? 1 : 0, cursor == nil ? 0 : 1]
        return Reading(queries: parameters.map { Query(statement, $0 + tail) }, tags: tags, page: direction) {
            results in
            pages.answer(results)
        }
    }

    static let none = Reading(queries: [], tags: []) { _ in .failed(LoadFailure(message: "No rows."), keys: 0) }
}

extension ReadRecipe.Condition {
    var isParent: Bool {
        if case .parent = source { true } else { false }
    }
}
