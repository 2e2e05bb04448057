/// Where a value came from; later cases win over earlier ones.
package enum ConfigurationOrigin: Sendable, Equatable, CustomStringConvertible {
    case standard
    case file(path: String, line: Int)
    case environment(name: String)
    case flag(name: String)

    package var description: String {
        switch self {
        case .standard: "default"
        case .file(let path, let line): "\(path):\(line)"
        case .environment(let name): "environment \(name)"
        case .flag(let name): "flag --\(name)"
        }
    }
}
