/// One running process of the gateway; a restarted process is a new node.
package struct NodeID: StoredName {
    package let text: String
    package init(validated text: String) { self.text = text }
}
