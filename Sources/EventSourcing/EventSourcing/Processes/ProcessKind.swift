/// Names a kind of process in stored data, such as `"order-fulfilment"`.
package struct ProcessKind: StoredName {
    package let text: String
    package init(validated text: String) { self.text = text }
    package static var bytesMax: Int { 48 }

    package static func isValid(_ text: String) -> Bool {
        text.utf8.count <= bytesMax && StreamCategory.isValid(text.utf8)
    }

    /// The category of its streams.
    package var category: StreamCategory { StreamCategory(validated: "process.\(text)") }
}
