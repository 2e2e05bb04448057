import GraphQLLanguage
import GraphQLSchema
import GraphQLValidation
import JSON

/// Reading the files that the commands under `belvedere graphql` are given; what is wrong with them goes to stderr.
enum GraphQLFiles {
    /// A schema from one or several SDL files.
    static func schema(_ paths: [String], _ console: Console) throws(CommandFailure) -> Schema {
        var sources: [Source] = []
        for path in paths { sources.append(Source(try console.read(path), name: path)) }
        do throws(SchemaFaults) {
            return try GraphQLTool.builder.build(sources)
        } catch {
            for fault in error.faults { console.say(text(fault)) }
            throw CommandFailure(count(error.faults.count, "fault") + " in the schema.")
        }
    }

    static func document(_ path: String, _ console: Console) throws(CommandFailure) -> Document {
        let source = Source(try console.read(path), name: path)
        do throws(SyntaxError) {
            return try Document.parse(source, options: GraphQLTool.parseOptions)
        } catch {
            throw CommandFailure("\(path):\(error.location.line):\(error.location.column): \(error.message)")
        }
    }

    /// A document that has passed every rule.
    static func valid(_ path: String, _ schema: Schema, _ console: Console) throws(CommandFailure) -> ValidDocument {
        let document = try document(path, console)
        switch GraphQLTool.validated(document, schema) {
        case .valid(let valid): return valid
        case .invalid(let diagnostics):
            for diagnostic in diagnostics { console.say(text(diagnostic, file: path)) }
            throw CommandFailure(count(diagnostics.count, "fault") + " in \(path).")
        }
    }

    static func json(_ path: String, _ console: Console) throws(CommandFailure) -> JSONDocument {
        let bytes = try console.read(path)
        do throws(JSONError) {
            return try JSONDocument(
                parsing: bytes, limits: JSONLimits(depth: 512, keys: 50_000_000, values: 500_000_000))
        } catch {
            throw CommandFailure("\(path): \(error)")
        }
    }

    /// The object that an option `--variables` holds.
    static func variables(_ text: String?) throws(CommandFailure) -> JSONDocument? {
        guard let text else { return nil }
        guard let document = try? JSONDocument(parsing: text), document.kind(document.root) == .object else {
            throw .usage("--variables must be a JSON object.")
        }
        return document
    }

    static func text(_ fault: SchemaFault) -> String {
        let place = fault.places.first.map { "\($0.file):\($0.line):\($0.column): " } ?? ""
        return "\(place)\(fault.message) [\(fault.rule)]"
    }

    static func text(_ diagnostic: Diagnostic, file: String) -> String {
        let place = diagnostic.locations.first.map { "\(file):\($0.line):\($0.column): " } ?? "\(file): "
        return place + diagnostic.message + (diagnostic.rule.map { " [\($0)]" } ?? "")
    }

    static func count(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
