import GraphQLLanguage
import GraphQLSchema
import Prelude
import Synchronization

/// What a request of one operation does, with every name resolved; immutable, and shared by all requests.
///
/// ```
/// objects ──fields──▶ fields ──selection──▶ selections ──variant──▶ objects
///         ──loads───▶ steps ──▶ fields ──step──▶ loads ──rows──▶ layouts
/// ```
///
/// Objects are shared wherever the same selections meet the same type, so that a document whose fragments spread
/// exponentially has a plan that is as small as its text.
///
/// Invariant: every index in a plan names an entry of the same plan; the objects form no cycle.
package final class Plan: Sendable {
    package let document: Document
    package let schema: Schema
    package let operation: NodeID<OperationNode>
    package let kind: OperationKind
    package let readsJSON: Bool
    /// The object of the root type.
    package let root: Int
    package let objects: [PlannedObject]
    package let fields: [PlannedField]
    package let selections: [PlannedSelection]
    package let arguments: [PlannedArguments]
    package let loads: [PlannedLoad]
    package let layouts: [RowLayout]
    /// Indices of fields, named by objects.
    package let steps: [Int32]
    /// Indices of selections of the document, named by fields.
    package let nodes: [UInt32]
    /// Places of columns, named by the `inputs` of fields.
    package let columns: [Int32]
    /// Named by the `step` of computed fields.
    package let computations: [ComputeBinding]
    /// `@defer` and `@stream`; empty unless the plan is made for incremental delivery.
    package let usages: [DeferUsage]
    package let newUsages: [Int32]
    package let deferred: [DeferredFields]
    package let streams: [StreamUsage]
    /// Keys and constants, ready to be copied; padded, so that a key may be read in whole words.
    package let text: [UInt8]
    package let program: RowProgram

    /// The response, once it has been written, of a plan whose response cannot change: constants and introspection.
    package let keptResponse = Lock<[UInt8]?>(nil)
    package let isConstant: Bool
    /// How many bytes a response of it has had, so that the next one has room from the beginning.
    private let responseBytes = Atomic<Int>(4_096)

    init(_ parts: consuming MakePlan, root: Int) {
        document = parts.document
        schema = parts.schema
        operation = parts.operation
        kind = parts.document[parts.operation].kind
        readsJSON = parts.bindings.root == .json
        self.root = root
        objects = parts.objects
        fields = parts.fields
        selections = parts.selections
        arguments = parts.arguments
        loads = parts.loads
        layouts = parts.layouts
        steps = parts.steps
        nodes = parts.nodes
        columns = parts.columns
        computations = parts.computations
        usages = parts.usages
        newUsages = parts.newUsages
        deferred = parts.deferred
        streams = parts.streams
        program = RowProgram(parts)
        text = parts.text + repeatElement(0, count: RowProgram.slack)
        isConstant =
            !readsJSON && deferred.isEmpty && streams.isEmpty && objects[root].failure == nil
            && arguments.allSatisfy { $0.constant != nil }
            && fields[objects[root].fields.indices].allSatisfy { field in
                switch field.source {
                case .typename, .introspection, .constant: true
                case .member, .column, .compute, .load, .embedded, .items: false
                }
            }
    }

    /// The room that a response most likely needs.
    package var responseRoom: Int { responseBytes.load(ordering: .relaxed) }

    /// Learns from a response; rarely writes, so that loops do not pass the line to and fro.
    package func noteResponse(bytes: Int) {
        let known = responseBytes.load(ordering: .relaxed)
        let wanted = min(bytes &+ bytes / 8 &+ 512, Self.responseRoomMax)
        if wanted > known + known / 8 || wanted < known / 4 { responseBytes.store(wanted, ordering: .relaxed) }
    }

    /// Limit: room that is made before anything is written.
    private static let responseRoomMax = 1 << 20

    /// The layout of the row of the root: the columns that an event of a subscription must bring.
    package static let rootLayout = 0

    package func bytes(_ range: TextRange) -> ArraySlice<UInt8> {
        text[Int(range.start)..<Int(range.start) + Int(range.count)]
    }

    /// Whether a response may come in several payloads.
    package var isIncremental: Bool { !deferred.isEmpty || !streams.isEmpty }

    package var rootFields: ArraySlice<PlannedField> { fields[objects[root].fields.indices] }
}
