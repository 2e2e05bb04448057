import GraphQLLanguage

/// The variables of one request after coercion: one slot for each variable that the operation defines.
package struct VariableValues: Sendable {
    /// In the order of the definitions; nil is a variable that was not given and has no default.
    package let slots: [CoercedValue?]
    let names: [[UInt8]]

    package static let none = VariableValues(slots: [], names: [])

    init(slots: [CoercedValue?], names: [[UInt8]]) { (self.slots, self.names) = (slots, names) }

    /// The slot of a variable by its name without the dollar sign; nil when the operation does not define it.
    package func slot(named name: some Collection<UInt8>) -> Int? {
        names.firstIndex { $0.count == name.count && $0.elementsEqual(name) }
    }

    /// The value of a variable; nil when it was not given and has no default.
    package func value(named name: some Collection<UInt8>) -> CoercedValue? {
        slot(named: name).flatMap { slots[$0] }
    }
}
