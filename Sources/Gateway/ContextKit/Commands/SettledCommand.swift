import EventSourcing

/// What a command came to where there is something to tell: what it did, or why the domain said no.
package enum SettledCommand<Subject: Aggregate>: Sendable {
    case done(CommandReceipt<Subject.Event>)
    case refused(Subject.Refusal)

    /// Everything else is a failure of the field. Reads behind the command then include it.
    init(_ outcome: CommandOutcome<Subject>, for scope: RequestScope) throws(PublicFailure) {
        switch outcome {
        case .done(let receipt):
            scope.noteWrite(at: receipt.cursor)
            self = .done(receipt)
        case .refused(let refusal): self = .refused(refusal)
        case .invalid(let violations): throw PublicFailure(violations)
        case .forbidden: throw scope.viewer.actor == nil ? .unauthenticated : .forbidden
        case .idReused:
            throw PublicFailure("COMMAND_ID_REUSED", "The command id was used before for another command.")
        case .streamClosed: throw PublicFailure("NOT_FOUND", "What the command is about is no longer there.")
        }
    }
}

extension ResultRow {
    /// The same row with what every `Receipt` has.
    package func with<Event>(_ receipt: CommandReceipt<Event>) -> ResultRow {
        with("position", .text(receipt.cursor.description)).with("version", .int(receipt.version.number))
    }
}
