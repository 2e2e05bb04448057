import EventSourcing
import JSON

/// Where the results of one subscription go, whatever the transport. Every call comes on the sink's loop.
package protocol LiveSink: AnyObject {
    /// False while so much waits to be sent that a replay should pause.
    var canTake: Bool { get }

    func next(_ payload: LivePayload)
    /// Nothing happened; everything up to here has been looked through.
    func heartbeat(_ cursor: Cursor)
    /// The subscription is over with an error; no `completed` follows.
    func failed(_ failure: LiveFailure)
    /// A result that has no position; others follow, or `completed`.
    func part(_ result: [UInt8])
    /// The only result of an operation that has no others; no `completed` follows.
    func answered(_ answer: GraphQLService.Answer)
    func completed()
}

/// Why a subscription ends before its client ends it.
package struct LiveFailure: Error, Sendable {
    package let code: ErrorCode
    /// A JSON list of one error.
    package let errors: [UInt8]

    package init(_ code: ErrorCode, _ message: String, cursor: (name: String, Cursor)? = nil) {
        self.code = code
        errors = ErrorBody.list(
            code, message, details: cursor.map { [.init($0.name, .string($0.1.description))] } ?? [])
    }

    /// The same as a whole result, for transports that have no message of their own for errors.
    package var payload: [UInt8] {
        Array("{\"errors\":".utf8) + errors + [UInt8(ascii: "}")]
    }
}
