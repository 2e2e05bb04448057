import EventSourcing
import JSON

extension RequestScope {
    /// Whether a read model can be read at once: it has begun, and holds what the request must see.
    func isReady(_ model: ReadModelIdentity) -> Bool {
        services.positions.cursor(of: model.name) != nil
            && required.allSatisfy { services.positions.hasReached($0, model.name) }
    }

    /// Waits until a read model can be read, or the client takes what is there.
    func untilReady(_ model: ReadModelIdentity) async throws(PublicFailure) {
        let positions = services.positions
        if positions.cursor(of: model.name) == nil {
            // Why: the tables of a read model are made when it begins, which a node that just started has yet to do.
            _ = await positions.wait(for: model.name, at: .beginning, until: consistencyDeadline)
        }
        for cursor in required where !positions.hasReached(cursor, model.name) {
            switch await positions.wait(for: model.name, at: cursor, until: consistencyDeadline) {
            case .reached: continue
            case .resync: throw resync(from: cursor)
            case .lagging:
                guard allowsStale else { throw lagging(model, behind: cursor) }
                noteStale()
            }
        }
    }

    private func lagging(_ model: ReadModelIdentity, behind required: Cursor) -> PublicFailure {
        let position = services.positions.position(of: model.name)
        return PublicFailure(
            "READ_MODEL_LAGGING", "The read model has not yet caught up with the position that was asked for.",
            [
                .init("projection", .string(model.name.text)), .init("position", .string(position.description)),
                .init("required", .string(required.position.description)), .init("retryAfterMs", .number("200")),
            ])
    }

    private func resync(from required: Cursor) -> PublicFailure {
        PublicFailure(
            "RESYNC", "The log has been restored since the token was made. Forget it and read again without one.",
            [.init("token", .string(required.description)), .init("head", .string("\(services.positions.head)"))])
    }
}

extension Cursor {
    /// Before every event; whatever is known of a read model is at or behind it.
    fileprivate static let beginning = Cursor(epoch: .first, position: .start)
}
