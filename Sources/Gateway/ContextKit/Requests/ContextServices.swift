import Cryptography
import Database
import EventSourcing

/// What the bindings of all contexts work with; made once a node, when its stores are open.
package struct ContextServices: Sendable {
    package let reader: any DatabaseReader
    package let signer: CursorSigner
    package let positions: any ReadModelPositions

    package init(reader: any DatabaseReader, signer: CursorSigner, positions: any ReadModelPositions) {
        (self.reader, self.signer, self.positions) = (reader, signer, positions)
    }
}

/// How far each read model is, as this node knows it.
package protocol ReadModelPositions: Sendable {
    /// Every event up to here is in the read model's rows. May be behind the truth, never ahead of it.
    func position(of model: ProjectionName) -> GlobalPosition
}
