import ContextKit
import EventSourcing
import JSON

/// The member `belvedere` of a response's extensions: the token of what was written, and how fresh what was read is.
enum ResponseExtensions {
    /// Nil when there is nothing to say, which is the ordinary case of a query.
    static func bytes(_ notes: ReadNotes, _ options: RequestOptions, cost: Int? = nil) -> [UInt8]? {
        let tellsFreshness = options.wantsFreshness && !notes.models.isEmpty
        guard notes.written != nil || tellsFreshness || notes.isStale || cost != nil else { return nil }
        var writer = JSONWriter()
        writer.put("{\"belvedere\":{")
        var isFirst = true
        func comma(_ writer: inout JSONWriter) {
            if !isFirst { writer.put(",") }
            isFirst = false
        }
        if let written = notes.written {
            comma(&writer)
            writer.put("\"consistency\":{\"token\":\"")
            writer.put(written.description)
            writer.put("\"}")
        } else if notes.isStale {
            comma(&writer)
            writer.put("\"consistency\":{\"stale\":true}")
        }
        if tellsFreshness {
            comma(&writer)
            writer.put("\"freshness\":[")
            for (index, model) in notes.models.enumerated() {
                if index > 0 { writer.put(",") }
                writer.put("{\"projection\":\"")
                writer.put(model.identity.name.text)
                writer.put("\",\"zone\":\"")
                writer.put(model.identity.zone.rawValue)
                writer.put("\",\"position\":\"")
                writer.put(model.position.description)
                writer.put("\"}")
            }
            writer.put("]")
        }
        if let cost {
            comma(&writer)
            put(cost: cost, &writer)
        }
        writer.put("}}")
        return writer.bytes()
    }

    /// The whole answer to a request that only asked what it would cost.
    static func estimate(_ cost: Int) -> [UInt8] {
        var writer = JSONWriter()
        writer.put("{\"data\":null,\"extensions\":{\"belvedere\":{")
        put(cost: cost, &writer)
        writer.put("}}}")
        return writer.bytes()
    }

    private static func put(cost: Int, _ writer: inout JSONWriter) {
        writer.put("\"cost\":{\"estimated\":\(cost)}")
    }
}
