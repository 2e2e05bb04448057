import Database
import EventSourcing
import Prelude
import Rows
import SQLite

/// One batch inside the writer's transaction: read what it touches, judge it, store what is accepted.
struct SQLiteAppend {
    private let connection: SQLiteConnection
    private let numbers: [String: Int64]
    private let now: Timestamp

    init(_ connection: SQLiteConnection, _ numbers: [String: Int64], _ now: Timestamp) {
        (self.connection, self.numbers, self.now) = (connection, numbers, now)
    }

    private struct Stream {
        let number: Int64
        let before: AppendJudge.StreamState
    }

    func run(_ batch: [Append]) throws(DatabaseError) -> [AppendJudge.Judgement] {
        var streams: [StreamKey: Stream] = [:]
        var commands: [CommandKey: RecordedOutcome] = [:]
        for append in batch {
            let tenant = try number(append.tenant.text)
            for part in append.streams {
                let key = StreamKey(append.tenant, part.stream)
                if streams[key] == nil { streams[key] = try load(part.stream, tenant) }
            }
            let key = CommandKey(append.tenant, append.command)
            if commands[key] == nil { commands[key] = try outcome(append.command, tenant) }
        }
        var judge = AppendJudge(head: try head(), streams: streams.mapValues(\.before), commands: commands)
        var judgements: [AppendJudge.Judgement] = []
        judgements.reserveCapacity(batch.count)
        for append in batch {
            let judgement = judge.judge(append, at: now)
            if case .accepted(let outcome, let events) = judgement {
                try store(append, outcome, events, streams)
            }
            judgements.append(judgement)
        }
        for (key, stream) in streams {
            guard let after = judge.streams[key], after != stream.before else { continue }
            try connection.run(
                SQLiteStatements.updateStream, [.int(stream.number), .int(after.version.number), .bool(after.isClosed)])
        }
        return judgements
    }

    private func store(
        _ append: Append, _ outcome: RecordedOutcome, _ events: [RecordedEvent], _ streams: [StreamKey: Stream]
    ) throws(DatabaseError) {
        let tenant = SQLValue.int(try number(append.tenant.text))
        let command = SQLValue.blob(append.command.bytes)
        let meta = SQLValue.blob(OriginCodec.encode(append.origin))
        let recorded = SQLValue.int(now.microseconds)
        for event in events {
            guard let stream = streams[StreamKey(append.tenant, event.stream)] else { continue }
            try connection.run(
                SQLiteStatements.insertEvent,
                [
                    .int(event.position.number), .int(stream.number), .int(event.version.number), tenant,
                    .int(try number(event.stream.category.text)), .int(try number(event.name.text)),
                    .int(Int64(event.schemaVersion)), .int(Int64(event.codec.rawValue)), command,
                    .int(Int64(event.metadata.id.ordinal)), .int(event.metadata.occurred.microseconds), recorded, meta,
                    .blob(event.body),
                ])
        }
        try connection.run(
            SQLiteStatements.insertCommand,
            [
                command, tenant, .blob(append.request.bytes), .int(Int64(outcome.epoch.number)),
                .int(outcome.position.number), .int(Int64(outcome.eventCount)),
                .text(StoredOutcome.text(outcome.versions)), .blob(append.data),
            ])
    }

    private func load(_ stream: StreamName, _ tenant: Int64) throws(DatabaseError) -> Stream {
        let found = try connection.run(SQLiteStatements.findStream, [.text(stream.text), .int(tenant)])
        if found.rowCount > 0 {
            return Stream(
                number: found.cell(row: 0, column: 0).int,
                before: .init(
                    version: StreamVersion(found.cell(row: 0, column: 1).int),
                    isClosed: found.cell(row: 0, column: 2).bool))
        }
        let made = try connection.run(
            SQLiteStatements.insertStream, [.text(stream.text), .int(tenant), .int(try number(stream.category.text))])
        return Stream(number: made.cell(row: 0, column: 0).int, before: .init(version: .empty, isClosed: false))
    }

    private func outcome(_ command: CommandID, _ tenant: Int64) throws(DatabaseError) -> RecordedOutcome? {
        let rows = try connection.run(EventStatements.outcome, [.blob(command.bytes), .int(tenant)])
        guard rows.rowCount > 0 else { return nil }
        do throws(EventStoreError) {
            return try StoredOutcome.read(rows, row: 0, column: 0)
        } catch {
            throw DatabaseError(.storage, code: "client", statement: "command.outcome", message: "\(error)")
        }
    }

    private func head() throws(DatabaseError) -> LogHead {
        let rows = try connection.run(EventStatements.head)
        guard rows.rowCount == 1, let epoch = UInt32(exactly: rows.cell(row: 0, column: 0).int) else {
            throw DatabaseError(.storage, code: "client", statement: "log.head", message: "the log has no state")
        }
        let expired = rows.cell(row: 0, column: 1).int
        return LogHead(
            epoch: LogEpoch(epoch), position: GlobalPosition(max(expired, rows.cell(row: 0, column: 2).int)),
            expired: GlobalPosition(expired))
    }

    private func number(_ text: String) throws(DatabaseError) -> Int64 {
        guard let number = numbers[text] else {
            throw DatabaseError(.bug, code: "client", statement: "append", message: "a name without a number")
        }
        return number
    }
}
