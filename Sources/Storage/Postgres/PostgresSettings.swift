import Database

/// How the server is reached and how many connections a loop holds.
package struct PostgresSettings: Sendable {
    /// A libpq connection string or URI; TLS, passwords and hosts are said there.
    package var conninfo: String
    /// Connections of one loop for pipelined point reads.
    package var readConnections = 2
    /// Connections of one loop for writes and long reads.
    package var workConnections = 3
    /// Behind a pooler in transaction mode: no prepared statements, no settings that outlive a transaction.
    package var isPooled = false
    /// The name that the server shows for our connections.
    package var applicationName = "belvedere"
    /// Found first in `search_path`; nil for the server's own.
    package var schema: String?
    /// Limit: how long one attempt to connect may take.
    package var connectTimeout = Duration.seconds(5)
    /// Limit: queries that are on their way on one reading connection.
    package var inFlightMax = 512
    /// Limit: writes that are on their way on one connection.
    package var writesInFlightMax = 8
    package var limits = DatabaseLimits()

    package init(conninfo: String) { self.conninfo = conninfo }

    /// What the library is given; what the operator says in the connection string wins over our defaults.
    var keywords: [(name: String, value: String)] {
        var list = [
            ("application_name", applicationName), ("client_encoding", "UTF8"),
            ("connect_timeout", "\(max(2, connectTimeout.components.seconds))"), ("keepalives_idle", "15"),
            ("keepalives_interval", "5"), ("keepalives_count", "3"), ("tcp_user_timeout", "20000"),
        ]
        if !isPooled { list.append(("options", options)) }
        return list + [("dbname", conninfo)]
    }

    private var options: String {
        let path = schema.map { " -c search_path=\($0)" } ?? ""
        return "-c statement_timeout=\(milliseconds(limits.writeTimeout)) "
            + "-c lock_timeout=\(milliseconds(limits.lockTimeout)) -c idle_in_transaction_session_timeout=10000 "
            + "-c timezone=UTC\(path)"
    }

    func milliseconds(_ duration: Duration) -> Int64 {
        duration.components.seconds * 1_000 + duration.components.attoseconds / 1_000_000_000_000_000
    }
}
