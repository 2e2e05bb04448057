import ContextKit
import EventSourcing

/// `Mutation.eraseUser`
package enum EraseUserField: CommandPart {
    package static let field = "Mutation.eraseUser"

    package static func command(_ input: Input, _ request: CommandRequest) -> EraseUser {
        EraseUser(user: input.object("input")?.text("userId") ?? "")
    }

    package static func result(_ command: EraseUser, _ receipt: CommandReceipt<UserAccountEvent>) -> ResultRow {
        AccountAnswer.changed(command.user)
    }

    package static func refused(_ refusal: UserRefusal) -> ResultRow { AccountAnswer.refused(refusal) }
}
