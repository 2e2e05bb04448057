/// Some finite value of every input object exists: none needs itself.
///
/// Spec: 3.10 Input Objects, InputObjectHasUnbreakableCycle. Types known to have a value free the types that wait for
/// them, so the check is linear; what is left over at the end is reported by its cycles.
struct InputObjectsAreFinite {
    static let name: StaticString = "InputObjectsAreFinite"

    /// A field whose type a value of the object needs.
    private struct Need {
        let field: InputValueID
        let target: TypeID
    }

    private var needs: [TypeID: [Need]] = [:]
    private var finite: Set<TypeID> = []

    mutating func check(_ context: inout TypeSystemContext) {
        let types = context.schema.typeIDs.filter { context.schema[$0].kind == .inputObject }
        spreadFiniteness(types, context.schema)
        var walk = CycleWalk()
        for type in types where !finite.contains(type) { report(type, &walk, &context) }
    }

    private mutating func spreadFiniteness(_ types: [TypeID], _ schema: Schema) {
        var waiting: [TypeID: Int] = [:]
        var dependents: [TypeID: [TypeID]] = [:]
        var open: [TypeID] = []
        for type in types {
            let found = schema[type].inputFields.compactMap { need($0, schema[type].isOneOf, schema) }
            needs[type] = found
            for need in found { dependents[need.target, default: []].append(type) }
            let isFree =
                schema[type].isOneOf
                ? schema[type].inputFields.isEmpty || found.count < schema[type].inputFields.count : found.isEmpty
            waiting[type] = schema[type].isOneOf ? 1 : found.count
            if isFree { open.append(type) }
        }
        finite.formUnion(open)
        while let next = open.popLast() {
            for type in dependents[next] ?? [] where !finite.contains(type) {
                waiting[type, default: 1] -= 1
                guard waiting[type] == 0 else { continue }
                finite.insert(type)
                open.append(type)
            }
        }
    }

    private func need(_ field: InputValueID, _ isOneOf: Bool, _ schema: Schema) -> Need? {
        let type = schema[field].type
        guard !type.isList, schema[type.named].kind == .inputObject, isOneOf != type.isNonNull else { return nil }
        return Need(field: field, target: type.named)
    }

    /// Depth first, without recursion; each type is entered once.
    private func report(_ start: TypeID, _ walk: inout CycleWalk, _ context: inout TypeSystemContext) {
        guard walk.enter(start) else { return }
        while let step = walk.stack.last {
            let open = needs[step.type] ?? []
            guard step.next < open.count else {
                walk.leave()
                continue
            }
            let need = open[step.next]
            walk.advance()
            guard !finite.contains(need.target) else { continue }
            walk.path.append(need.field)
            if let first = walk.places[need.target] {
                report(Array(walk.path[first...]), need.target, &context)
                walk.path.removeLast()
            } else if !walk.enter(need.target) {
                walk.path.removeLast()
            }
        }
    }

    private func report(_ cycle: [InputValueID], _ type: TypeID, _ context: inout TypeSystemContext) {
        let fields = cycle.map { context.schema[$0] }
        let names = fields.map { field -> String in
            guard case .inputObject(let owner) = field.owner else { return context.name(field.name) }
            return "\(context.name(owner)).\(context.name(field.name))"
        }
        context.report(
            Self.name,
            "Input Object \(context.name(type)) cannot be provided a finite value because it references itself "
                + "through fields: \(names.joined(separator: ", ")).", at: fields.map { context.position($0) })
    }
}

/// A depth-first walk over types: where it is, by which fields it came, and where it has been.
private struct CycleWalk {
    var stack: [(type: TypeID, next: Int)] = []
    var path: [InputValueID] = []
    /// The length of the path when a type on the stack was entered.
    var places: [TypeID: Int] = [:]
    private var visited: Set<TypeID> = []

    /// Enters a type that was never visited, or says that it was.
    mutating func enter(_ type: TypeID) -> Bool {
        guard visited.insert(type).inserted else { return false }
        places[type] = path.count
        stack.append((type, 0))
        return true
    }

    mutating func advance() { stack[stack.count - 1].next += 1 }

    mutating func leave() {
        guard let step = stack.popLast() else { return }
        places[step.type] = nil
        if !stack.isEmpty { path.removeLast() }
    }
}
