import Chat
import Companies
import EventSourcing

/// Tells chats who is in a company, from the company itself.
struct CompanyBooks: CompanyDirectory {
    private let loader: LoadAggregate

    init(_ storage: NodeStorage) {
        loader = LoadAggregate(store: storage.events, snapshots: storage.snapshots)
    }

    func standing(
        of company: String, in tenant: TenantID
    ) async throws(CompanyDirectoryFailure) -> CompanyStanding {
        let stream = Company.stream(company)
        do throws(LoadError) {
            let loaded = try await loader.load(stream, in: tenant, as: Company.self)
            let members = loaded.state.isArchived ? [] : Set(loaded.state.roles.keys)
            return CompanyStanding(company: company, members: members, stream: stream, version: loaded.version)
        } catch {
            throw CompanyDirectoryFailure()
        }
    }
}
