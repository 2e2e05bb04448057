/// What was added, what was removed and what stayed, matched by name; each in its own schema's order.
struct NameDiff<ID> {
    private(set) var added: [(name: String, id: ID)] = []
    private(set) var removed: [(name: String, id: ID)] = []
    private(set) var kept: [(name: String, old: ID, new: ID)] = []

    init(_ old: [(name: String, id: ID)], _ new: [(name: String, id: ID)]) {
        let newByName = Dictionary(new.map { ($0.name, $0.id) }, uniquingKeysWith: { first, _ in first })
        for item in old {
            if let id = newByName[item.name] {
                kept.append((item.name, item.id, id))
            } else {
                removed.append(item)
            }
        }
        let oldNames = Set(old.map(\.name))
        added = new.filter { !oldNames.contains($0.name) }
    }
}
