import ContextKit
import EventSourcing

/// `Mutation.addCompanyMember`
package enum AddCompanyMemberField: CommandPart {
    package static let field = "Mutation.addCompanyMember"

    package static func command(_ input: Input, _ request: CommandRequest) -> AddCompanyMember {
        let given = input.object("input")
        return AddCompanyMember(
            company: given?.text("companyId") ?? "", user: given?.text("userId") ?? "",
            role: given?.text("role").flatMap(CompanyRole.init) ?? .member)
    }

    package static func result(_ command: AddCompanyMember, _ receipt: CommandReceipt<CompanyEvent>) -> ResultRow {
        CompanyAnswer.changed(command.company)
    }

    package static func refused(_ refusal: CompanyRefusal) -> ResultRow { CompanyAnswer.refused(refusal) }
}
