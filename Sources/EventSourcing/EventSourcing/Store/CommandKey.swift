/// A command within the whole log.
package struct CommandKey: Hashable, Sendable {
    package let tenant: TenantID
    package let command: CommandID

    package init(_ tenant: TenantID, _ command: CommandID) { (self.tenant, self.command) = (tenant, command) }
}
