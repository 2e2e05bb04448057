import ContextKit
import Gateway
import GraphQLLanguage
import GraphQLSchema

/// Reads the SDL files, builds the schema and checks it against the parts; the gateway starts only if nothing is wrong.
package enum LoadSchema {
    /// Everything that is wrong, one line each.
    package struct Failure: Error, CustomStringConvertible {
        package let problems: [String]
        package var description: String { problems.joined(separator: "\n") }
    }

    /// The schema of all files, and what the contexts have to say about it.
    package struct Loaded: Sendable {
        package let schema: Schema
        package let assembly: Assembly
        /// What `Schema/rest` serves as routes.
        package let operations: [StoredOperation]
    }

    package static func load(_ files: FileSource, _ contexts: [any BoundedContext.Type]) throws(Failure) -> Loaded {
        let schema = try build(files)
        let assembly = Assembly(contexts)
        let stored = ReadStoredOperations(
            try sources(files).filter { $0.name.hasPrefix(storedOperations) }, against: schema)
        let problems =
            assembly.faults(against: schema).map(\.description) + stored.faults.map(\.description)
        guard problems.isEmpty else { throw Failure(problems: problems) }
        return Loaded(schema: schema, assembly: assembly, operations: stored.operations)
    }

    private static let storedOperations = "Schema/rest/"

    private static func sources(_ files: FileSource) throws(Failure) -> [Source] {
        do throws(FileSource.Failure) {
            return try files.files(below: "Schema", ending: ".graphql").map { Source($0.bytes, name: $0.path) }
        } catch {
            throw Failure(problems: [error.description])
        }
    }

    private static func build(_ files: FileSource) throws(Failure) -> Schema {
        let sources = try sources(files).filter { !$0.name.hasPrefix(storedOperations) }
        guard !sources.isEmpty else { throw Failure(problems: ["Schema: there are no .graphql files"]) }
        do throws(SchemaFaults) {
            return try SchemaBuilder(capabilities: .incrementalDelivery, codecs: .gateway).build(sources)
        } catch {
            throw Failure(
                problems: error.faults.map { fault in
                    let place = fault.places.first.map { "\($0.file):\($0.line):\($0.column): " } ?? ""
                    return "\(place)\(fault.message) [\(fault.rule)]"
                })
        }
    }
}
