/// A name of the schema, interned once, so that two names are equal when their indices are.
package struct Symbol: Hashable, Sendable, Comparable {
    package let index: UInt32

    @inlinable
    package init(index: UInt32) { self.index = index }

    @inlinable
    package static func < (left: Symbol, right: Symbol) -> Bool { left.index < right.index }
}

extension Symbol {
    /// The names every schema interns first, in this order, so that their symbols are constants.
    static let wellKnown: [StaticString] = [
        "__typename", "__schema", "__type", "skip", "include", "deprecated", "reason", "specifiedBy", "url",
        "oneOf", "defer", "stream", "label", "initialCount", "Query", "Mutation", "Subscription", "String", "Int",
        "Float", "Boolean", "ID", "includeDeprecated", "name",
    ]

    package static let typename = Symbol(index: 0)
    package static let schemaField = Symbol(index: 1)
    package static let typeField = Symbol(index: 2)
    package static let skip = Symbol(index: 3)
    package static let include = Symbol(index: 4)
    package static let deprecated = Symbol(index: 5)
    package static let reason = Symbol(index: 6)
    package static let specifiedBy = Symbol(index: 7)
    package static let url = Symbol(index: 8)
    package static let oneOf = Symbol(index: 9)
    package static let deferDirective = Symbol(index: 10)
    package static let stream = Symbol(index: 11)
    package static let label = Symbol(index: 12)
    package static let initialCount = Symbol(index: 13)
    package static let query = Symbol(index: 14)
    package static let mutation = Symbol(index: 15)
    package static let subscription = Symbol(index: 16)
    package static let string = Symbol(index: 17)
    package static let int = Symbol(index: 18)
    package static let float = Symbol(index: 19)
    package static let boolean = Symbol(index: 20)
    package static let id = Symbol(index: 21)
    package static let includeDeprecated = Symbol(index: 22)
    package static let name = Symbol(index: 23)
}
