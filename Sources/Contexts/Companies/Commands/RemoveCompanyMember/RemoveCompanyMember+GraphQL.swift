import ContextKit
import EventSourcing

/// `Mutation.removeCompanyMember`
package enum RemoveCompanyMemberField: CommandPart {
    package static let field = "Mutation.removeCompanyMember"

    package static func command(_ input: Input, _ request: CommandRequest) -> RemoveCompanyMember {
        let given = input.object("input")
        return RemoveCompanyMember(
            company: given?.text("companyId") ?? "", user: given?.text("userId") ?? "")
    }

    package static func result(_ command: RemoveCompanyMember, _ receipt: CommandReceipt<CompanyEvent>) -> ResultRow {
        CompanyAnswer.changed(command.company)
    }

    package static func refused(_ refusal: CompanyRefusal) -> ResultRow { CompanyAnswer.refused(refusal) }
}
