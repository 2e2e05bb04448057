import Configuration
import Glibc

/// Reads the configuration of this process: its file, its environment and the flags of the command line.
package enum ConfigurationLoading {
    /// Limit: bytes of a configuration or secret file.
    static let fileBytesMax = 1 << 20

    /// The file's path comes from the caller, who has it from `--config` or `BELVEDERE_CONFIG`.
    package static func load(
        file path: String?, environment: [String: String], flags: [(name: String, value: String)]
    ) throws(ConfigurationFaults) -> Configuration {
        var sources = ConfigurationSources()
        sources.environment = environment
        sources.foreignEnvironment.append("BELVEDERE_CONFIG")
        sources.flags = flags
        sources.readFile = { read($0) }
        if let path {
            guard let bytes = read(path) else {
                let origin = ConfigurationOrigin.file(path: path, line: 0)
                let fault = ConfigurationFault(origin: origin, message: "the file cannot be read")
                throw ConfigurationFaults(faults: [fault])
            }
            sources.file = (path, bytes)
        }
        return try Configuration(ConfigurationKeys.table, from: sources)
    }

    /// The variables of this process.
    package static func environment() -> [String: String] {
        var variables: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let line = String(cString: text)
            if let equals = line.utf8.firstIndex(of: UInt8(ascii: "=")) {
                variables[String(line[..<equals])] = String(line[line.utf8.index(after: equals)...])
            }
            entry += 1
        }
        return variables
    }

    @Sendable private static func read(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var content: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = Glibc.read(descriptor, &block, block.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0, content.count + count <= fileBytesMax else { return nil }
            if count == 0 { return content }
            content += block[..<count]
        }
    }
}
