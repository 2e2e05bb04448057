import ContextKit
import Cryptography
import EventSourcing
import Gateway
import Networking
import Server

/// What a node is to be: where it listens, where its data is, whom it trusts.
package struct NodeSettings: Sendable {
    package var address: SocketAddress
    package var loops: Int?
    package var limits = GatewayLimits()
    package var server = ServerLimits()
    package var profile = HTTPProfile.compat
    package var origins: [String] = []
    /// The keys whose tokens are accepted; without any, every token is refused.
    package var tokens: TokenVerifier?
    /// Signs the cursors of pages; the same on all nodes.
    package var cursorKey: [UInt8]
    /// Whose data is shown to those who show no token.
    package var anonymousTenant: TenantID = "public"
    /// Limit: answers of reads that are kept in memory.
    package var cacheBytesMax = 64 << 20
    package var drainTimeout: Duration = .seconds(25)

    package init(address: SocketAddress, cursorKey: [UInt8]) {
        (self.address, self.cursorKey) = (address, cursorKey)
    }
}
