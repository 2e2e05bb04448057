import Glibc

/// A certificate authority and server certificates of a minute's life, made by the OpenSSL command in a directory of
/// their own.
final class TestCertificates: Sendable {
    let directory: String

    init() {
        var template = Array("/tmp/belvedere-tls-\(String(repeating: "X", count: 6))".utf8CString)
        directory = mkdtemp(&template).map { String(cString: $0) } ?? "/tmp"
        Self.run(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-subj", "/CN=Test authority", "-keyout", path("ca.key"), "-out", path("ca.pem"))
    }

    deinit { Self.run(executable: "rm", "-r", directory) }

    var authority: String { path("ca.pem") }

    func path(_ name: String) -> String { "\(directory)/\(name)" }

    /// Makes `<name>.pem` and `<name>.key` for DNS names or addresses, such as `DNS:a.example,IP:127.0.0.1`.
    func issue(_ name: String, for subjects: String) {
        Self.run(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-subj", "/CN=\(name)", "-addext", "subjectAltName=\(subjects)",
            "-addext", "basicConstraints=critical,CA:FALSE",
            "-CA", path("ca.pem"), "-CAkey", path("ca.key"),
            "-keyout", path("\(name).key"), "-out", path("\(name).pem"))
    }

    /// Opens a TLS connection with the OpenSSL command and reads until the server ends it.
    @discardableResult
    func connect(_ target: String, _ arguments: String...) -> Int32 {
        Self.status(of: ["openssl", "s_client", "-connect", target, "-quiet", "-ign_eof"] + arguments)
    }

    func corrupt(_ name: String) {
        guard let file = fopen(path(name), "w") else { return }
        fputs("-----BEGIN CERTIFICATE-----\nnonsense\n", file)
        fclose(file)
    }

    private static func run(executable: String = "openssl", _ arguments: String...) {
        precondition(status(of: [executable] + arguments) == 0, "\(executable) failed")
    }

    private static func status(of command: [String]) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        var child = pid_t()
        let code = posix_spawnp(&child, command[0], &actions, nil, &words, environ)
        for word in words { free(word) }
        posix_spawn_file_actions_destroy(&actions)
        var status: Int32 = 0
        guard code == 0, waitpid(child, &status, 0) == child else { return -1 }
        return status
    }
}
