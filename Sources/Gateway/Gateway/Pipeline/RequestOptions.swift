import EventSourcing
import JSON

/// What a client asks of the gateway beside its operation, in `extensions.belvedere` or in header fields.
package struct RequestOptions: Sendable {
    /// What happens when a read model does not reach the position in time.
    package enum OnTimeout: String, Sendable {
        case error = "ERROR"
        case stale = "STALE"
    }

    /// Read at least this: the token of an earlier mutation.
    package var token: Cursor?
    package var waitMilliseconds: Int?
    package var onTimeout = OnTimeout.error
    package var command: CommandKey?
    /// Go on with a subscription after this position.
    package var resumeAfter: Cursor?
    package var wantsFreshness = false
    package var wantsCost = false
    /// Only estimate; execute nothing.
    package var isDryRun = false

    package init() {}

    /// Reads `extensions.belvedere`; anything of the wrong form is refused, because it was meant to matter.
    package init(_ request: GraphQLRequest) throws(OptionFault) {
        guard let own = request.extensions?.member("belvedere") else { return }
        guard own.document.kind(own.index) == .object else { throw OptionFault("extensions.belvedere") }
        if let consistency = own.member("consistency") {
            if let text = consistency.member("token")?.text ?? consistency.member("after")?.text {
                token = try RequestOptions.cursor(text, "consistency.token")
            }
            if let wait = consistency.member("waitMs") {
                guard let milliseconds = wait.int, (0...60_000).contains(milliseconds) else {
                    throw OptionFault("consistency.waitMs")
                }
                waitMilliseconds = Int(milliseconds)
            }
            if let mode = consistency.member("onTimeout") {
                guard let text = mode.text, let known = OnTimeout(rawValue: String(decoding: text, as: UTF8.self))
                else { throw OptionFault("consistency.onTimeout") }
                onTimeout = known
            }
        }
        if let id = own.member("command")?.member("id") {
            command = try RequestOptions.command(id.text ?? [], "command.id")
        }
        if let text = own.member("resume")?.member("after")?.text {
            resumeAfter = try RequestOptions.cursor(text, "resume.after")
        }
        wantsFreshness = own.member("freshness")?.bool ?? false
        wantsCost = own.member("cost")?.bool ?? false
    }

    static func cursor(_ text: some Collection<UInt8>, _ name: String) throws(OptionFault) -> Cursor {
        guard let cursor = Cursor(String(decoding: text, as: UTF8.self)) else { throw OptionFault(name) }
        return cursor
    }

    static func command(_ text: some Collection<UInt8>, _ name: String) throws(OptionFault) -> CommandKey {
        guard let key = CommandKey(text) else { throw OptionFault(name) }
        return key
    }
}

/// An option that is there but cannot be understood.
package struct OptionFault: Error, Equatable, Sendable {
    package let name: String
    package init(_ name: String) { self.name = name }
    package var message: String { "`\(name)` is not understood." }
}
