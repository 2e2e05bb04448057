import GraphQLLanguage
import GraphQLPlanning
import JSON

/// The errors of a response, written as they come.
struct ErrorList: ~Copyable {
    private var writer = JSONWriter(capacity: 64)
    private var lines: LineTable?
    private(set) var isEmpty = true
    private var lastStart = 0

    var count: Int { writer.count }

    mutating func removeAll() { truncate(to: 0) }

    /// Forgets the errors behind the first `count` bytes.
    mutating func truncate(to count: Int) {
        writer.truncate(to: count, endsValue: count > 0)
        isEmpty = count == 0
    }

    /// Adds an error whose places are offsets in the document; the lines are counted at the first one.
    mutating func append(_ message: String, offsets: [UInt32], path: [Int], plan: Plan, extensions: [UInt8]) {
        let lines = self.lines ?? LineTable(plan.document.source)
        self.lines = lines
        append(
            message, locations: offsets.map { lines.location(at: Int($0)) }, path: path.isEmpty ? nil : path,
            plan: plan, extensions: extensions)
    }

    mutating func append(
        _ message: String, locations: [SourceLocation], path: [Int]?, plan: Plan, extensions: [UInt8]
    ) {
        lastStart = isEmpty ? 0 : writer.count + 1
        isEmpty = false
        writer.beginObject()
        writer.key("message")
        writer.string(message)
        if !locations.isEmpty { writer.locations(locations) }
        if let path {
            writer.key("path")
            writer.path(path, plan)
        }
        if !extensions.isEmpty {
            writer.key("extensions")
            writer.raw(extensions)
        }
        writer.endObject()
    }

    /// The errors without brackets.
    borrowing func bytes() -> [UInt8] { writer.bytes() }

    /// The error that came last.
    borrowing func lastBytes() -> [UInt8] { Array(writer.bytes().dropFirst(lastStart)) }

    /// Appends the list in its brackets.
    borrowing func write(to out: inout JSONWriter) {
        out.put(0x5B)
        writer.withBytes { out.put($0) }
        out.put(0x5D)
    }
}
