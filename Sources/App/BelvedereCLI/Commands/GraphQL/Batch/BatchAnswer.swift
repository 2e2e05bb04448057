import GraphQLExecution
import GraphQLLanguage
import GraphQLPlanning
import GraphQLSchema
import GraphQLValidation
import JSON

/// The answer to one line.
struct BatchAnswer {
    let line: JSONDocument
    private let schemas: SchemaCache
    /// Whether a string of the line is no Unicode text; a document says where it is not, data cannot.
    private let hasLoneSurrogates: Bool

    init(to line: JSONDocument, schemas: SchemaCache, hasLoneSurrogates: Bool) {
        (self.line, self.schemas, self.hasLoneSurrogates) = (line, schemas, hasLoneSurrogates)
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("id")
        if let id = line.member("id", of: line.root) { writer.raw(line.text(id)) } else { writer.null() }
        do throws(BatchFault) {
            try writeResult(to: &writer)
        } catch {
            BatchErrors.write(error.errors, to: &writer)
        }
        writer.endObject()
    }

    private func writeResult(to writer: inout JSONWriter) throws(BatchFault) {
        guard line.kind(line.root) == .object else { throw BatchFault("A line must be a JSON object.") }
        let name = try string("op")
        switch name {
        case "parse": _ = try document()
        case "print":
            let document = try document()
            writer.key("printed")
            writer.string(document.printedBytes()[...])
        case "schema": _ = try schema()
        case "printSchema":
            let schema = try schema()
            writer.key("printed")
            writer.string(schema.printed())
        case "introspect":
            let schema = try schema()
            writer.key("data")
            writer.raw(schema.introspectionJSON())
        case "validate": try validate()
        case "execute": try execute(to: &writer)
        default: throw BatchFault("Unknown op \(name).")
        }
    }

    // MARK: Operations

    private func validate() throws(BatchFault) {
        let schema = try schema()
        let document = try document()
        let found = GraphQLTool.diagnostics(document, schema, rules: try rules())
        if !found.isEmpty { throw BatchFault(errors: found.map(BatchError.init)) }
    }

    private func execute(to writer: inout JSONWriter) throws(BatchFault) {
        let schema = try schema()
        let document = try document()
        guard !hasLoneSurrogates else { throw BatchFault("An escaped surrogate without its other half is no text.") }
        switch GraphQLTool.validated(document, schema) {
        case .invalid(let diagnostics): throw BatchFault(errors: diagnostics.map(BatchError.init))
        case .valid(let valid):
            var execution = GraphQLExecutionInput(valid)
            execution.operationName = try operationName()
            execution.variables = try member("variables", kind: .object).map { (line, $0) }
            execution.root = line.member("root", of: line.root).map { (line, $0) }
            execution.deliversIncrementally =
                line.member("incremental", of: line.root).flatMap { line.bool($0) } ?? false
            let payloads = execution.payloads()
            // Why: the answer is one object with the id, and the response brings the rest of its members.
            writer.raw(payloads[0].bytes.dropFirst().dropLast())
            guard payloads.count > 1 else { return }
            writer.key("subsequent")
            writer.beginArray()
            for payload in payloads.dropFirst() { writer.raw(payload.bytes) }
            writer.endArray()
        }
    }

    // MARK: Keys of the line

    private func bytes(_ key: StaticString) throws(BatchFault) -> [UInt8] {
        guard let index = line.member(key, of: line.root), line.nodes[index].isString else {
            throw BatchFault("The key \(key) must be a string.")
        }
        return Array(line.bytes(index))
    }

    private func string(_ key: StaticString) throws(BatchFault) -> String {
        String(decoding: try bytes(key), as: UTF8.self)
    }

    private func operationName() throws(BatchFault) -> String? {
        guard let index = line.member("operationName", of: line.root), !line.isNull(index) else { return nil }
        guard let name = line.string(index) else { throw BatchFault("The key operationName must be a string.") }
        return name
    }

    /// A member that may be absent or null.
    private func member(_ key: StaticString, kind: JSONNode.Kind) throws(BatchFault) -> JSONDocument.Index? {
        guard let index = line.member(key, of: line.root), !line.isNull(index) else { return nil }
        guard line.kind(index) == kind else {
            throw BatchFault("The key \(key) must be \(kind == .object ? "an object" : "a list").")
        }
        return index
    }

    private func rules() throws(BatchFault) -> ValidationRuleSet? {
        guard let list = try member("rules", kind: .array) else { return nil }
        var rules: [ValidationRule] = []
        for item in line.items(list) {
            guard let name = line.string(item), let rule = ValidationRule(named: name) else {
                throw BatchFault("Unknown rule \(String(decoding: line.text(item), as: UTF8.self)).")
            }
            rules.append(rule)
        }
        return ValidationRuleSet(rules)
    }

    private func document() throws(BatchFault) -> Document {
        let source = try bytes("document")
        do throws(SyntaxError) {
            var options = GraphQLTool.parseOptions
            options.namesSurrogates = true
            return try Document.parse(source, options: options)
        } catch {
            throw BatchFault(errors: [BatchError(message: error.message, locations: [error.location])])
        }
    }

    private func schema() throws(BatchFault) -> Schema {
        let sdl = try bytes("schema")
        let result = schemas.schema(sdl) { bytes in
            Result { () throws(SchemaFaults) in try GraphQLTool.batchBuilder.build([Source(bytes)]) }
        }
        switch result {
        case .success(let schema): return schema
        case .failure(let faults): throw BatchFault(errors: faults.firstPhase.map(BatchError.init))
        }
    }
}

/// Why a line has no result: the errors of its answer.
struct BatchFault: Error {
    let errors: [BatchError]

    init(errors: [BatchError]) { self.errors = errors }
    init(_ message: String) { errors = [BatchError(message: message)] }
}
