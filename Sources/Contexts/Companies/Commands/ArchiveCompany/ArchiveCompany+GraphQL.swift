import ContextKit
import EventSourcing

/// `Mutation.archiveCompany`
package enum ArchiveCompanyField: CommandPart {
    package static let field = "Mutation.archiveCompany"

    package static func command(_ input: Input, _ request: CommandRequest) -> ArchiveCompany {
        let given = input.object("input")
        return ArchiveCompany(company: given?.text("companyId") ?? "")
    }

    package static func result(_ command: ArchiveCompany, _ receipt: CommandReceipt<CompanyEvent>) -> ResultRow {
        CompanyAnswer.changed(command.company)
    }

    package static func refused(_ refusal: CompanyRefusal) -> ResultRow { CompanyAnswer.refused(refusal) }
}
