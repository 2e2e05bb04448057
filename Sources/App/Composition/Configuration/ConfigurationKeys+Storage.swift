import Configuration
import EventSourcing
import Metering

extension ConfigurationKeys {
    package enum Storage {
        package static let directory = Setting<String?>.text(
            "storage.directory", default: "data", "Where the embedded store and the node's secrets are.")
        package static let postgres = Setting<String?>.text(
            "storage.postgres", "A libpq connection string; without it the embedded store is used."
        ).secret
        package static let schema = Setting<String?>.text(
            "storage.schema", "The PostgreSQL schema that holds everything; without it the server's own choice.")
        package static let isPooled = Setting<Bool>.flag(
            "storage.pooled", default: false, "The server is behind a pooler in transaction mode.")
        package static let files = Setting<String?>.text(
            "storage.files", "Where Schema, Migrations and Console are; without it those inside the binary.")
        package static let cacheBytesMax = Setting<Int>.size(
            "storage.cache_bytes_max", default: "64MiB",
            "Answers of reads that are kept in memory.")
        package static let secretFile = Setting<String?>.text(
            "storage.secret_file",
            "32 bytes or more in base64url that seal what is said about people; without it a secret of the store does.")
        package static let commandRetention = Setting<Duration>.duration(
            "storage.command_retention", default: "40d", in: commandRetentionMin ... .seconds(366 * 86_400),
            "How long a repeated command has its first outcome; longer than usages may be late, or they count twice.")
        /// A usage is counted once for as long as it is accepted at all, so its outcome must be known for longer.
        package static let commandRetentionMin = Duration.seconds((UsageHour.windowDays + 1) * 86_400)
    }

    package enum Auth {
        package static let keysFile = Setting<String?>.text(
            "auth.keys_file", "A JSON web key set whose tokens are accepted; without it the node's own key.")
        package static let keysURL = Setting<String?>.text(
            "auth.keys_url", "Where the JSON web key set of an identity provider is fetched, again and again.")
        package static let keysRootsFile = Setting<String?>.text(
            "auth.keys_ca_file", "The certificates that `auth.keys_url` may lead to; without it those of the system.")
        package static let issuers = Setting<[String]>.list(
            "auth.issuers", default: "belvedere", "Who may have signed a token (`iss`).")
        package static let audience = Setting<String?>.text(
            "auth.audience", default: "belvedere", "Whom a token must be for (`aud`).")
        package static let anonymousTenant = Setting<String?>.text(
            "auth.anonymous_tenant", default: "public", "Whose data is shown to those who show no token.")
    }

    static let storage = [
        Storage.directory.key, Storage.postgres.key, Storage.schema.key, Storage.isPooled.key, Storage.files.key,
        Storage.cacheBytesMax.key, Storage.secretFile.key,
        Storage.commandRetention.key,
    ]
    static let auth = [
        Auth.keysFile.key, Auth.keysURL.key, Auth.keysRootsFile.key, Auth.issuers.key, Auth.audience.key,
        Auth.anonymousTenant.key,
    ]
}
