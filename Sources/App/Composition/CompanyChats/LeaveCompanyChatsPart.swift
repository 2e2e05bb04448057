import Chat
import ContextKit
import EventSourcing
import JSON

/// What the process `LeaveCompanyChats` does elsewhere.
enum LeaveCompanyChatsPart: ProcessPart {
    static var definition: LeaveCompanyChats { LeaveCompanyChats() }

    static func install(in assembly: inout Assembly) {
        assembly.process(Self.self)
        assembly.needs((any ChatsOfCompanies).self, by: Self.self)
    }

    static func perform(_ request: ActionRequest, _ commands: ProcessCommands) async -> ActionAnswer {
        let payload = request.action.payload
        guard let company = payload["company"]?.string, let user = payload["user"]?.string.flatMap({ ActorID($0) }),
            let position = payload["position"]?.string.flatMap({ Int64($0) }),
            let lists = commands.ports.find((any ChatsOfCompanies).self)
        else { return .refused(code: "UNKNOWN_ACTION") }
        do {
            let chats = try await lists.chats(
                of: company, with: user, in: request.process.tenant, asOf: GlobalPosition(position))
            for chat in chats {
                let command = LeaveWithCompany(chat: chat, user: user, company: company)
                let id = CommandID.derived(from: "leave-with-company", request.id.description, chat)
                let answer = await commands.send(command, for: request, id: id)
                guard case .done = answer else { return answer }
            }
            return .done(.null)
        } catch {
            return .failed(reason: "\(error)")
        }
    }
}

/// In which chats of a company somebody is.
protocol ChatsOfCompanies: Sendable {
    /// Throws while the lists are not as far as the position.
    func chats(
        of company: String, with user: ActorID, in tenant: TenantID, asOf position: GlobalPosition
    ) async throws -> [String]
}
