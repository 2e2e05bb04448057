import GraphQLLanguage
import GraphQLPlanning
import JSON

extension Renderer {
    /// Writes the whole response.
    mutating func response(_ root: RootValue) -> ExecutionResponse {
        out.put("{\"data\":")
        let mark = mark
        let isWhole = object(plan.root, parent(of: root), field: nil) && !hasEnded
        if !isWhole {
            cut(to: mark)
            out.put("null")
        }
        if !errors.isEmpty {
            out.put(",\"errors\":")
            errors.write(to: &out)
        }
        let hasNext = !delivery.queue.isEmpty
        if hasNext {
            out.put(0x2C)
            let new = delivery.announce()
            putPending(new)
            out.put("\"hasNext\":true")
        }
        out.put(0x7D)
        return ExecutionResponse(
            bytes: out.bytes(), hasData: isWhole, hasErrors: !errors.isEmpty, hasNext: hasNext)
    }

    /// Whether a root field can be written; for mutations, between one root field and the next.
    mutating func isSound(rootField field: Int) -> Bool {
        let parent = Parent.row(visit: 0, index: 0)
        return write(field: field, of: parent, links: links(of: parent, object: plan.root), isFirst: true)
    }

    private mutating func parent(of root: RootValue) -> Parent {
        switch root {
        case .none, .row: return .row(visit: 0, index: 0)
        case .json(let document, let node):
            documents.append(document)
            return .json(document: 0, node: node)
        }
    }
}
