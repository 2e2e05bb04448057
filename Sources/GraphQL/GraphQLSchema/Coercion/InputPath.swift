/// Where inside an input value a fault lies, as messages say it: `.items[2].price`.
package struct InputPath: Sendable {
    package enum Element: Hashable, Sendable {
        case field(String)
        case index(Int)
    }

    package private(set) var elements: [Element] = []

    package init() {}

    mutating func push(_ element: Element) { elements.append(element) }
    mutating func pop() { elements.removeLast() }

    /// ` at .items[2].price`, or nothing at the root.
    package var suffix: String {
        guard !elements.isEmpty else { return "" }
        return elements.reduce(into: " at ") { text, element in
            switch element {
            case .field(let name): text += ".\(name)"
            case .index(let index): text += "[\(index)]"
            }
        }
    }
}
