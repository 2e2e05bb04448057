import Database
import EventSourcing
import GraphQLPlanning
import GraphQLSchema
import Rows

/// Carries out one query part: waits for its read model, asks it, and puts what it says into the form of the answer.
struct RunQuery<Bound: QueryPart>: Sendable {
    private let call: LoadCall
    private let schema: Schema

    init(_ call: LoadCall, _ schema: Schema) {
        (self.call, self.schema) = (call, schema)
    }

    func answer() async -> LoadResult {
        do {
            return result(of: try await run())
        } catch {
            return .failed(error.loadFailure, keys: call.keys.rowCount)
        }
    }

    private func run() async throws(PublicFailure) -> [QueryAnswer] {
        guard let scope = call.context as? RequestScope else { throw .internal }
        let input = Input(call.arguments, schema)
        let model = Bound.model.identity
        guard Bound.admits(Question(input, scope, Bound.field, isCurrent: false)) else {
            throw scope.viewer.actor == nil ? .unauthenticated : .forbidden
        }
        try await scope.untilReady(model)
        // Why before the read: what is read afterwards includes everything up to here, and perhaps more.
        let positions = scope.services.positions
        let position = positions.position(of: model.name)
        let question = Question(
            input, scope, Bound.field, isCurrent: positions.hasReached(positions.head, model.name))
        let parents = (0..<call.keys.rowCount).map { row in
            Bound.parentColumns.indices.map {
                KeysetCursor.value(of: call.keys.cell(row: row, column: $0), in: call.keys)
            }
        }
        let answers = try await Bound.answer(question, for: parents)
        guard answers.count == parents.count else { throw .internal }
        scope.noteRead(of: model, at: position, tags: question.tags)
        if question.tags.isEmpty { scope.noteUnwatched() }
        return answers
    }

    private func result(of answers: [QueryAnswer]) -> LoadResult {
        var shown: [ResultRow] = []
        var pages: [ResultRow] = []
        var groups: [LoadResult.Group] = []
        for answer in answers {
            let first = shown.count
            switch answer {
            case .none:
                groups.append(.null)
                pages.append(ResultRow("PageInfo"))
                continue
            case .row(let row): shown.append(row)
            case .rows(let rows): shown += rows
            case .page(let rows, let hasNext, let hasPrevious):
                shown += rows
                pages.append(
                    ResultRow(
                        "PageInfo",
                        [
                            "has_next_page": .bool(hasNext), "has_previous_page": .bool(hasPrevious),
                            "start_cursor": rows.first?.value(PageLayout.cursor) ?? .null,
                            "end_cursor": rows.last?.value(PageLayout.cursor) ?? .null,
                        ]))
            }
            groups.append(.rows(first..<shown.count))
        }
        let described = Bound.shape == .connection ? ResultRow.batch(pages, call.pageColumns) : nil
        return LoadResult(rows: ResultRow.batch(shown, call.columns), groups: groups, pages: described)
    }
}
