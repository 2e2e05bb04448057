import ContextKit
import EventSourcing

/// `Mutation.updateProfile`
package enum UpdateProfileField: CommandPart {
    package static let field = "Mutation.updateProfile"

    package static func command(_ input: Input, _ request: CommandRequest) -> UpdateProfile {
        let given = input.object("input")
        return UpdateProfile(
            user: given?.text("userId") ?? request.viewer.actor?.text ?? "", fullName: given?.text("name"),
            phone: given?.text("phone"), removesPhone: given?.bool("removePhone") ?? false)
    }

    package static func result(_ command: UpdateProfile, _ receipt: CommandReceipt<UserAccountEvent>) -> ResultRow {
        AccountAnswer.changed(command.user)
    }

    package static func refused(_ refusal: UserRefusal) -> ResultRow { AccountAnswer.refused(refusal) }
}
