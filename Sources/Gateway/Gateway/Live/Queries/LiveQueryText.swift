import EventSourcing
import JSON

/// What a live query's results look like on the wire, and when two of them are the same.
enum LiveQueryText {
    /// A whole result, or the patch that makes it from the one before; with its position.
    static func payload(
        _ result: LiveQueryResult, patch: [UInt8]?, isExact: Bool, isInitial: Bool = false
    ) -> [UInt8] {
        var writer = JSONWriter(capacity: (patch?.count ?? result.body.count) + 96)
        if patch == nil {
            writer.put(result.body.dropLast())
            writer.put(",")
        } else {
            writer.put("{")
        }
        writer.put(#""extensions":{"belvedere":{"position":""#)
        writer.put(result.cursor.description)
        writer.put("\"")
        // Why told: what changes faster than it can be read is shown all the same, but it may be of two states.
        if !isExact { writer.put(#","exact":false"#) }
        if isInitial { writer.put(#","initial":true"#) }
        if let patch {
            writer.put(#","patch":"#)
            writer.put(patch)
        }
        writer.put("}}}")
        return writer.bytes()
    }

    /// Errors are compared without their extensions, because each has a trace of its own.
    static func isSame(_ old: LiveQueryResult, _ new: LiveQueryResult) -> Bool {
        if old.body == new.body { return true }
        guard old.hasErrors, new.hasErrors, let before = try? JSONDocument(parsing: old.body),
            let after = try? JSONDocument(parsing: new.body)
        else { return false }
        return text("data", before).elementsEqual(text("data", after)) && errors(before) == errors(after)
    }

    private static func text(_ name: StaticString, _ document: JSONDocument) -> ArraySlice<UInt8> {
        document.member(name, of: document.root).map { ArraySlice(document.text($0)) } ?? []
    }

    private static func errors(_ document: JSONDocument) -> [[UInt8]] {
        guard let list = document.member("errors", of: document.root) else { return [] }
        return document.items(list).map { error in
            ["message", "path"].flatMap { (name: StaticString) in
                document.member(name, of: error).map { Array(document.text($0)) } ?? []
            }
        }
    }
}
