import GraphQLLanguage

/// The faults found so far, with positions that become lines and columns only when someone has to read them.
struct FaultList {
    /// Limit: faults of one SDL; a text with more than these is not helped by a longer list.
    static let countMax = 1_000

    private struct Fault {
        let rule: StaticString
        let message: String
        let positions: [SourcePosition]
    }

    private var faults: [Fault] = []

    var isEmpty: Bool { faults.isEmpty }
    var count: Int { faults.count }
    var isFull: Bool { faults.count >= Self.countMax }
    /// Limit: faults with suggestions, because each costs a comparison with every name of the schema.
    var suggests: Bool { faults.count < 100 }

    mutating func report(_ rule: StaticString, _ message: String, at positions: [SourcePosition]) {
        guard !isFull else { return }
        faults.append(Fault(rule: rule, message: message, positions: positions))
    }

    mutating func append(contentsOf other: FaultList) {
        faults.append(contentsOf: other.faults.prefix(max(0, Self.countMax - faults.count)))
    }

    /// The faults with file, line and column.
    func resolved(in documents: [Document]) -> [SchemaFault] {
        var tables: [UInt32: LineTable] = [:]
        return faults.map { fault in
            SchemaFault(
                rule: "\(fault.rule)", message: fault.message,
                places: fault.positions.compactMap { position in
                    guard documents.indices.contains(Int(position.document)) else { return nil }
                    let source = documents[Int(position.document)].source
                    let table = tables[position.document] ?? LineTable(source)
                    tables[position.document] = table
                    let location = table.location(at: Int(position.offset))
                    return SchemaFault.Place(file: source.name, line: location.line, column: location.column)
                })
        }
    }
}
