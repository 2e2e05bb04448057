import Database
import EventSourcing
import GraphQLPlanning
import GraphQLSchema
import JSON
import Lifecycle

/// Keeps answers of reads and gives them back only while they can be proven fresh.
package protocol ReadCache: Sendable {
    /// Calls back exactly once; at once unless another request or another node's memory has to be waited for.
    func find(_ asked: CacheQuestion, _ done: @escaping @Sendable (CacheAnswer) -> Void)

    /// Another number whenever changes of some read model may have gone untold; a proof begins with it before anything
    /// is read.
    var era: UInt64 { get }

    /// Whether nothing that was read has changed since, as far as this node can tell at once.
    func isStillTrue(_ proof: ReadProof) -> Bool
}

/// Which answer is looked for.
package struct CacheQuestion: Sendable {
    /// The bytes that tell the read from every other on nodes of the same code.
    package let key: [UInt8]
    package let model: ProjectionName
    package let policy: CachePolicy
    /// What would be run: nodes of another code may read differently under the same key.
    package let queries: [Query]

    package init(key: [UInt8], model: ProjectionName, policy: CachePolicy, queries: [Query]) {
        (self.key, self.model, self.policy, self.queries) = (key, model, policy, queries)
    }
}

/// What the cache says.
package enum CacheAnswer: Sendable {
    /// Depends on nothing that has changed since it was read. With a flight it soon runs out and should be read again.
    case kept(CachedRead, again: (any CacheFlight)?)
    /// Somebody else has just tried to read the same, and failed.
    case failed(LoadResult)
    /// Has to be read; with a flight, others wait for what comes of it.
    case missing((any CacheFlight)?)
}

/// A read under way on behalf of everybody who asks the same meanwhile. One that is let go of without having landed
/// lets those who wait read for themselves.
package protocol CacheFlight: AnyObject, Sendable {
    /// Offers what was read to all of them and to those who come later, as far as it is fresh.
    func landed(_ read: CachedRead)
    func failed(_ result: LoadResult)
}

/// What proves that several reads together are still true.
package struct ReadProof: Sendable {
    /// Where the read model stood that was furthest behind.
    package let asOf: GlobalPosition
    package let tags: [ChangeTag]
    package let models: [ProjectionName]
    /// Of the cache, before reading began.
    package let era: UInt64

    package init(asOf: GlobalPosition, tags: [ChangeTag], models: [ProjectionName], era: UInt64) {
        (self.asOf, self.tags, self.models, self.era) = (asOf, tags, models, era)
    }
}

/// The answer of a read with what proves it: the position it is true at, and the tags it depends on.
package struct CachedRead: Sendable {
    package let result: LoadResult
    package let asOf: GlobalPosition
    package let tags: [ChangeTag]
    /// Until when it may be given back; nil while it is not kept.
    package var expires: MonotonicTime?

    package init(result: LoadResult, asOf: GlobalPosition, tags: [ChangeTag]) {
        (self.result, self.asOf, self.tags) = (result, asOf, tags)
    }
}

/// How long and for whom a field's answers are kept; `@cacheControl` in the schema.
package struct CachePolicy: Hashable, Sendable {
    package enum Scope: String, Sendable {
        case `public` = "PUBLIC"
        case tenant = "TENANT"
        case viewer = "VIEWER"
    }

    package let seconds: Int
    package let scope: Scope

    package init(seconds: Int, scope: Scope) { (self.seconds, self.scope) = (seconds, scope) }

    /// Nil for a field that does not say that its answers may be kept, and whose type does not say it either.
    package init?(of field: FieldID, in schema: Schema) {
        let own = schema.applied("cacheControl", in: schema[field].directives)
        guard let use = own ?? schema.applied("cacheControl", in: schema[schema[field].type.named].directives),
            case .int(let seconds)? = schema.argument("maxAge", of: use), seconds > 0
        else { return nil }
        self.seconds = Int(min(seconds, 86_400))
        if case .enumValue(let id)? = schema.argument("scope", of: use) {
            scope = Scope(rawValue: schema.string(schema[id].name)) ?? .viewer
        } else {
            scope = .viewer
        }
    }

    /// The bytes that tell one read from another. The tenant is always among them, whatever the scope: a read never
    /// leaves its tenant, so neither may its answer.
    static func key(
        _ coordinate: String, _ scope: Scope, _ viewer: Viewer, parameters: [[SQLValue]], columns: [[String]],
        page: [UInt8]
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(160)
        bytes += viewer.tenant.text.utf8
        bytes.append(0)
        if scope == .viewer, let actor = viewer.actor { bytes += actor.text.utf8 }
        bytes.append(0)
        bytes += coordinate.utf8
        for row in parameters {
            bytes.append(1)
            for value in row.dropFirst() { append(value, to: &bytes) }
        }
        for list in columns {
            bytes.append(2)
            for name in list {
                bytes += name.utf8
                bytes.append(0)
            }
        }
        bytes.append(3)
        bytes += page
        return bytes
    }

    private static func append(_ value: SQLValue, to bytes: inout [UInt8]) {
        switch value {
        case .null: bytes.append(0)
        case .array(let values):
            bytes.append(5)
            withUnsafeBytes(of: UInt32(truncatingIfNeeded: values.count).bigEndian) { bytes += $0 }
            for value in values { append(value, to: &bytes) }
        case .bool(let bool): bytes += [1, bool ? 1 : 0]
        case .int(let int):
            bytes.append(2)
            withUnsafeBytes(of: int.bigEndian) { bytes += $0 }
        case .double(let double):
            bytes.append(3)
            withUnsafeBytes(of: double.bitPattern.bigEndian) { bytes += $0 }
        case .text(let text), .blob(let text):
            bytes.append(4)
            withUnsafeBytes(of: UInt32(truncatingIfNeeded: text.count).bigEndian) { bytes += $0 }
            bytes += text
        }
    }
}
