import ContextKit
import EventSourcing

/// `Mutation.changeCompanyMemberRole`
package enum ChangeCompanyMemberRoleField: CommandPart {
    package static let field = "Mutation.changeCompanyMemberRole"

    package static func command(_ input: Input, _ request: CommandRequest) -> ChangeCompanyMemberRole {
        let given = input.object("input")
        return ChangeCompanyMemberRole(
            company: given?.text("companyId") ?? "", user: given?.text("userId") ?? "",
            role: given?.text("role").flatMap(CompanyRole.init) ?? .member)
    }

    package static func result(_ command: ChangeCompanyMemberRole, _ receipt: CommandReceipt<CompanyEvent>) -> ResultRow
    {
        CompanyAnswer.changed(command.company)
    }

    package static func refused(_ refusal: CompanyRefusal) -> ResultRow { CompanyAnswer.refused(refusal) }
}
