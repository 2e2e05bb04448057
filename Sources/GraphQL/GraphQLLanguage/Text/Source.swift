/// The bytes of a document with the name by which people know it.
package struct Source: Sendable {
    package let bytes: [UInt8]
    /// A file name or request name for messages to developers; not part of what clients see.
    package let name: String

    package init(_ bytes: [UInt8], name: String = "GraphQL request") {
        self.bytes = bytes
        self.name = name
    }

    package init(_ text: String, name: String = "GraphQL request") {
        self.init(Array(text.utf8), name: name)
    }
}
