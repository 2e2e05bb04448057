import JSON
import Prelude

/// One line of newline-delimited JSON, with the members of `RecordAiUsageInput`, as a command.
package enum UsageLine {
    /// Limit: bytes of one line.
    package static let bytesMax = 16_384

    /// Why a line is no usage at all. What is wrong with a usage's values is for the command to say.
    package struct Fault: Error, Equatable, Sendable {
        package let code: String
        package let message: String
    }

    package static func command(_ line: [UInt8]) throws(Fault) -> RecordAiUsage {
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(parsing: line)
        } catch {
            throw Fault(code: "INVALID_JSON", message: "The line is not JSON: \(error.description)")
        }
        guard document.kind(document.root) == .object else {
            throw Fault(code: "INVALID_JSON", message: "The line is no JSON object.")
        }
        var usage = AiUsageRecorded(
            request: "", user: "", provider: "", model: "", at: Timestamp(microseconds: .min))
        var members = document.members(document.root)
        while let (key, value) = members.next() {
            try read(document, document.string(key) ?? "", value, into: &usage)
        }
        guard usage.at.microseconds != .min else {
            throw Fault(code: "MISSING", message: "`occurredAt` is missing.")
        }
        return RecordAiUsage(usage)
    }

    private static func read(
        _ document: JSONDocument, _ name: String, _ value: JSONDocument.Index, into usage: inout AiUsageRecorded
    ) throws(Fault) {
        switch name {
        case "requestId": usage.request = try text(document, name, value)
        case "userId": usage.user = try text(document, name, value)
        case "botId": usage.bot = document.isNull(value) ? nil : try text(document, name, value)
        case "chatId": usage.chat = document.isNull(value) ? nil : try text(document, name, value)
        case "provider": usage.provider = try text(document, name, value)
        case "model": usage.model = try text(document, name, value)
        case "promptTokens": usage.promptTokens = try number(document, name, value)
        case "cachedPromptTokens": usage.cachedPromptTokens = try number(document, name, value)
        case "completionTokens": usage.completionTokens = try number(document, name, value)
        case "reasoningTokens": usage.reasoningTokens = try number(document, name, value)
        case "latencyMs": usage.latencyMilliseconds = try number(document, name, value)
        case "firstTokenMs":
            usage.firstTokenMilliseconds = document.isNull(value) ? nil : try number(document, name, value)
        case "errorCode": usage.errorCode = document.isNull(value) ? nil : try text(document, name, value)
        case "outcome":
            guard let outcome = UsageOutcome(rawValue: try text(document, name, value)) else {
                throw mistyped(name, "OK, ERROR, TIMEOUT or CANCELLED")
            }
            usage.outcome = outcome
        case "occurredAt":
            guard let moment = TimeText.moment(Array(try text(document, name, value).utf8)) else {
                throw mistyped(name, "a moment such as 2026-11-20T08:15:30.123Z")
            }
            usage.at = moment
        default: throw Fault(code: "UNKNOWN_MEMBER", message: "A usage has no member `\(name.prefix(64))`.")
        }
    }

    private static func text(
        _ document: JSONDocument, _ name: String, _ value: JSONDocument.Index
    ) throws(Fault) -> String {
        guard let text = document.string(value) else { throw mistyped(name, "a string") }
        return text
    }

    private static func number(
        _ document: JSONDocument, _ name: String, _ value: JSONDocument.Index
    ) throws(Fault) -> Int64 {
        guard let number = document.int64(value) else { throw mistyped(name, "a whole number") }
        return number
    }

    private static func mistyped(_ name: String, _ wanted: String) -> Fault {
        Fault(code: "MISTYPED", message: "`\(name)` must be \(wanted).")
    }
}
