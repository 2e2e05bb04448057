/// The values of all keys, each checked, each with its origin.
package struct Configuration: Sendable {
    /// One value and where it came from.
    package struct Entry: Sendable, Equatable {
        package let text: String?
        package let origin: ConfigurationOrigin
    }

    package let table: ConfigurationTable
    package let entries: [Entry]

    init(table: ConfigurationTable, entries: [Entry]) { (self.table, self.entries) = (table, entries) }

    /// Reads every source in order (defaults, file, environment, flags), or throws everything that is wrong in them.
    package init(_ table: ConfigurationTable, from sources: ConfigurationSources) throws(ConfigurationFaults) {
        var reader = ConfigurationReader(table)
        reader.readStandards()
        reader.readFile(sources)
        reader.readEnvironment(sources)
        reader.readFlags(sources)
        guard reader.faults.isEmpty else { throw ConfigurationFaults(faults: reader.faults) }
        self.init(table: table, entries: reader.entries)
    }

    /// The value of a setting of the table; an unset one without a default is nil.
    package func value<Value>(_ setting: Setting<Value>) -> Value? {
        guard let index = table.byName[setting.key.name], let text = entries[index].text else { return nil }
        return try? setting.parse(text)
    }

    /// The value of a setting that has a default.
    package subscript<Value>(_ setting: Setting<Value>) -> Value {
        guard let value = value(setting) else {
            preconditionFailure("\(setting.key.name) is not in the table or has no default.")
        }
        return value
    }

    /// The value of an optional text.
    package subscript(_ setting: Setting<String?>) -> String? { value(setting) ?? nil }

    /// What changed from this to another reading: keys that can take effect now, and keys that need a restart.
    package func changes(to other: Configuration) -> (effective: [String], needsRestart: [String]) {
        var (effective, needsRestart): ([String], [String]) = ([], [])
        for (index, key) in table.keys.enumerated() where entries[index].text != other.entries[index].text {
            if key.isReloadable { effective.append(key.name) } else { needsRestart.append(key.name) }
        }
        return (effective, needsRestart)
    }

    /// This configuration with the reloadable values of another reading.
    package func reloaded(from other: Configuration) -> Configuration {
        let merged = table.keys.indices.map { table.keys[$0].isReloadable ? other.entries[$0] : entries[$0] }
        return Configuration(table: table, entries: merged)
    }
}

extension Configuration {
    /// A fault of a value that is well-formed but does not fit the others, located where it was written.
    package func fault(of name: String, _ message: String) -> ConfigurationFault {
        let origin = table.byName[name].map { entries[$0].origin } ?? .standard
        return ConfigurationFault(origin: origin, message: "\(name) \(message)")
    }
}
