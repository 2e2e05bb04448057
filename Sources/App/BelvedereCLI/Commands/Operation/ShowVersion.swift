import Gateway

/// `belvedere version`: what this binary is.
enum ShowVersion: Command {
    static let path = ["version"]
    static let summary = "Print the version"
    static let usage = ""
    static let example = "belvedere version"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        try arguments.finish()
        console.write("belvedere \(GatewayVersion.text)\n")
        return .success
    }
}
