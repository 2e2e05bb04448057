extension Document {
    /// The name at the heart of a type reference.
    package func innermostName(of type: NodeID<TypeNode>) -> Name {
        var node = self[type]
        while let wrapped = node.wrapped { node = self[wrapped] }
        return node.name
    }

    /// A type reference as it is written in SDL, such as `[User!]!`.
    package func string(of type: NodeID<TypeNode>) -> String {
        var prefix = ""
        var suffix: [Character] = []
        var node = self[type]
        while let wrapped = node.wrapped {
            if node.kind == .list { prefix.append("[") }
            suffix.append(node.kind == .list ? "]" : "!")
            node = self[wrapped]
        }
        return prefix + string(node.name) + String(suffix.reversed())
    }
}
