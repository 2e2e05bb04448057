import EventSourcing
import JSON
import Prelude

/// Creates a messenger group for every company that was created with the wish for one, and binds it to the company; a
/// group that cannot be bound is deleted again.
///
///     company created → create group → bind group → done
///                                          └ refused → delete group → done
package struct GroupCreation: ProcessDefinition {
    /// Which group was created for which company.
    package struct State: ProcessState, Equatable {
        package var company = ""
        package var group = ""

        package init() {}

        package init(json: JSONValue) throws(ProcessPoison) {
            guard let company = json["company"]?.string, let group = json["group"]?.string else {
                throw ProcessPoison("the memory names no company")
            }
            (self.company, self.group) = (company, group)
        }

        package var json: JSONValue { ["company": .string(company), "group": .string(group)] }
    }

    static let createGroup = "create-group"
    static let bindGroup = "bind-group"
    static let deleteGroup = "delete-group"

    package let kind: ProcessKind = "companies-group-creation"
    package let filter = EventFilter(categories: [Company.category], names: [CompanyCreated.name])

    package init() {}

    /// One process a company.
    package func instance(for event: RecordedEvent) -> String? { event.stream.id }

    package func react(
        _ state: inout State, to input: ProcessInput, now: Timestamp
    ) throws(ProcessPoison) -> [ProcessEffect] {
        switch input {
        case .event(let event):
            let created = try created(event)
            guard created.wantsGroup else { return [] }
            state.company = created.company
            return [step(Self.createGroup, ["company": .string(created.company), "title": .string(created.title)])]
        case .answer(Self.createGroup, .done(let group)):
            guard let group = group.string else { throw ProcessPoison("the messenger named no group") }
            state.group = group
            return [step(Self.bindGroup, ["company": .string(state.company), "group": .string(group)])]
        case .answer(Self.bindGroup, .refused): return [step(Self.deleteGroup, ["group": .string(state.group)])]
        case .answer(_, .done): return [.complete]
        case .answer(let step, .refused(let code)): return [.park(reason: "\(step) was refused: \(code)")]
        case .answer(let step, .failed(let reason)): return [.park(reason: "\(step) failed: \(reason)")]
        case .timer: return []
        }
    }

    private func step(_ name: String, _ payload: JSONValue) -> ProcessEffect {
        .run(ProcessStep(name, ProcessAction(name, payload), retry: RetryPolicy(attemptsMax: 20)))
    }

    private func created(_ event: RecordedEvent) throws(ProcessPoison) -> CompanyCreated {
        let happened: CompanyEvent
        do throws(EventBodyError) {
            happened = try Company.codec.decode(event)
        } catch {
            throw ProcessPoison("\(event.name) cannot be read: \(error)")
        }
        guard case .created(let created) = happened else {
            throw ProcessPoison("\(event.name) does not create a company")
        }
        return created
    }
}
