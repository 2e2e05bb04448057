/// The name under which a read-model table is read; the storage layer keeps one table per generation behind it.
package struct TableName: StoredName {
    package let text: String
    package init(validated text: String) { self.text = text }
    package static var bytesMax: Int { 48 }
}
