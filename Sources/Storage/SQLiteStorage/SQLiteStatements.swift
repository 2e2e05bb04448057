import Database

/// The statements that only the writer of this engine needs.
enum SQLiteStatements {
    static let findStream = Statement(
        "stream.find", "SELECT stream_id, version, closed FROM stream WHERE name = $1 AND tenant_id = $2",
        parameters: [.text, .int], columns: [.int, .int, .bool])
    static let insertStream = Statement(
        "stream.insert", "INSERT INTO stream (name, tenant_id, category_id) VALUES ($1, $2, $3) RETURNING stream_id",
        parameters: [.text, .int, .int], columns: [.int])
    static let updateStream = Statement(
        "stream.update", "UPDATE stream SET version = $2, closed = $3 WHERE stream_id = $1",
        parameters: [.int, .int, .bool])
    static let insertEvent = Statement(
        "event.insert",
        "INSERT INTO event (position, stream_id, version, tenant_id, category_id, type_id, schema_version, codec, "
            + "command_id, ordinal, occurred, recorded, meta, body) "
            + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        parameters: [
            .int, .int, .int, .int, .int, .int, .int, .int, .uuid, .int, .int, .int, .blob, .blob,
        ])
    static let insertCommand = Statement(
        "command.insert",
        "INSERT INTO command (command_id, tenant_id, request, epoch, position, event_count, versions, data) "
            + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        parameters: [.uuid, .int, .blob, .int, .int, .int, .text, .blob])

    static let forgetCommands = Statement(
        "command.forget",
        "DELETE FROM command WHERE (command_id, tenant_id) IN (SELECT c.command_id, c.tenant_id FROM command c "
            + "WHERE c.position <= $1 ORDER BY c.position LIMIT $2)", parameters: [.int, .int])

    static let all = [findStream, updateStream, forgetCommands]
}
