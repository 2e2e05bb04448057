import GraphQLSchema

/// What fields cost, read once from the directives `@cost` and `@listSize` of a schema.
///
/// A field costs its weight and those of its arguments, and as many times what is selected in it as its list is long:
///
///     cost(field) = weight(field) + Σ weight(argument given) + size × (weight(type) + cost(selections))
///
/// Without `@cost` a field weighs 1 if it has selections and nothing if it is a leaf; arguments and types weigh
/// nothing. The size is the greatest slicing argument given, else `assumedSize`, else the model's assumption.
package struct CostModel: Sendable {
    /// How the length of a field's list is known.
    struct ListSize: Sendable {
        var assumedSize: Int?
        var slicingArguments: [InputValueID] = []
        /// The fields of the returned type whose lists have this length; empty if it is the field itself.
        var sizedFields: [Symbol] = []
        var requiresOneSlicingArgument = true
    }

    /// Limit: how long a list is taken to be when nothing is known.
    package let assumedListSize: Int
    /// Lists inside one another that introspection does not pay for: types, their fields, the arguments of these. It is
    /// what every tool asks for first, and reads a schema of known size; deeper ones multiply and cost like others.
    static let introspectionListsFree = 3
    private let fieldWeights: [Int]
    private let typeWeights: [Int]
    private let inputWeights: [Int]
    private let listSizes: [FieldID: ListSize]

    package init(_ schema: Schema, assumedListSize: Int = 10) {
        self.assumedListSize = max(0, assumedListSize)
        fieldWeights = schema.fields.map { field in
            let isComposite = schema[field.type.named].kind.isComposite
            return Self.weight(field.directives, schema) ?? (isComposite ? 1 : 0)
        }
        typeWeights = schema.types.map { Self.weight($0.directives, schema) ?? 0 }
        inputWeights = schema.inputValues.map { Self.weight($0.directives, schema) ?? 0 }
        listSizes = schema.fields.indices.reduce(into: [:]) { sizes, index in
            let id = FieldID(index: UInt32(truncatingIfNeeded: index))
            sizes[id] = Self.listSize(of: id, schema)
        }
    }

    func weight(of field: FieldID) -> Int { fieldWeights[Int(field.index)] }
    func weight(of type: TypeID) -> Int { typeWeights[Int(type.index)] }
    func weight(of input: InputValueID) -> Int { inputWeights[Int(input.index)] }
    func listSize(of field: FieldID) -> ListSize? { listSizes.isEmpty ? nil : listSizes[field] }

    private static func weight(_ uses: IDRange<AppliedDirectiveID>, _ schema: Schema) -> Int? {
        guard let use = schema.applied("cost", in: uses), let weight = schema.argument("weight", of: use) else {
            return nil
        }
        switch weight {
        case .int(let number): return Int(clamping: number)
        case .float(let number): return rounded(number)
        case .string(let text), .number(let text): return Double(String(decoding: text, as: UTF8.self)).flatMap(rounded)
        case .null, .boolean, .enumValue, .name, .list, .object, .record: return nil
        }
    }

    /// Weights are counted in whole numbers, parts rounded up, so that nothing with a price is free.
    private static func rounded(_ number: Double) -> Int? {
        number.isFinite ? Int(exactly: min(max(number, -1e15), 1e15).rounded(.up)) : nil
    }

    private static func listSize(of field: FieldID, _ schema: Schema) -> ListSize? {
        guard let use = schema.applied("listSize", in: schema[field].directives) else { return nil }
        var size = ListSize()
        if case .int(let assumed)? = schema.argument("assumedSize", of: use) {
            size.assumedSize = Int(clamping: assumed)
        }
        size.slicingArguments = names("slicingArguments", of: use, schema).compactMap {
            schema.argument(named: $0, of: field)
        }
        size.sizedFields = names("sizedFields", of: use, schema).compactMap { schema.symbols.find($0) }
        if case .boolean(let requires)? = schema.argument("requireOneSlicingArgument", of: use) {
            size.requiresOneSlicingArgument = requires
        }
        return size
    }

    private static func names(_ argument: String, of use: AppliedDirective, _ schema: Schema) -> [String] {
        switch schema.argument(argument, of: use) {
        case .list(let items): items.compactMap(text)
        case let single?: [single].compactMap(text)
        case nil: []
        }
    }

    private static func text(_ value: CoercedValue) -> String? {
        if case .string(let bytes) = value { String(decoding: bytes, as: UTF8.self) } else { nil }
    }
}
