/// The statements that read the log; one text for both engines, each answered from an index.
package enum EventStatements {
    private static let columns = """
        e.position, e.stream_id, e.version, e.tenant_id, e.type_id, e.schema_version, e.codec, e.command_id, \
        e.ordinal, e.occurred, e.recorded, e.meta, e.body
        """
    static let columnTypes: [SQLScalar] = [
        .int, .int, .int, .int, .int, .int, .int, .uuid, .int, .int, .int, .blob, .blob,
    ]

    package static let head = Statement(
        "log.head",
        "SELECT s.epoch, s.expired, coalesce((SELECT e.position FROM event e ORDER BY e.position DESC LIMIT 1), 0) "
            + "FROM log_state s WHERE s.id = 1",
        columns: [.int, .int, .int])

    package static let page = Statement(
        "log.page", "SELECT \(columns) FROM event e WHERE e.position > $1 ORDER BY e.position LIMIT $2",
        parameters: [.int, .int], columns: columnTypes, reach: .scan)

    /// A window of positions, so that a filter that admits nothing does not read the whole log at once.
    package static let filteredPage = Statement(
        "log.filtered page",
        "SELECT \(columns) FROM event e WHERE e.position > $1 AND e.position <= $2 "
            + "AND ($3 OR e.tenant_id = ANY($4)) AND ($5 OR e.category_id = ANY($6)) AND ($7 OR e.type_id = ANY($8)) "
            + "AND ($9 OR e.stream_id = ANY($10)) ORDER BY e.position LIMIT $11",
        parameters: [
            .int, .int, .bool, .array(.int), .bool, .array(.int), .bool, .array(.int), .bool, .array(.int), .int,
        ], columns: columnTypes, reach: .scan)

    /// The state of the stream with each event; one row without an event for a stream that has none in range.
    private static let streamColumns = "SELECT s.stream_id, s.version, s.closed, \(columns) FROM stream s "
    private static let streamTypes: [SQLScalar] = [.int, .int, .bool] + columnTypes

    package static func forwards(_ reach: Statement.Reach) -> Statement {
        reach == .point ? forwardsPoint : forwardsScan
    }
    package static func backwards(_ reach: Statement.Reach) -> Statement {
        reach == .point ? backwardsPoint : backwardsScan
    }

    private static let forwardsPoint = stream("stream.forwards", ">", "ASC", .point)
    private static let forwardsScan = stream("stream.forwards", ">", "ASC", .scan)
    private static let backwardsPoint = stream("stream.backwards", "<", "DESC", .point)
    private static let backwardsScan = stream("stream.backwards", "<", "DESC", .scan)

    private static func stream(
        _ name: String, _ comparison: String, _ order: String, _ reach: Statement.Reach
    ) -> Statement {
        Statement(
            name,
            streamColumns + "LEFT JOIN event e ON e.stream_id = s.stream_id AND e.version \(comparison) $3 "
                + "WHERE s.name = $1 AND s.tenant_id = $2 ORDER BY e.version \(order) LIMIT $4",
            parameters: [.text, .int, .int, .int], columns: streamTypes, reach: reach)
    }

    package static let outcome = Statement(
        "command.outcome",
        "SELECT c.request, c.epoch, c.position, c.event_count, c.versions, c.data FROM command c "
            + "WHERE c.command_id = $1 AND c.tenant_id = $2",
        parameters: [.uuid, .int], columns: [.blob, .int, .int, .int, .text, .blob])

    package static let symbolsByText = Statement(
        "symbols by text", "SELECT y.symbol_id, y.text FROM symbol y WHERE y.text = ANY($1)",
        parameters: [.array(.text)], columns: [.int, .text], reach: .scan)
    package static let symbolsByID = Statement(
        "symbols by id", "SELECT y.symbol_id, y.text FROM symbol y WHERE y.symbol_id = ANY($1)",
        parameters: [.array(.int)], columns: [.int, .text], reach: .scan)
    package static let addSymbol = Statement(
        "add symbol", "INSERT INTO symbol (text) VALUES ($1) ON CONFLICT (text) DO NOTHING", parameters: [.text])

    package static let streamsByID = Statement(
        "streams by id", "SELECT s.stream_id, s.name FROM stream s WHERE s.stream_id = ANY($1)",
        parameters: [.array(.int)], columns: [.int, .text], reach: .scan)
    package static let streamsByName = Statement(
        "streams by name", "SELECT s.stream_id, s.tenant_id FROM stream s WHERE s.name = $1", parameters: [.text],
        columns: [.int, .int], reach: .scan)

    /// Every statement above, for the test of their plans.
    package static let all: [Statement] = [
        head, page, filteredPage, forwardsPoint, backwardsPoint, outcome, symbolsByText, symbolsByID, streamsByID,
        streamsByName,
    ]
}
