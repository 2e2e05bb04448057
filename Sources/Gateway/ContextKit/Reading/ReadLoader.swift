import Cryptography
import Database
import EventSourcing
import GraphQLPlanning
import GraphQLSchema
import JSON
import Rows

/// Carries out one recipe: turns the call of a wave into statements, and their rows into the groups of the answer.
final class ReadLoader: Sendable {
    let recipe: ReadRecipe
    let access: AccessRule
    /// The condition whose value is the owner's id, if the rows have one.
    private let owner: Int?
    private let model: ReadModelIdentity
    private let statements: ReadStatements
    private let argumentIDs: [InputValueID?]
    private let pageArguments: PageRequest.Arguments
    private let schema: Schema
    private let coordinate: String
    private let policy: CachePolicy?

    init(
        _ recipe: ReadRecipe, access: AccessRule, owner: SQLName?, model: ReadModelIdentity, field: FieldID,
        coordinate: String, schema: Schema
    ) {
        self.owner = recipe.conditions.firstIndex { $0.column == owner }
        (self.recipe, self.access, self.model, self.schema) = (recipe, access, model, schema)
        self.coordinate = coordinate
        policy = CachePolicy(of: field, in: schema)
        statements = ReadStatements(recipe, name: coordinate)
        argumentIDs = recipe.conditions.map { condition in
            condition.source.argument.flatMap { schema.argument(named: $0, of: field) }
        }
        pageArguments = PageRequest.Arguments(of: field, in: schema)
    }

    /// Whether its answers may be kept, and say what they depend on.
    var isKept: Bool { policy != nil }

    /// Reads and calls back exactly once; at once where the store answers at once and the read model is far enough.
    func load(_ call: LoadCall, _ done: @escaping @Sendable (LoadResult) -> Void) {
        guard let scope = call.context as? RequestScope else {
            return done(.failed(PublicFailure.internal.loadFailure, keys: call.keys.rowCount))
        }
        guard !scope.isReady(model) else { return read(call, scope, done) }
        Task {
            do throws(PublicFailure) {
                try await scope.untilReady(model)
                read(call, scope, done)
            } catch {
                done(.failed(error.loadFailure, keys: call.keys.rowCount))
            }
        }
    }

    private func read(_ call: LoadCall, _ scope: RequestScope, _ done: @escaping @Sendable (LoadResult) -> Void) {
        do {
            let reading = try prepare(call, scope)
            guard let policy, let cache = scope.services.cache else { return run(reading, scope, done) }
            let key = CachePolicy.key(
                coordinate, policy.scope, scope.viewer, parameters: reading.queries.map(\.parameters),
                columns: [call.columns, call.pageColumns], page: reading.page)
            let asked = CacheQuestion(key: key, model: model.name, policy: policy, queries: reading.queries)
            cache.find(asked) { [self] answer in
                switch answer {
                case .missing(let flight): run(reading, scope, for: flight, done)
                case .failed(let result): done(result)
                case .kept(let read, let flight):
                    scope.noteRead(of: model, at: read.asOf, tags: read.tags, keptUntil: read.expires)
                    done(read.result)
                    if let flight { run(reading, scope, for: flight) { _ in } }
                }
            }
        } catch {
            done(.failed(error.loadFailure, keys: call.keys.rowCount))
        }
    }

    private func run(
        _ reading: Reading, _ scope: RequestScope, for flight: (any CacheFlight)? = nil,
        _ done: @escaping @Sendable (LoadResult) -> Void
    ) {
        // Why before the read: what is read afterwards includes everything up to here, and perhaps more.
        let position = scope.services.positions.position(of: model.name)
        scope.noteRead(of: model, at: position, tags: reading.tags)
        let finish: @Sendable ([QueryResult]) -> Void = { [self] results in
            scope.noteFaults(of: results, in: coordinate)
            let result = reading.answer(results)
            if result.failures.isEmpty {
                flight?.landed(CachedRead(result: result, asOf: position, tags: reading.tags))
            } else {
                flight?.failed(result)
            }
            done(result)
        }
        guard !reading.queries.isEmpty else { return finish([]) }
        let inScope = ReadScope(tenant: scope.viewer.tenant.text)
        if let results = scope.services.reader.readNow(reading.queries, in: inScope) {
            finish(results)
        } else {
            scope.services.reader.read(reading.queries, in: inScope, whenDone: finish)
        }
    }

    private func prepare(_ call: LoadCall, _ scope: RequestScope) throws(PublicFailure) -> Reading {
        let fixed = try fixedValues(call, scope)
        guard access.admits(scope.viewer) || isOwn(fixed, scope.viewer) else {
            throw scope.viewer.actor == nil ? .unauthenticated : .forbidden
        }
        if recipe.guarded != nil, scope.viewer.actor == nil { throw .unauthenticated }
        switch recipe.shape {
        case .one:
            return Reading.one(call, parameters(call, fixed, scope), statements, recipe, tags(call, fixed, scope))
        case .many(_, let max):
            return Reading.many(call, parameters(call, fixed, scope), statements, max, tags(call, fixed, scope))
        case .connection(_, let pageMax, _):
            let page = try PageRequest(call.arguments, pageArguments, pageMax: pageMax)
            return try Reading.connection(
                call, parameters(call, fixed, scope), statements, recipe, page,
                PageContext(
                    signer: scope.services.signer, purpose: purpose(fixed, scope),
                    position: pin(scope)),
                tags(call, fixed, scope))
        }
    }

    /// What a list is pinned to: everything that is known to be in it, and what the request has asked for.
    private func pin(_ scope: RequestScope) -> GlobalPosition {
        scope.required.reduce(scope.services.positions.position(of: model.name)) { max($0, $1.position) }
    }

    /// Whether the rows that are asked for are the viewer's own. A parent's column never proves it: parents differ.
    private func isOwn(_ fixed: [SQLValue?], _ viewer: Viewer) -> Bool {
        guard let owner, let actor = viewer.actor, case .text(let text)? = fixed[owner] else { return false }
        return text.elementsEqual(actor.text.utf8)
    }

    /// The conditions' values that are the same for all parents; nil stands for a parent's column.
    private func fixedValues(_ call: LoadCall, _ scope: RequestScope) throws(PublicFailure) -> [SQLValue?] {
        var values: [SQLValue?] = []
        for (index, condition) in recipe.conditions.enumerated() {
            switch condition.source {
            case .parent: values.append(nil)
            case .text(let text): values.append(.text(text))
            case .viewer:
                guard let actor = scope.viewer.actor else { throw .unauthenticated }
                values.append(.text(actor.text))
            case .argument, .folded, .optional, .words:
                guard let id = argumentIDs[index],
                    let argument = call.arguments[id].flatMap({ member(condition.source.member, of: $0) })
                else {
                    values.append(.null)
                    continue
                }
                let type = recipe.table.column(condition.column)?.type ?? .text
                let value = ColumnValue.parameter(argument, as: type, schema) ?? .null
                values.append(condition.source.prepared(value))
            }
        }
        return values
    }

    /// The value itself, or a member of the input object that it is.
    private func member(_ name: String?, of value: CoercedValue) -> CoercedValue? {
        guard let name else { return value }
        guard case .object(let fields) = value else { return nil }
        return fields.first { schema.string(schema[$0.field].name) == name }?.value
    }

    /// The parameters of each key: the tenant, then one value for each condition.
    private func parameters(_ call: LoadCall, _ fixed: [SQLValue?], _ scope: RequestScope) -> [[SQLValue]] {
        ownParameters(call, fixed, scope).map { own in
            guard let guarded = recipe.guarded, let actor = scope.viewer.actor else { return own }
            return own + guarded.parameters(own, of: recipe, for: actor, in: scope.viewer.tenant)
        }
    }

    private func ownParameters(_ call: LoadCall, _ fixed: [SQLValue?], _ scope: RequestScope) -> [[SQLValue]] {
        (0..<call.keys.rowCount).map { row in
            var values: [SQLValue] = [.text(scope.viewer.tenant.text)]
            values.reserveCapacity(fixed.count + 1)
            var column = 0
            for value in fixed {
                if let value {
                    values.append(value)
                } else {
                    values.append(KeysetCursor.value(of: call.keys.cell(row: row, column: column), in: call.keys))
                    column += 1
                }
            }
            return values
        }
    }

    /// What the answer depends on: for each key the rows that share the conditions' values.
    private func tags(_ call: LoadCall, _ fixed: [SQLValue?], _ scope: RequestScope) -> [ChangeTag] {
        let fixedPlaces = recipe.conditions.indices.filter { recipe.conditions[$0].source.isFixed }
        let columns = fixedPlaces.map { recipe.conditions[$0].column }
        return ownParameters(call, fixed, scope).flatMap { values in
            let rows = ChangeTag(
                table: recipe.table.name, tenant: scope.viewer.tenant, columns: columns,
                values: fixedPlaces.map { values[$0 + 1] })
            guard let guarded = recipe.guarded, let actor = scope.viewer.actor else { return [rows] }
            return [rows, guarded.tag(values, of: recipe, for: actor, in: scope.viewer.tenant)]
        }
    }

    /// What a cursor of this list is bound to.
    private func purpose(_ fixed: [SQLValue?], _ scope: RequestScope) -> [UInt8] {
        var bytes = Array(coordinate.utf8) + [0] + Array(scope.viewer.tenant.text.utf8)
        for case .some(let value) in fixed {
            bytes.append(0)
            switch value {
            case .text(let text): bytes += text
            case .blob(let blob): bytes += blob
            case .int(let int): bytes += String(int).utf8
            case .bool(let bool): bytes.append(bool ? 1 : 2)
            case .double(let double): bytes += String(double).utf8
            case .null, .array: break
            }
        }
        return bytes
    }
}

/// Which projection keeps a table, so that answers can say how fresh they are.
package struct ReadModelIdentity: Sendable, Hashable {
    package let name: ProjectionName
    package let zone: Zone

    package init(name: ProjectionName, zone: Zone) {
        (self.name, self.zone) = (name, zone)
    }
}

/// White is exact; gray is derived and may be approximate and late.
package enum Zone: String, Sendable {
    case white = "WHITE"
    case gray = "GRAY"
}

/// What the cursors of a page are made with.
struct PageContext: Sendable {
    let signer: CursorSigner
    let purpose: [UInt8]
    let position: GlobalPosition
}
