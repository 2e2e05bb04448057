import Accounts
import Cryptography
import EventSourcing
import Prelude

/// Names addresses by HMAC-SHA256 under a key that is derived from the node's secrets and stored nowhere else.
struct KeyedAddresses: AddressIndex {
    private let key: HMACKey

    init(_ secret: [UInt8]) throws(KeyFault) {
        let purpose = Array("belvedere.accounts.addresses.1".utf8)
        let derived = try HMACKey(secret.span).tag(of: purpose.span)
        key = try HMACKey(derived.span)
    }

    func key(of address: String, in tenant: TenantID) -> String {
        // Why a NUL between them: no tenant's name holds one, so that no two pairs are the same bytes.
        let message = Array(tenant.text.utf8) + [0] + Array(address.utf8)
        return Hex.text(key.tag(of: message.span))
    }
}
