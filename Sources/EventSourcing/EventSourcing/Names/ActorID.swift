/// Who caused an event: a user, a service or a process, never a name or an address of a person.
package struct ActorID: StoredName {
    package let text: String
    package init(validated text: String) { self.text = text }
}
