import ContextKit
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
    }

    package static func load(_ files: FileSource, _ contexts: [any BoundedContext.Type]) throws(Failure) -> Loaded {
        let schema = try build(files)
        let assembly = Assembly(contexts)
        let faults = assembly.faults(against: schema)
        guard faults.isEmpty else { throw Failure(problems: faults.map(\.description)) }
        return Loaded(schema: schema, assembly: assembly)
    }

    private static func build(_ files: FileSource) throws(Failure) -> Schema {
        let sources: [Source]
        do throws(FileSource.Failure) {
            sources = try files.files(below: "Schema", ending: ".graphql")
                .filter { !$0.path.hasPrefix("Schema/rest/") }
                .map { Source($0.bytes, name: $0.path) }
        } catch {
            throw Failure(problems: [error.description])
        }
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
