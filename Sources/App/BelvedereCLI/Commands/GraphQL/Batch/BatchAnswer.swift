import GraphQLLanguage
import JSON

/// The answer to one line.
struct BatchAnswer {
    private let line: JSONDocument
    private let schemas: SchemaCache

    init(to line: JSONDocument, schemas: SchemaCache) {
        (self.line, self.schemas) = (line, schemas)
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
        default: throw BatchFault("Unknown op \(name).")
        }
    }

    // MARK: Keys of the line

    private func bytes(_ key: StaticString) throws(BatchFault) -> ArraySlice<UInt8> {
        guard let index = line.member(key, of: line.root), line.nodes[index].isString else {
            throw BatchFault("The key \(key) must be a string.")
        }
        return line.bytes(index)
    }

    private func string(_ key: StaticString) throws(BatchFault) -> String {
        String(decoding: try bytes(key), as: UTF8.self)
    }

    private func document() throws(BatchFault) -> Document {
        let source = Array(try bytes("document"))
        do throws(SyntaxError) {
            return try Document.parse(source)
        } catch {
            throw BatchFault(errors: [BatchError(message: error.message, locations: [error.location])])
        }
    }
}

/// Why a line has no result: the errors of its answer.
struct BatchFault: Error {
    let errors: [BatchError]

    init(errors: [BatchError]) { self.errors = errors }
    init(_ message: String) { errors = [BatchError(message: message)] }
}
