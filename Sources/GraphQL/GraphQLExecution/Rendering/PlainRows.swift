import GraphQLPlanning

/// Where everything lies that rows without faults are written from: the program of the plan and the rows of the store.
///
/// Why pointers: an array in a class or a struct costs a count of references and a check for each access, and what all
/// loops count they pass to and fro between their cores.
// Safe because the renderer keeps plan and store alive beside it, neither changes while it writes, and an array's
// elements do not move.
struct PlainRows: BitwiseCopyable {
    let fields: UnsafePointer<RowProgram.Field>
    let objects: UnsafePointer<RowProgram.Object>
    let text: UnsafePointer<UInt8>
    let batches: UnsafePointer<RowView>
    let visits: UnsafePointer<RowStore.Visit>
    let references: UnsafePointer<RowStore.Reference>
    let objectsOfRows: UnsafePointer<Int32>
    let links: UnsafePointer<RowStore.Link>
    let bases: UnsafePointer<RowStore.LinkBase>

    /// Limit: faults in one response after which its rows are written field by field at once.
    static let triesMax = 16

    /// Nil where a field is missing by design, comes later, or is read from JSON.
    init?(_ plan: Plan, _ store: borrowing RowStore, _ arguments: inout ArgumentValues) {
        guard !plan.readsJSON, !plan.isIncremental, !store.visits.isEmpty,
            !plan.program.hasVariableArguments || arguments.areAllSound(),
            let fields = Self.start(plan.program.fields), let objects = Self.start(plan.program.objects),
            let text = Self.start(plan.text), let batches = Self.start(store.batches),
            let visits = Self.start(store.visits), let references = Self.start(store.references),
            let objectsOfRows = Self.start(store.objectsOfRows), let links = Self.start(store.links),
            let bases = Self.start(store.bases)
        else { return nil }
        (self.fields, self.objects, self.text, self.batches) = (fields, objects, text, batches)
        (self.visits, self.references, self.objectsOfRows) = (visits, references, objectsOfRows)
        (self.links, self.bases) = (links, bases)
    }

    private static func start<Element>(_ array: [Element]) -> UnsafePointer<Element>? {
        array.withUnsafeBufferPointer { $0.baseAddress }
    }

    /// The links of the first step of a row; nil if its object has none there.
    @inline(__always)
    func links(of visit: Int, object: Int, row: Int) -> UnsafePointer<RowStore.Link>? {
        var place = visits[visit].bases
        while place >= 0 {
            let entry = bases[Int(place)]
            if Int(entry.object) == object { return links + entry.base + row }
            place = entry.next
        }
        return nil
    }

    /// The planned object of a row; negative when its concrete type could not be found.
    @inline(__always)
    func object(of visit: Int, row: Int) -> Int {
        let visit = visits[visit]
        return Int(visit.object >= 0 ? visit.object : objectsOfRows[visit.firstObject &+ row])
    }
}
