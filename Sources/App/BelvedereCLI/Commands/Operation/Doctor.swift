import Composition
import Configuration
import JSON

/// `belvedere doctor`: what is wrong here, why, and what to do.
enum Doctor: Command {
    static let path = ["doctor"]
    static let summary = "Look at configuration, schema, store and read models, and say what to mend"
    static let usage = "[--json] [--config <file>] [--<key> <value>]…"
    static let options = [
        OptionHelp("--json", "one JSON object with all findings"), ConfigurationArguments.option,
        ConfigurationArguments.flags,
    ]
    static let example = "belvedere doctor --storage.directory ./data"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let asJSON = arguments.flag("--json")
        let findings: [Finding]
        do throws(CommandFailure) {
            let configuration = try ConfigurationArguments.load(&arguments)
            try arguments.finish()
            findings = await Diagnosis(configuration).findings()
        } catch {
            guard error.code == .configuration else { throw error }
            findings = [
                Finding("configuration", .failed, error.message, fix: "belvedere config reference lists every key.")
            ]
        }
        console.write(asJSON ? json(findings) : text(findings))
        return code(findings)
    }

    static func code(_ findings: [Finding]) -> ExitCode {
        findings.contains { $0.result == .failed } ? .failed : .success
    }

    static func text(_ findings: [Finding]) -> String {
        let width = findings.map(\.name.count).max() ?? 0
        return findings.map { finding in
            let mark =
                switch finding.result {
                case .ok: "[+]"
                case .warning: "[~]"
                case .failed: "[-]"
                }
            let indent = String(repeating: " ", count: width + 6)
            let cause = finding.cause.split(separator: "\n").joined(separator: "\n\(indent)")
            let name = finding.name + String(repeating: " ", count: width - finding.name.count)
            return "\(mark) \(name)  \(cause)\n" + (finding.fix.isEmpty ? "" : "\(indent)→ \(finding.fix)\n")
        }.joined()
    }

    static func json(_ findings: [Finding]) -> String {
        let value: JSONValue = [
            "ok": .bool(code(findings) == .success),
            "checks": .array(
                findings.map { finding in
                    [
                        "name": .string(finding.name), "result": .string(finding.result.rawValue),
                        "cause": .string(finding.cause), "fix": .string(finding.fix),
                    ]
                }),
        ]
        return value.text + "\n"
    }
}
