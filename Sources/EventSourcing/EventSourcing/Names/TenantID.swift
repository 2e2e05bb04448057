/// Whose data an event is; streams, command ids and personal keys are unique within a tenant.
package struct TenantID: StoredName {
    package let text: String
    package init(validated text: String) { self.text = text }
    package static var bytesMax: Int { 64 }
}
