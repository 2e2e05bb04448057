import Cryptography
import Database
import EventSourcing
import Lifecycle

/// What the bindings of all contexts work with; made once a node, when its stores are open.
package final class ContextServices: Sendable {
    package let reader: any DatabaseReader
    package let signer: CursorSigner
    package let positions: any ReadModelPositions
    package let handle: HandleCommand
    /// Nil reads everything from the store.
    package let cache: (any ReadCache)?
    /// What the contexts need of the world outside the log.
    package let ports: Ports
    package let clock: any Clock
    package let newCommandID: @Sendable () -> CommandID

    package init(
        reader: any DatabaseReader, signer: CursorSigner, positions: any ReadModelPositions, handle: HandleCommand,
        cache: (any ReadCache)? = nil, ports: Ports = Ports(), clock: any Clock = SystemClock(),
        newCommandID: @escaping @Sendable () -> CommandID
    ) {
        (self.reader, self.signer, self.positions) = (reader, signer, positions)
        (self.handle, self.cache, self.ports, self.clock) = (handle, cache, ports, clock)
        self.newCommandID = newCommandID
    }
}

/// How far each read model is, as this node knows it.
package protocol ReadModelPositions: Sendable {
    /// The end of the log as far as this node has seen it.
    var head: Cursor { get }
    var models: [ReadModelIdentity] { get }

    /// Every event up to here is in the read model's rows, nil if nothing is known. May be behind the truth, never
    /// ahead of it.
    func cursor(of model: ProjectionName) -> Cursor?

    /// Waits until the read model has reached a place in the log.
    func wait(for model: ProjectionName, at cursor: Cursor, until deadline: MonotonicTime) async -> ReadModelArrival
}

/// How waiting for one read model ended.
package enum ReadModelArrival: Sendable {
    case reached
    /// The deadline came first.
    case lagging
    /// The log has begun a new epoch, in which the place means nothing.
    case resync
}

extension ReadModelPositions {
    package func position(of model: ProjectionName) -> GlobalPosition { cursor(of: model)?.position ?? .start }

    /// Whether the read model is known to hold everything up to the place.
    package func hasReached(_ cursor: Cursor, _ model: ProjectionName) -> Bool {
        guard let own = self.cursor(of: model) else { return false }
        return own.epoch == cursor.epoch && own.position >= cursor.position
    }
}
