import ContextKit

/// Companies, who is in them and who may do what there. What a company is to its chats is for others to say.
package enum CompaniesContext: BoundedContext {
    package static let name = "companies"
    package static let parts: [any Part.Type] = [
        CreateCompanyField.self,
        UpdateCompanyField.self,
        AddCompanyMemberField.self,
        RemoveCompanyMemberField.self,
        ChangeCompanyMemberRoleField.self,
        ArchiveCompanyField.self,
        CompanyAnswer.self,
        CompanyProfiles.self,
        CompanyMembers.self,
        CompanyByINN.self,
        SuggestCompanies.self,
        GroupCreationPart.self,
        CompanyEvents.self,
    ]
}
