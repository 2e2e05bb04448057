import Prelude

/// What a decision may know apart from the state.
package struct Circumstances: Hashable, Sendable {
    package let now: Timestamp
    package let tenant: TenantID
    package let command: CommandID
    package let caller: Caller
    package let version: StreamVersion

    package init(now: Timestamp, tenant: TenantID, command: CommandID, caller: Caller, version: StreamVersion) {
        (self.now, self.tenant, self.command) = (now, tenant, command)
        (self.caller, self.version) = (caller, version)
    }

    /// A new id that is the same whenever the same command is decided again.
    package func newID(_ purpose: String) -> UniqueID {
        CommandID.derived(from: "id", command.description, purpose).value
    }
}
