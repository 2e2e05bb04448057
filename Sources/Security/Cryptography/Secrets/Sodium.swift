import CSodium

/// The state of libsodium, which must be set up before any other call to it.
enum Sodium {
    static let isReady: Bool = sodium_init() >= 0

    static func prepare() {
        precondition(isReady, "libsodium found no source of randomness.")
    }
}
