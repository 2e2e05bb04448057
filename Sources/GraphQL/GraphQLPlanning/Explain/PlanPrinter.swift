import GraphQLLanguage
import GraphQLSchema

/// Shows a plan as text: what is read in which order, and what is written from it.
///
/// ```
/// query
///   load 0: "all posts" Query.posts → id, userId, title
///   object Query
///     posts: [Post!]! ← load 0
///       object Post
///         id: ID! ← column id
/// ```
package struct PlanPrinter {
    private let plan: Plan
    private var lines: [String] = []
    private var printed: Set<Int> = []

    private init(_ plan: Plan) { self.plan = plan }

    package static func text(_ plan: Plan) -> String {
        var printer = PlanPrinter(plan)
        printer.printAll()
        return printer.lines.joined(separator: "\n") + "\n"
    }

    private mutating func printAll() {
        lines.append("\(plan.kind.keyword)")
        for (number, load) in plan.loads.enumerated() { lines.append("  " + text(load, number)) }
        show(object: plan.root, layout: Plan.rootLayout, depth: 1)
    }

    private func text(_ load: PlannedLoad, _ number: Int) -> String {
        var text = "load \(number): \"\(load.binding.name)\" \(coordinate(load.definition))"
        if !load.binding.keys.isEmpty { text += " by \(load.binding.keys.joined(separator: ", "))" }
        text += " → \(plan.layouts[load.rows].columns.joined(separator: ", "))"
        if let pages = load.pages { text += "; page: \(plan.layouts[pages].columns.joined(separator: ", "))" }
        return text
    }

    private enum Work {
        case line(String, depth: Int)
        case object(Int, layout: Int, depth: Int)
    }

    /// Prints what is selected, with a stack of its own since a plan may be deeper than the call stack allows.
    private mutating func show(object root: Int, layout: Int, depth: Int) {
        var open: [Work] = [.object(root, layout: layout, depth: depth)]
        while let next = open.popLast() {
            switch next {
            case .line(let text, let depth): lines.append(String(repeating: "  ", count: depth) + text)
            case .object(let object, let layout, let depth):
                open += works(object, layout: layout, depth: depth).reversed()
            }
        }
    }

    private mutating func works(_ index: Int, layout: Int, depth: Int) -> [Work] {
        let object = plan.objects[index]
        let name = plan.schema.name(of: object.type)
        guard printed.insert(index).inserted else { return [.line("object \(name) as above", depth: depth)] }
        var works = [Work.line("object \(name)", depth: depth)]
        if let failure = object.failure { works.append(.line("fails: \(failure.message)", depth: depth + 1)) }
        for place in object.fields.indices {
            let field = plan.fields[place]
            works.append(.line(text(field, layout: layout), depth: depth + 1))
            guard field.selection >= 0 else { continue }
            for variant in plan.selections[Int(field.selection)].variants {
                works.append(.object(Int(variant.object), layout: below(field, layout), depth: depth + 2))
            }
        }
        return works
    }

    /// The layout of the rows behind a field.
    private func below(_ field: PlannedField, _ layout: Int) -> Int {
        switch field.source {
        case .load:
            let load = plan.loads[Int(field.step)]
            return load.pages ?? load.rows
        case .items: return plan.loads.first { $0.pages == layout }?.rows ?? layout
        case .typename, .member, .introspection, .column, .constant, .compute, .embedded: return layout
        }
    }

    private func text(_ field: PlannedField, layout: Int) -> String {
        let key = String(decoding: plan.bytes(field.key).dropFirst(2).dropLast(2), as: UTF8.self)
        return "\(key): \(plan.schema.string(field.type)) ← \(source(field, layout))"
    }

    private func source(_ field: PlannedField, _ layout: Int) -> String {
        switch field.source {
        case .typename, .constant: "constant \(String(decoding: plan.bytes(field.constant), as: UTF8.self))"
        case .member: "member \(plan.schema.string(plan.schema[field.definition].name))"
        case .introspection: "introspection"
        case .column: "column \(column(field.column, layout))"
        case .compute: "computed by \"\(plan.computations[Int(field.step)].name)\""
        case .load: "load \(field.step)"
        case .embedded: field.column < 0 ? "the same row" : "the same row if \(column(field.column, layout)) is there"
        case .items: "the rows of the page"
        }
    }

    private func column(_ place: Int32, _ layout: Int) -> String {
        let columns = plan.layouts[layout].columns
        return Int(place) < columns.count ? columns[Int(place)] : "\(place)"
    }

    private func coordinate(_ field: FieldID) -> String {
        let definition = plan.schema[field]
        return "\(plan.schema.name(of: definition.parent)).\(plan.schema.string(definition.name))"
    }
}
