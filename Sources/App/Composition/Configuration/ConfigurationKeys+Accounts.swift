import Configuration

extension ConfigurationKeys {
    package enum Accounts {
        package static let passwordThreads = Setting<Int>.integer(
            "accounts.password_threads", default: 2, in: 1...64, "Threads that hash passwords.")
        package static let passwordQueueMax = Setting<Int>.integer(
            "accounts.password_queue_max", default: 256, in: 1...1_000_000,
            "Passwords that wait for a thread; more are refused with OVERLOADED.")
        package static let passwordPasses = Setting<Int>.integer(
            "accounts.password_passes", default: 3, in: 1...64, "Passes of argon2id over its memory.")
        package static let passwordMemory = Setting<Int>.size(
            "accounts.password_memory", default: "64MiB", in: (8 << 10)...(1 << 30), "Memory of one argon2id hash.")
        package static let accessTokenLifetime = Setting<Duration>.duration(
            "accounts.access_token_lifetime", default: "15m", in: .seconds(10) ... .seconds(86_400),
            "How long an access token is good.")
        package static let refreshTokenLifetime = Setting<Duration>.duration(
            "accounts.refresh_token_lifetime", default: "30d", in: .seconds(60) ... .seconds(366 * 86_400),
            "How long a login may be refreshed.")
    }

    static let accounts = [
        Accounts.passwordThreads.key, Accounts.passwordQueueMax.key, Accounts.passwordPasses.key,
        Accounts.passwordMemory.key, Accounts.accessTokenLifetime.key, Accounts.refreshTokenLifetime.key,
    ]
}
