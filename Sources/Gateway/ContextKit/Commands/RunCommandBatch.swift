import EventSourcing
import GraphQLPlanning
import GraphQLSchema
import Rows

/// Carries out the commands of one mutation field side by side, so that the batcher appends them together.
struct RunCommandBatch<Bound: CommandBatchPart>: Sendable {
    private typealias Outcome = Result<CommandOutcome<Bound.Content.Subject>, PublicFailure>

    private let call: LoadCall
    private let schema: Schema

    init(_ call: LoadCall, _ schema: Schema) {
        (self.call, self.schema) = (call, schema)
    }

    func answer() async -> LoadResult {
        do {
            return .all(ResultRow.batch(try await run(), call.columns))
        } catch {
            return .failed(error.loadFailure, keys: call.keys.rowCount)
        }
    }

    private func run() async throws(PublicFailure) -> [ResultRow] {
        guard let scope = call.context as? RequestScope else { throw .internal }
        let commands = (Input(call.arguments, schema).objects(Bound.argument) ?? []).map(Bound.command)
        guard (1...Bound.itemsMax).contains(commands.count) else {
            throw PublicFailure("BAD_USER_INPUT", "`\(Bound.argument)` must have 1 to \(Bound.itemsMax) items.")
        }
        let caller = Caller(actor: scope.viewer.actor, permissions: scope.viewer.roles.union(scope.viewer.scopes))
        guard commands.allSatisfy({ $0.isPermitted(to: caller) }) else {
            throw scope.viewer.actor == nil ? .unauthenticated : .forbidden
        }
        let outcomes = await withTaskGroup(of: (Int, Outcome).self) { group in
            for (index, command) in commands.enumerated() {
                group.addTask { (index, await carryOut(command, caller, scope)) }
            }
            var outcomes = [Outcome](repeating: .failure(.internal), count: commands.count)
            for await (index, outcome) in group { outcomes[index] = outcome }
            return outcomes
        }
        // Why: the commands end in any order, and reads behind the batch must include the last of them.
        let last = outcomes.compactMap { try? $0.get().receipt?.cursor }.max { $0.position < $1.position }
        if let last { scope.noteWrite(at: last) }
        return zip(commands, outcomes).enumerated().map { Bound.row($0, $1.0, $1.1) }
    }

    private func carryOut(_ command: Bound.Content, _ caller: Caller, _ scope: RequestScope) async -> Outcome {
        let id = CommandID.derived(from: Bound.Content.name, Bound.idempotencyKey(command))
        let envelope = CommandEnvelope(
            command, id: id, tenant: scope.viewer.tenant, caller: caller,
            origin: CommandOrigin(actor: scope.viewer.actor, trace: scope.trace), deadline: scope.deadline,
            isIDOfActor: Bound.hasKeysOfActors)
        do throws(CommandFailure) {
            return .success(try await scope.services.handle(envelope))
        } catch {
            scope.noteFault(of: error, in: Bound.field)
            return .failure(PublicFailure(error))
        }
    }
}
