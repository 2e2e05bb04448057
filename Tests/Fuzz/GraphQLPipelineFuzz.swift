import GraphQLExecution
import GraphQLLanguage
import GraphQLPlanning
import GraphQLSchema
import GraphQLValidation
import JSON
import Rows

/// Loads that call for one another, pages, computed cells, embedded JSON and types that are known by their rows only.
private let schema = try? SchemaBuilder(capabilities: .incrementalDelivery, codecs: .gateway).build(
    """
    scalar Long scalar DateTime
    enum E { ONE TWO }
    input In { a: Int = 3 b: [String!] c: In e: E }
    interface Node { id: ID! name: String next: Node }
    type A implements Node { id: ID! name: String next: Node many(in: In, n: Int! = 2): [Node!]! one: B! big: Long e: E
      page(first: Int): Page! shout: String! json: Meta list: [[Int!]] }
    type B implements Node { id: ID! name: String! next: Node a: A at: DateTime u: [U] self: B! }
    type Meta { a: Int b: [Meta!] }
    union U = A | B
    type Page { nodes: [A!]! edges: [Edge!] total: Int! }
    type Edge { cursor: String! node: A! }
    type Query { a: A b(in: In): B! nodes: [Node] us: [U!]! page: Page! text: String! }
    type Mutation { take(id: ID!): A must(id: ID!): A! page: Page }
    type Subscription { a: A tick: Int! }
    """)

/// The answer for one key: as many rows as the key says, every seventh cell null, every fifth key a failure.
private func answer(_ call: LoadCall) -> LoadResult {
    var rows = RowBatch(columnCount: call.columns.count)
    var pages = RowBatch(columnCount: call.pageColumns.count)
    var groups: [LoadResult.Group] = []
    for key in 0..<call.keys.rowCount {
        let seed = call.keys.columnCount > 0 ? Int(truncatingIfNeeded: call.keys.cell(row: key, column: 0).bits) : key
        let first = rows.rowCount
        for row in 0..<(call.binding.shape == .one ? 1 : 1 + (seed & 1)) {
            for (place, column) in call.columns.enumerated() { put(column, seed &+ row &+ place, into: &rows) }
            rows.endRow()
        }
        for (place, column) in call.pageColumns.enumerated() { put(column, seed &+ place, into: &pages) }
        pages.endRow()
        switch seed % 5 {
        case 3: groups.append(.null)
        case 4: groups.append(LoadResult.Group(state: .failed, first: 0, count: 0))
        default: groups.append(.rows(first..<rows.rowCount))
        }
    }
    return LoadResult(
        rows: rows, groups: groups, pages: call.pageColumns.isEmpty ? nil : pages,
        failures: [LoadFailure(message: "no luck")])
}

private func put(_ column: String, _ seed: Int, into batch: inout RowBatch) {
    if column == "__typename" { return batch.append(text: seed & 8 == 0 ? "A" : "B") }
    if seed % 7 == 6 { return batch.append(.null) }
    switch column {
    case "id", "total", "big", "at", "tick": batch.append(.int(Int64(seed & 15)))
    case "json": batch.append(.json, bytes: #"{"a":1,"b":[{"a":null,"b":[]}]}"#.utf8)
    case "list": batch.append(.json, bytes: "[[1,2],null,[]]".utf8)
    case "e": batch.append(text: seed & 1 == 0 ? "ONE" : "SIX")
    default: batch.append(text: column)
    }
}

private let bindings: BindingTable? = schema.map { schema in
    var table = BindingTable(for: schema)
    func bind(_ coordinate: String, _ binding: FieldBinding) {
        let parts = coordinate.split(separator: ".").map(String.init)
        guard let type = schema.type(named: parts[0]), let field = schema.field(named: parts[1], of: type) else {
            preconditionFailure("No \(coordinate).")
        }
        table[field] = binding
    }
    func load(_ name: String, _ shape: LoadBinding.Shape, keys: [String] = []) -> FieldBinding {
        .load(LoadBinding(name: name, keys: keys, shape: shape, loader: .immediate(answer)))
    }
    for name in ["Query.a", "Query.b", "Mutation.take", "Mutation.must"] { bind(name, load(name, .one)) }
    for name in ["Query.nodes", "Query.us"] { bind(name, load(name, .many)) }
    for name in ["Query.page", "Mutation.page"] { bind(name, load(name, .connection)) }
    for name in ["A.next", "B.next", "A.one", "B.a"] { bind(name, load(name, .one, keys: ["id"])) }
    for name in ["A.many", "B.u"] { bind(name, load(name, .many, keys: ["id"])) }
    bind("A.page", load("A.page", .connection, keys: ["id", "name"]))
    for name in ["Page.nodes", "Page.edges"] { bind(name, .items) }
    for name in ["Edge.node", "B.self"] { bind(name, .embedded(presence: nil)) }
    bind("A.json", .column("json"))
    bind("Query.text", .constant(Array("\"text\"".utf8)))
    bind("Subscription.a", .event(column: nil))
    bind("Subscription.tick", .event(column: "tick"))
    bind(
        "A.shout",
        .compute(
            ComputeBinding(name: "shout", inputs: ["name", "id"]) { call in
                var cells = RowBatch(columnCount: 1)
                for row in 0..<call.parents.rowCount {
                    let cell = call.parents.cell(row: row, column: 0)
                    if cell.isNull { cells.append(.null) } else { cells.append(text: "A") }
                    cells.endRow()
                }
                return ComputeResult(cells: cells, failures: [3: LoadFailure(message: "hoarse")])
            }))
    return table
}

/// Any document with any variables and any JSON for a root is executed to the end: over rows and over JSON, whatever an
/// error does, in one response or in payloads, each of them JSON, and the same each time.
///
/// The byte 1 stands between the document, the variables and the root.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzGraphQLPipeline(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let parts = UnsafeBufferPointer(start: data, count: size).split(separator: 1, maxSplits: 2).map(Array.init)
    guard let schema, let bindings, let text = parts.first,
        let document = try? Document.parse(text, options: ParseOptions(limits: .untrusted))
    else { return 0 }
    var options = ValidationOptions(limits: .standard)
    options.limits.depthMax = 12
    guard case .valid(let valid) = validate(document, against: schema, options: options) else { return 0 }
    let variables = parts.count > 1 ? try? JSONDocument(parsing: parts[1], limits: .request) : nil
    let root = try? JSONDocument(parsing: parts.count > 2 ? parts[2] : Array("{}".utf8))
    for index in document.operations.indices {
        for table in [bindings, .json] {
            let operation = PreparedOperation(valid, operation: NodeID(index), bindings: table)
            for isIncremental in [false, true] {
                var request = ExecutionRequest(operation)
                request.variables = variables.map { ($0, $0.root) }
                request.deliversIncrementally = isIncremental
                request.limits = ExecutionLimits(
                    responseBytesMax: 65_536, listItemsMax: 100, depthMax: 50, wavesMax: 20)
                if table.root == .json, let root { request.root = .json(root, root.root) }
                if table.root == .rows, operation.kind == .subscription { request.root = event(request) }
                check(request)
            }
        }
    }
    return 0
}

/// The row of an event, with the columns that the operation reads from it.
private func event(_ request: ExecutionRequest) -> RootValue {
    guard let columns = (try? request.prepared())?.plan.layouts[Plan.rootLayout].columns else { return .none }
    var row = RowBatch(columnCount: columns.count)
    for (place, column) in columns.enumerated() { put(column, place, into: &row) }
    row.endRow()
    return .row(row)
}

private func check(_ request: ExecutionRequest) {
    var request = request
    var answers: [[[UInt8]]] = []
    var isSound = true
    for behavior in [ErrorBehavior.propagate, .null, .halt, .propagate] {
        request.behavior = behavior
        guard let payloads = payloads(of: request) else { return }
        for payload in payloads {
            guard let json = try? JSONDocument(parsing: payload.bytes, limits: JSONLimits(depth: 200)) else {
                preconditionFailure("A response is no JSON: \(String(decoding: payload.bytes, as: UTF8.self))")
            }
            if payloads.count == 1 {
                precondition(payload.hasErrors == (json.member("errors", of: 0) != nil))
                precondition(payload.hasData == (json.member("data", of: 0).map { !json.isNull($0) } ?? false))
                precondition(payload.hasData || payload.hasErrors, "Nothing came, and no reason for it.")
            }
            if behavior == .halt, payload.hasErrors, payloads.count == 1, let errors = json.member("errors", of: 0) {
                precondition(Array(json.items(errors)).count == 1 || !payload.hasData)
            }
            isSound = isSound && !payload.hasErrors
        }
        answers.append(payloads.map(\.bytes))
    }
    precondition(answers[0] == answers[3], "The same request was answered in two ways.")
    precondition(!isSound || (answers[0] == answers[1] && answers[1] == answers[2]))
}

/// Every payload, or nil when the operation cannot be planned; one abandoned half-way is well-formed too.
private func payloads(of request: ExecutionRequest) -> [ExecutionResponse]? {
    do throws(ExecutionRequest.Refusal) {
        var machine = try request.machine()
        var payloads: [ExecutionResponse] = []
        var step = machine.start()
        while true {
            switch step {
            case .load(let calls): step = machine.resume(calls.map(answer))
            case .finished(let response):
                payloads.append(response)
                guard response.hasNext else { return payloads }
                precondition(payloads.count < 1_000, "Payloads without an end.")
                step = machine.proceed()
            }
        }
    } catch {
        precondition(!error.response.hasData && error.response.hasErrors)
        return [error.response]
    }
}
