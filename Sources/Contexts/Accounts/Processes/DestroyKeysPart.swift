import ContextKit
import EventSourcing
import JSON

/// What the process `DestroyKeys` does elsewhere.
package enum DestroyKeysPart: ProcessPart {
    package static var definition: DestroyKeys { DestroyKeys() }

    package static func install(in assembly: inout Assembly) {
        assembly.process(Self.self)
        assembly.needs((any SubjectSealer).self, by: Self.self)
    }

    package static func perform(_ request: ActionRequest, _ commands: ProcessCommands) async -> ActionAnswer {
        guard request.action.name == DestroyKeys.action, let user = request.action.payload["user"]?.string,
            let subject = SubjectID(user), let sealer = commands.ports.find((any SubjectSealer).self)
        else { return .refused(code: "UNKNOWN_ACTION") }
        do throws(SealingError) {
            // Doing it again changes nothing, so that an answer that was lost needs no question.
            try await sealer.destroyKeys(of: subject, in: request.process.tenant)
            return .done(.null)
        } catch {
            return .failed(reason: "\(error)")
        }
    }
}
