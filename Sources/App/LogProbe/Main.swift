import Glibc

/// The log without the gateway: what `make bench-log` measures, one line of JSON a figure.
///
///     LogProbe sqlite <directory> <migrations>        LogProbe postgres <conninfo> <migrations>
@main
enum Main {
    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            switch (arguments.first, arguments.count) {
            case ("sqlite", 3): try await SQLiteProbe(arguments[1], arguments[2]).run()
            case ("postgres", 3): try await PostgresProbe(arguments[1], arguments[2]).run()
            case _:
                Report.talk("usage: LogProbe sqlite <directory> <migrations> | postgres <conninfo> <migrations>\n")
                exit(64)
            }
        } catch {
            Report.talk("\(error)\n")
            exit(69)
        }
    }
}
