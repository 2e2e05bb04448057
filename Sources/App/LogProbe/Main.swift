import Glibc

/// The log without the gateway: what `make bench-log` measures, one line of JSON a figure.
///
///     LogProbe sqlite <directory> <migrations>
///     LogProbe postgres|points <conninfo> <migrations>
///     LogProbe soak <sqlite:file or conninfo> <migrations> <acknowledgements> <seconds>
///     LogProbe verify <sqlite:file or conninfo> <migrations> <acknowledgements>
///     LogProbe alarms|rung <sqlite:file or conninfo> <migrations> [<seconds>]
///     LogProbe flat <sqlite:file or conninfo> <migrations> <events>
@main
enum Main {
    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            switch (arguments.first, arguments.count) {
            case ("sqlite", 3): try await SQLiteProbe(arguments[1], arguments[2]).run()
            case ("postgres", 3): try await PostgresProbe(arguments[1], arguments[2], onlyPoints: false).run()
            case ("points", 3): try await PostgresProbe(arguments[1], arguments[2], onlyPoints: true).run()
            case ("soak", 5):
                let soak = try await Soak(arguments[1], arguments[2], arguments[3])
                try await soak.run(seconds: Int(arguments[4]) ?? 1)
            case ("verify", 4):
                let complaints = try await Soak(arguments[1], arguments[2], arguments[3]).verify()
                for complaint in complaints { Report.talk("\(complaint)\n") }
                if !complaints.isEmpty { exit(1) }
            case ("alarms", 4):
                let alarms = try await Alarms(arguments[1], arguments[2])
                if try await !alarms.run(seconds: Int(arguments[3]) ?? 1) { exit(1) }
            case ("rung", 3):
                let complaints = try await Alarms(arguments[1], arguments[2]).verify()
                for complaint in complaints { Report.talk("\(complaint)\n") }
                if !complaints.isEmpty { exit(1) }
            case ("flat", 4):
                let flatness = try await Flatness(arguments[1], arguments[2])
                if try await !flatness.run(events: Int(arguments[3]) ?? 0) { exit(1) }
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
