import GraphQLSchema

/// The binding of every field of one schema, by field.
package struct BindingTable: Sendable {
    /// How rows of the root are read.
    package enum Root: Sendable {
        /// Fields have bindings; a leaf field without one is the column of its name.
        case rows
        /// Everything is read by name from one JSON value.
        case json
    }

    package let root: Root
    private var bindings: [FieldBinding?]

    package init(for schema: Schema) {
        root = .rows
        bindings = Array(repeating: nil, count: schema.fields.count)
    }

    private init(root: Root) {
        self.root = root
        bindings = []
    }

    /// No field has a binding; the root is one JSON value.
    package static let json = BindingTable(root: .json)

    package subscript(field: FieldID) -> FieldBinding? {
        get { Int(field.index) < bindings.count ? bindings[Int(field.index)] : nil }
        set {
            guard Int(field.index) < bindings.count else { return }
            bindings[Int(field.index)] = newValue
        }
    }
}
