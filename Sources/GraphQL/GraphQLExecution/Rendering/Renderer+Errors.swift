import GraphQLLanguage
import GraphQLPlanning
import JSON

extension Renderer {
    /// Records an error at the current path, located at the field's selections; always false.
    mutating func fail(_ message: String, field: Int, extensions: [UInt8] = []) -> Bool {
        guard !hasEnded else { return false }
        let offsets = plan.fields[field].nodes.indices.map { plan.document.selections[Int(plan.nodes[$0])].position }
        record(message, offsets: offsets, extensions: extensions)
        return false
    }

    /// Records an error at the current path, located at one place of the document; always false.
    mutating func fail(_ message: String, at offset: UInt32) -> Bool {
        guard !hasEnded else { return false }
        record(message, offsets: [offset], extensions: [])
        return false
    }

    /// Ends the request without data; always false.
    mutating func end(_ message: String) -> Bool {
        guard !hasEnded else { return false }
        (hasEnded, hasMetLimit) = (true, true)
        errors.removeAll()
        errors.append(message, locations: [], path: nil, plan: plan, extensions: [])
        return false
    }

    private mutating func record(_ message: String, offsets: [UInt32], extensions: [UInt8]) {
        errors.append(message, offsets: offsets, path: path.segments, plan: plan, extensions: extensions)
        if behavior == .halt { hasEnded = true }
    }
}
