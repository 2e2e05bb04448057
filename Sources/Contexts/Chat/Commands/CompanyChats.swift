import ContextKit
import EventSourcing

extension Procedure {
    /// Limit: how often a company is looked at again because it was changed meanwhile.
    private static let attemptsMax = 3

    /// Sends a command that needs to know who is in a company; nil for one that needs not.
    func send<Content: Command>(
        beside company: String?, _ command: (CompanyStanding?) -> Content
    ) async throws(PublicFailure) -> SettledCommand<Content.Subject> where Content.Subject.Refusal == ChatRefusal {
        guard let company else { return try await send(command(nil)) }
        let directory = try port((any CompanyDirectory).self)
        for _ in 0..<Self.attemptsMax {
            let standing: CompanyStanding
            do throws(CompanyDirectoryFailure) {
                standing = try await directory.standing(of: company, in: viewer.tenant)
            } catch {
                throw .unavailable(retryAfterMilliseconds: 1_000)
            }
            let settled = try await send(command(standing))
            if case .refused(.companyChanged) = settled { continue }
            return settled
        }
        return .refused(.companyChanged)
    }
}
