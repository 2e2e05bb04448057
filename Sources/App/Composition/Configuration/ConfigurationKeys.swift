import Configuration

/// Every key of the program, declared in the files beside this one; a new group is its file and a line here.
package enum ConfigurationKeys {
    /// The order is that of the reference.
    package static let table = ConfigurationTable(
        [
            server, storage, cache, redis, auth, accounts, tls, shutdown, connections, http, cors, websocket, sse,
            subscriptions, signals, graphQL, documents, routes, limits, log, traces, metrics, workers,
        ].flatMap { $0 })
}
