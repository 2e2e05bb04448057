/// A person whose data is sealed: an id that says nothing about them.
package struct SubjectID: StoredName {
    package let text: String
    package init(validated text: String) { self.text = text }
}
