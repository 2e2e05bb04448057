/// The version that `belvedere version`, traces, metrics and `Query.gateway` show.
package enum GatewayVersion {
    package static let text = "0.1.0"
}
