import Database
import EventSourcing
import GraphQLPlanning
import GraphQLSchema

/// Everything that the parts of all contexts have said, not yet checked against the schema.
package struct Assembly: Sendable {
    /// Makes the binding of one field once the schema and the stores are there.
    package typealias MakeBinding = @Sendable (FieldID, Schema, ContextServices) -> FieldBinding

    struct Declared: Sendable {
        let coordinate: String
        let part: String
        /// Columns of the parent's row that the binding needs.
        let parentColumns: [String]
        let make: MakeBinding
    }

    struct ObjectRow: Sendable {
        let type: String
        let part: String
        let columns: [TableDefinition.Column]
    }

    struct DeclaredRead: Sendable {
        let coordinate: String
        let part: String
        let recipe: ReadRecipe
        let model: ReadModelIdentity
    }

    struct DeclaredModel: Sendable {
        let part: String
        let identity: ReadModelIdentity
        let table: TableDefinition
        let tagSets: [[SQLName]]

        func hasTag(_ columns: some Sequence<SQLName>) -> Bool {
            let columns = Set(columns)
            return tagSets.contains { Set($0) == columns }
        }
    }

    private(set) var declared: [Declared] = []
    private(set) var rows: [ObjectRow] = []
    private(set) var reads: [DeclaredRead] = []
    private(set) var models: [DeclaredModel] = []
    /// In the order in which they were declared.
    package private(set) var readModels: [any ReadModel.Type] = []
    /// The live feeds by the coordinates of their fields.
    package internal(set) var feeds: [String: LiveFeedRecipe] = [:]
    /// The fields that show signals, by their coordinates.
    package var signalFeeds: [String: SignalFeedRecipe] = [:]
    var viewerFeeds: [any ViewerFeed.Type] = []
    /// The subscription fields that are answered like queries, again and again.
    package internal(set) var watchedFields: Set<String> = []
    package internal(set) var processes: [ProcessRecipe] = []
    var neededPorts: [NeededPort] = []
    /// The members of events that are sealed with the keys of the people whom they are about.
    package private(set) var personal: [EventName: [PersonalField]] = [:]
    private var part = ""

    package init(_ contexts: [any BoundedContext.Type]) {
        for context in contexts {
            for part in context.parts { install(part) }
        }
        part = "MyEvents"
        bindViewerFeeds()
    }

    /// What the node projects: the read models, and the index by which processes are found if there are any.
    package var projections: [any Projection] {
        readModels.projections + (processes.isEmpty ? [] : [ProcessIndex()])
    }

    /// The names of all checkpoints that a node keeps.
    package var checkpointNames: [ProjectionName] { projections.map(\.name) + processes.map(\.inbox) }

    private mutating func install(_ part: any Part.Type) {
        self.part = part.name
        if let feed = part as? any ViewerFeed.Type { viewerFeeds.append(feed) }
        part.install(in: &self)
    }

    /// Declares a read model with its table; its object type is declared by `object`.
    package mutating func readModel<Model: ReadModel>(_ model: Model.Type) {
        models.append(
            DeclaredModel(part: part, identity: Model.identity, table: Model.table, tagSets: Model.tagSets))
        readModels.append(model)
    }

    /// Declares the events of a codec that say something about people; the node seals what they declare as personal.
    package mutating func seals<Event>(_ codec: EventCodec<Event>) {
        personal.merge(codec.personal) { _, new in new }
    }

    /// An object type whose leaf fields are columns of its row: `createdAt` is `created_at`.
    package mutating func object(_ type: String, columns: [TableDefinition.Column]) {
        rows.append(ObjectRow(type: type, part: part, columns: columns))
    }

    /// An object type that stands for one row of a read model.
    package mutating func object<Model: ReadModel>(_ type: String, of model: Model.Type) {
        object(type, columns: Model.table.columns)
    }

    /// A field that reads rows of a read model, for whom `access` admits; rows whose `owner` column is the viewer's id
    /// are open to their owner too. A guard hides rows from viewers whom another table does not name.
    package mutating func read<Model: ReadModel>(
        _ coordinate: String, from model: Model.Type, where conditions: [ReadRecipe.Condition],
        _ shape: ReadRecipe.Shape, access: AccessRule = .authenticated, owner: SQLName? = nil,
        guarded: ReadRecipe.Guard? = nil
    ) {
        let recipe = ReadRecipe(Model.table, where: conditions, shape, guarded: guarded)
        let identity = Model.identity
        reads.append(DeclaredRead(coordinate: coordinate, part: part, recipe: recipe, model: identity))
        bind(coordinate, parentColumns: recipe.parentColumns.map(\.text)) { field, schema, _ in
            let loader = ReadLoader(
                recipe, access: access, owner: owner, model: identity, field: field, coordinate: coordinate,
                schema: schema)
            let shape: LoadBinding.Shape =
                switch recipe.shape {
                case .one: .one
                case .many: .many
                case .connection: .connection
                }
            return .load(
                LoadBinding(
                    name: coordinate, keys: recipe.parentColumns.map(\.text), shape: shape,
                    isProvable: loader.isKept, loader: .callback { call, done in loader.load(call, done) }))
        }
    }

    /// The types of a Relay connection: `NoteConnection` with its edges, nodes and page.
    package mutating func connection(_ type: String, edge: String) {
        bind("\(type).edges") { _, _, _ in .items }
        bind("\(type).nodes") { _, _, _ in .items }
        bind("\(type).pageInfo") { _, _, _ in .embedded(presence: nil) }
        bind("\(edge).node") { _, _, _ in .embedded(presence: nil) }
        bind("\(edge).cursor") { _, _, _ in .column(PageLayout.cursor) }
    }

    /// A field of object type whose fields are columns of the parent's own row, or of no row, such as `Query`; null
    /// where the named column is null.
    package mutating func embedded(_ coordinate: String, presence column: SQLName? = nil) {
        bind(coordinate, parentColumns: column.map { [$0.text] } ?? []) { _, _, _ in
            .embedded(presence: column?.text)
        }
    }

    /// Any other binding; the columns are those of the parent's row that it needs.
    package mutating func bind(_ coordinate: String, parentColumns: [String] = [], _ make: @escaping MakeBinding) {
        declared.append(Declared(coordinate: coordinate, part: part, parentColumns: parentColumns, make: make))
    }
}
