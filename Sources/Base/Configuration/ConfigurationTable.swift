/// All keys of the program, in the order of the reference.
package struct ConfigurationTable: Sendable {
    package let keys: [ConfigurationKey]
    let byName: [String: Int]
    let byEnvironmentName: [String: Int]
    let bySecretFileName: [String: Int]

    /// Two keys of one name, or of one name in the environment, are a mistake in the program.
    package init(_ keys: [ConfigurationKey]) {
        self.keys = keys
        func index(_ names: [(String, Int)]) -> [String: Int] {
            Dictionary(names) { first, second in
                preconditionFailure("\(keys[first].name) and \(keys[second].name) have one name.")
            }
        }
        byName = index(keys.enumerated().map { ($1.name, $0) })
        byEnvironmentName = index(keys.enumerated().map { ($1.environmentName, $0) })
        bySecretFileName = index(keys.enumerated().filter { $1.isSecret }.map { ($1.secretFileName, $0) })
    }
}
