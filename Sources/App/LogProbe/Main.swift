import Glibc

/// The log without the gateway: what `make bench-log` measures, one line of JSON a figure.
///
///     LogProbe sqlite <directory> <migrations>
///     LogProbe postgres|points <conninfo> <migrations>
@main
enum Main {
    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            switch (arguments.first, arguments.count) {
            case ("sqlite", 3): try await SQLiteProbe(arguments[1], arguments[2]).run()
            case ("postgres", 3): try await PostgresProbe(arguments[1], arguments[2], onlyPoints: false).run()
            case ("points", 3): try await PostgresProbe(arguments[1], arguments[2], onlyPoints: true).run()
            case _:
                Report.talk(
                    "usage: LogProbe sqlite <directory> <migrations> | postgres|points <conninfo> <migrations>\n")
                exit(64)
            }
        } catch {
            Report.talk("\(error)\n")
            exit(69)
        }
    }
}
