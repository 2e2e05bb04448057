import ContextKit
import EventSourcing

/// `Mutation.createCompany`
package enum CreateCompanyField: CommandPart {
    package static let field = "Mutation.createCompany"

    package static func command(_ input: Input, _ request: CommandRequest) -> CreateCompany {
        let given = input.object("input")
        return CreateCompany(
            company: given?.text("id") ?? request.newID("company"), title: given?.text("title") ?? "",
            inn: given?.text("inn"), wantsGroup: given?.bool("createMessengerGroup") ?? false)
    }

    package static func result(_ command: CreateCompany, _ receipt: CommandReceipt<CompanyEvent>) -> ResultRow {
        CompanyAnswer.changed(command.company)
    }

    package static func refused(_ refusal: CompanyRefusal) -> ResultRow { CompanyAnswer.refused(refusal) }
}
