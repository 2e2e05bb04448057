import ContextKit
import EventSourcing

/// `Mutation.changeUserRole`
package enum ChangeUserRoleField: CommandPart {
    package static let field = "Mutation.changeUserRole"

    package static func command(_ input: Input, _ request: CommandRequest) -> ChangeUserRole {
        let given = input.object("input")
        return ChangeUserRole(
            user: given?.text("userId") ?? "", role: given?.text("role").flatMap(UserRole.init) ?? .user)
    }

    package static func result(_ command: ChangeUserRole, _ receipt: CommandReceipt<UserAccountEvent>) -> ResultRow {
        AccountAnswer.changed(command.user)
    }

    package static func refused(_ refusal: UserRefusal) -> ResultRow { AccountAnswer.refused(refusal) }
}
