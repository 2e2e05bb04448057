/// What kind of event this is, as it is stored for ever, such as `"orders.order-placed.1"`.
///
/// The number in the name counts changes of meaning; changes of form are counted by the schema version, and upcasters
/// bridge them.
package struct EventName: StoredName {
    package let text: String
    package init(validated text: String) { self.text = text }
}
