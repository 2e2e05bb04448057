/// Every bound of the database layer; each is reached with an error, never with growth.
package struct DatabaseLimits: Sendable, Equatable {
    /// Limit: bytes of all parameters of one statement.
    package var parameterBytesMax = 64 << 20
    /// Limit: rows that one read may give back.
    package var rowsMax = 1_000_000
    /// Limit: bytes of one result.
    package var resultBytesMax = 256 << 20
    /// Limit: statements of one transaction. The embedded store takes a statement for each row that a batch of a
    /// projection changes, and a batch that is too large would be too large for ever.
    package var stepsMax = 262_144
    /// Limit: reads or writes that wait for a connection, each.
    package var waitingMax = 10_000
    /// Limit: statements that one connection keeps prepared; the one unused for longest goes first.
    package var preparedMax = 512
    /// Limit: how long a read may take.
    package var readTimeout = Duration.seconds(5)
    /// Limit: how long a write may take once it has started.
    package var writeTimeout = Duration.seconds(10)
    /// Limit: how long a write waits for a lock.
    package var lockTimeout = Duration.seconds(2)

    package init() {}
}
