import Configuration

extension ConfigurationKeys {
    package enum Routes {
        package static let prefix = Setting<String?>.text(
            "rest.prefix", default: "/api", "The path below which stored operations are served; empty serves none.")
    }

    static let routes = [Routes.prefix.key]
}
