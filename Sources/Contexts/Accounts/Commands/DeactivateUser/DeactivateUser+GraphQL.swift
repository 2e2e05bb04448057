import ContextKit
import EventSourcing

/// `Mutation.deactivateUser`
package enum DeactivateUserField: CommandPart {
    package static let field = "Mutation.deactivateUser"

    package static func command(_ input: Input, _ request: CommandRequest) -> DeactivateUser {
        DeactivateUser(user: input.object("input")?.text("userId") ?? "")
    }

    package static func result(_ command: DeactivateUser, _ receipt: CommandReceipt<UserAccountEvent>) -> ResultRow {
        AccountAnswer.changed(command.user)
    }

    package static func refused(_ refusal: UserRefusal) -> ResultRow { AccountAnswer.refused(refusal) }
}
