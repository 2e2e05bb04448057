/// Where companies are registered, looked up by tax number or by a part of the name.
package protocol CompanyRegistry: Sendable {
    /// Takes a number whose check digits are right; nil if nobody has it.
    func company(inn: String) async throws(RegistryFailure) -> RegisteredCompany?
    /// At most so many whose name or number begins or holds what is asked for.
    func suggestions(for text: String, limit: Int) async throws(RegistryFailure) -> [RegisteredCompany]
}

/// A company as its registry has it.
package struct RegisteredCompany: Equatable, Sendable {
    package let inn: String
    package let title: String
    package let address: String?

    package init(inn: String, title: String, address: String? = nil) {
        (self.inn, self.title, self.address) = (inn, title, address)
    }
}

/// The registry cannot be asked just now.
package struct RegistryFailure: Error, Equatable, Sendable {
    package init() {}
}
