/// What a token must say beyond being signed.
package struct TokenRules: Sendable {
    /// How far the clocks of issuer and reader may be apart.
    package static let leewaySeconds: Int64 = 30

    let issuers: [[UInt8]]
    let audience: [UInt8]

    /// Takes the issuers that may sign and the one audience that we are; compared byte by byte.
    package init(issuers: [String], audience: String) {
        self.issuers = issuers.map { Array($0.utf8) }
        self.audience = Array(audience.utf8)
    }
}
