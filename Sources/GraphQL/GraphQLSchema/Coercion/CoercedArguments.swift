/// The arguments of one field or directive after coercion; an argument that is absent is not the same as a null one.
package struct CoercedArguments: Hashable, Sendable {
    /// In the order of the definition; absent arguments are left out.
    package let entries: [CoercedField]

    package static let none = CoercedArguments(entries: [])

    package init(entries: [CoercedField]) { self.entries = entries }

    package var isEmpty: Bool { entries.isEmpty }

    /// The value of an argument; nil when it is absent.
    package subscript(argument: InputValueID) -> CoercedValue? {
        for entry in entries where entry.field == argument { return entry.value }
        return nil
    }
}
