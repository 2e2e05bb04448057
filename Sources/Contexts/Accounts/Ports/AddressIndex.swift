import EventSourcing

/// Turns addresses into names under which they are found, and which tell nobody without the key anything.
package protocol AddressIndex: Sendable {
    /// 64 hexadecimal digits; the same address of two tenants has two names.
    func key(of address: String, in tenant: TenantID) -> String
}
