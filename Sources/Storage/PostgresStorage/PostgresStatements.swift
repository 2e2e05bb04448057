import Database

/// The statements that only this engine has.
enum PostgresStatements {
    static let append = Statement(
        "append",
        "SELECT o_verdict, o_epoch, o_position, o_count, o_versions, o_data, o_part, o_actual FROM log_append("
            + (1...19).map { "$\($0)" }.joined(separator: ", ") + ")",
        parameters: [
            .array(.int), .array(.uuid), .array(.blob), .array(.blob), .array(.blob), .array(.int), .array(.int),
            .array(.int), .array(.int), .array(.text), .array(.int), .array(.int), .array(.bool), .array(.int),
            .array(.int), .array(.int), .array(.int), .array(.int), .array(.blob),
        ],
        columns: [.int, .int, .int, .int, .text, .blob, .int, .int])
    static let ensurePartitions = Statement("ensure partitions", "SELECT log_ensure_partitions()", columns: [.int])
    static let forgetCommands = Statement(
        "command.forget", "SELECT log_forget_commands($1, $2)", parameters: [.int, .int], columns: [.int])
    static let notify = Statement(
        "notify head", "SELECT pg_notify('log_head', $1)::text", parameters: [.text], columns: [.text])
}
