import JSON

/// Answers the lines of one batch, keeping parsed schemas and the answers that have not been sent yet.
///
/// Invariant: every line that is not blank gets exactly one answer on a line of its own, whatever it holds.
struct BatchSession {
    /// Limit: containers inside containers in a line.
    private static let limits = JSONLimits(depth: 512, keys: 5_000_000, values: 50_000_000)
    private static let unsentMax = 1_048_576

    private var unsent: [UInt8] = []
    private let schemas = SchemaCache()

    mutating func answer(_ line: ArraySlice<UInt8>, on console: Console) {
        guard line.contains(where: { $0 > 0x20 }) else { return }
        unsent += self.line(line)
        unsent.append(UInt8(ascii: "\n"))
        if unsent.count > Self.unsentMax { flush(to: console) }
    }

    /// The answer to one line, without the end of its own.
    func line(_ line: ArraySlice<UInt8>) -> [UInt8] {
        var writer = JSONWriter(capacity: 1024)
        do throws(JSONError) {
            let (document, hasLoneSurrogates) = try Self.read(Array(line))
            BatchAnswer(to: document, schemas: schemas, hasLoneSurrogates: hasLoneSurrogates).write(to: &writer)
        } catch {
            writer.beginObject()
            writer.key("id")
            writer.null()
            BatchErrors.write([BatchError(message: error.description)], to: &writer)
            writer.endObject()
        }
        return writer.bytes()
    }

    /// A line whose strings are no Unicode text is read a second time, so that a document in it is refused as one.
    private static func read(_ line: [UInt8]) throws(JSONError) -> (JSONDocument, hasLoneSurrogates: Bool) {
        do throws(JSONError) {
            return (try JSONDocument(parsing: line, limits: limits), false)
        } catch {
            guard error.reason == .loneSurrogate else { throw error }
            var limits = limits
            limits.keepsLoneSurrogates = true
            return (try JSONDocument(parsing: line, limits: limits), true)
        }
    }

    mutating func flush(to console: Console) {
        guard !unsent.isEmpty else { return }
        console.write(unsent)
        unsent.removeAll(keepingCapacity: true)
    }
}
