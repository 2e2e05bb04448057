import ContextKit
import EventSourcing

/// `Mutation.updateCompany`
package enum UpdateCompanyField: CommandPart {
    package static let field = "Mutation.updateCompany"

    package static func command(_ input: Input, _ request: CommandRequest) -> UpdateCompany {
        let given = input.object("input")
        return UpdateCompany(
            company: given?.text("companyId") ?? "", title: given?.text("title"), inn: given?.text("inn"))
    }

    package static func result(_ command: UpdateCompany, _ receipt: CommandReceipt<CompanyEvent>) -> ResultRow {
        CompanyAnswer.changed(command.company)
    }

    package static func refused(_ refusal: CompanyRefusal) -> ResultRow { CompanyAnswer.refused(refusal) }
}
