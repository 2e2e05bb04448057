import Cryptography
import HTTP

/// An identity provider whose tokens are accepted.
package struct RemoteKeys: Sendable {
    let address: WebAddress
    /// Nil trusts the roots of the system.
    let rootsFile: String?
    let rules: TokenRules
}
