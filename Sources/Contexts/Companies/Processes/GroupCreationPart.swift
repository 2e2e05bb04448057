import ContextKit
import EventSourcing
import JSON

/// What the process `GroupCreation` does elsewhere.
package enum GroupCreationPart: ProcessPart {
    package static var definition: GroupCreation { GroupCreation() }

    package static func install(in assembly: inout Assembly) {
        assembly.process(Self.self)
        assembly.needs((any MessengerGroups).self, by: Self.self)
    }

    package static func perform(_ request: ActionRequest, _ commands: ProcessCommands) async -> ActionAnswer {
        let payload = request.action.payload
        guard let messenger = commands.ports.find((any MessengerGroups).self) else {
            return .refused(code: "NO_MESSENGER")
        }
        switch request.action.name {
        case GroupCreation.createGroup:
            guard let title = payload["title"]?.string else { break }
            // Why the process and not the attempt: however often it is tried, there is one group.
            let key = CommandID.derived(from: GroupCreation.createGroup, request.process.description)
            return await answer { () async throws(MessengerFailure) in
                .string(try await messenger.create(title: title, key: key.description))
            }
        case GroupCreation.deleteGroup:
            guard let group = payload["group"]?.string else { break }
            return await answer { () async throws(MessengerFailure) in
                try await messenger.delete(group: group)
                return .null
            }
        case GroupCreation.bindGroup:
            guard let company = payload["company"]?.string, let group = payload["group"]?.string else { break }
            return await commands.send(BindMessengerGroup(company: company, group: group), for: request)
        default: break
        }
        return .refused(code: "UNKNOWN_ACTION")
    }

    private static func answer(_ body: () async throws(MessengerFailure) -> JSONValue) async -> ActionAnswer {
        do throws(MessengerFailure) {
            return .done(try await body())
        } catch {
            return switch error {
            case .unavailable: .failed(reason: "the messenger cannot be reached")
            case .unknownOutcome: .unknown(reason: "the messenger did not answer")
            case .refused(let code): .refused(code: code)
            }
        }
    }
}
