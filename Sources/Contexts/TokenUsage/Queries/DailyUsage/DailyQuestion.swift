import ContextKit
import Database

/// What is asked about days: whose, of which models, between which days, and by what apart from the day it is grouped.
struct DailyQuestion: Sendable, Equatable {
    /// What usages of one day can be told apart by.
    enum Dimension: String, CaseIterable, Sendable {
        case user = "USER"
        case bot = "BOT"
        case provider = "PROVIDER"
        case model = "MODEL"

        var columns: [SQLName] {
            switch self {
            case .user: ["user_id"]
            case .bot: ["bot_id"]
            case .provider: ["provider"]
            case .model: ["provider", "model"]
            }
        }
    }

    var user: String?
    var bot: String?
    var provider: String?
    var model: String?
    var from: Int64?
    var through: Int64?
    var groups: Set<Dimension> = []

    /// The columns whose values tell groups apart, the day and its zone first.
    var groupColumns: [SQLName] {
        var columns: [SQLName] = ["day", "time_zone"]
        for dimension in Dimension.allCases where groups.contains(dimension) {
            for column in dimension.columns where !columns.contains(column) { columns.append(column) }
        }
        return columns
    }

    /// Tells the cursors of this list from those of others.
    var list: String {
        let values = [user, bot, provider, model, from.map { String($0) }, through.map { String($0) }]
        let sorted = groups.map(\.rawValue).sorted().joined(separator: ",")
        return (values.map { $0.map { "=" + $0 } ?? "-" } + [sorted]).joined(separator: "\u{1}")
    }

    /// The smallest table, in the order, in which the rows of each day lie beside each other.
    var source: Source {
        if let user { return Source(DailyUsage.table, nil, [.text(user)]) }
        if groups.contains(.user) {
            return bot.map { Source(DailyUsage.table, "by_bot", [.text($0)]) }
                ?? Source(DailyUsage.table, "by_day", [])
        }
        if let bot { return Source(DailyUsageOfBots.table, nil, [.text(bot)]) }
        if groups.contains(.bot) { return Source(DailyUsageOfBots.table, "by_day", []) }
        return Source(DailyUsageOfTenant.table, nil, [])
    }

    /// A table in an order of its rows.
    struct Source: Sendable {
        let table: TableDefinition
        let index: SQLName?
        let prefix: [SQLValue]

        init(_ table: TableDefinition, _ index: SQLName?, _ prefix: [SQLValue]) {
            (self.table, self.index, self.prefix) = (table, index, prefix)
        }

        /// The columns of the order behind the prefix; the day is the first of them.
        var order: [SQLName] {
            let columns = index.flatMap { name in table.indexes.first { $0.name == name }?.columns } ?? table.primaryKey
            return Array(columns.dropFirst(1 + prefix.count))
        }
    }

    /// How many columns of the order hold still while the rows of one run are read: no group is in two runs.
    var runColumns: Int {
        let columns = groupColumns
        return source.order.prefix { columns.contains($0) }.count
    }
}
