import EventSourcing

/// Ends a session of the caller's own: no refresh token of it is good any more.
package struct EndSession: Command, Equatable {
    package typealias Subject = Session

    package static let name = "accounts.end-session"
    package let session: String

    package init(session: String) { self.session = session }

    package var stream: StreamName { Session.stream(session) }
    package var content: [UInt8] { [] }

    package func isPermitted(to caller: Caller) -> Bool { caller.actor != nil }

    package func decide(_ state: Session, _ circumstances: Circumstances) throws(SessionRefusal) -> Decision<Session> {
        if state.hasEnded { return .nothing }
        guard let open = state.open, open.user == circumstances.caller.actor else { throw .ended }
        return Decision([.ended(SessionEnded(.loggedOut))])
    }
}
