/// Names a projection in the store, such as `"orders-by-customer"`.
package struct ProjectionName: StoredName {
    package let text: String
    package init(validated text: String) { self.text = text }
    package static var bytesMax: Int { 64 }
}
