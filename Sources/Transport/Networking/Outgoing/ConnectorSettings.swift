/// How outgoing connections are opened.
package struct ConnectorSettings: Sendable {
    /// From the first look-up to a connected socket, all addresses together.
    package var timeout: Duration = .seconds(10)
    /// Spec: RFC 8305 section 8, the delay before the next address is tried beside those that have not answered.
    package var attemptDelay: Duration = .milliseconds(250)
    /// Limit: addresses of one name that are tried.
    package var addressesMax = 8
    /// Refuses loopback, private and other internal addresses, for targets that a user names.
    package var refusesInternalAddresses = false
    package var connection = ConnectionSettings()

    package init() {}
}
