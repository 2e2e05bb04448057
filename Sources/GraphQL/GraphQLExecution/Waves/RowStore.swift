import GraphQLPlanning
import Rows

/// All rows of one request and how they hang together, laid out in a few growing arrays.
///
/// A *visit* is the rows that one planned selection is applied to. For each field of an object that leads to other rows
/// or to computed cells, the visit holds one link a row, at `base + ordinal * rowCount + index`.
struct RowStore {
    /// One row of one batch.
    struct Reference: BitwiseCopyable {
        let batch: UInt32
        let row: UInt32
    }

    /// What one row has behind one field: rows of another visit, nothing, or a failure.
    struct Link: BitwiseCopyable {
        /// The visit, or a cell batch for computed fields; one of the two marks below.
        let target: Int32
        /// The first place in the visit, the row of the cell, or the index of the failure.
        let start: UInt32
        let count: UInt32

        static let null: Int32 = -1
        static let failed: Int32 = -2

        static var none: Link { Link(target: null, start: 0, count: 0) }
        static func failure(_ index: Int) -> Link {
            Link(target: failed, start: UInt32(truncatingIfNeeded: index), count: 0)
        }
    }

    struct Visit: BitwiseCopyable {
        let firstReference: Int
        let count: Int
        /// The planned object of every row; -1 when the rows are of several types.
        let object: Int32
        /// Where the planned objects of the rows begin in `objectsOfRows`, when they are of several types.
        let firstObject: Int
        /// The first of the places at which the links of its objects begin; -1 is none.
        var bases: Int32 = -1
        /// For rows that describe pages: where their groups begin in `pageGroups`; -1 for other rows.
        var firstPageGroup = -1
    }

    /// Where the links of one planned object of one visit begin.
    struct LinkBase: BitwiseCopyable {
        let object: Int32
        /// The place of another object of the same visit; -1 is none.
        let next: Int32
        let base: Int
    }

    private(set) var batches: [RowView] = []
    /// What the views look at.
    private var owners: [RowBatch] = []
    private(set) var bases: [LinkBase] = []
    var references: [Reference] = []
    var visits: [Visit] = []
    var objectsOfRows: [Int32] = []
    var links: [Link] = []
    /// The rows on the page that each row of a visit describes.
    ///
    /// Why the groups and not their numbers: between the root fields of a mutation the tables of loads are emptied, and
    /// what is deferred is looked at later.
    var pageGroups: [LoadTable.Group] = []
    var failures: [LoadFailure] = []

    /// Where the links of a planned object begin in a visit; -1 if it has none.
    func base(visit: Int, object: Int) -> Int {
        var place = visits[visit].bases
        while place >= 0 {
            let entry = bases[Int(place)]
            if entry.object == object { return entry.base }
            place = entry.next
        }
        return -1
    }

    /// Makes room for the links of a planned object that has none yet in the visit, and says where they begin.
    mutating func addLinks(visit: Int, object: Int, count: Int) -> Int {
        let base = links.count
        links.append(contentsOf: repeatElement(.none, count: count))
        bases.append(
            LinkBase(object: Int32(truncatingIfNeeded: object), next: visits[visit].bases, base: base))
        visits[visit].bases = Int32(truncatingIfNeeded: bases.count - 1)
        return base
    }

    mutating func add(_ batch: RowBatch) {
        owners.append(batch)
        batches.append(RowView(batch))
    }

    func reference(visit: Int, index: Int) -> Reference { references[visits[visit].firstReference + index] }

    /// The planned object of a row; negative when its concrete type could not be found.
    func object(visit: Int, index: Int) -> Int32 {
        let visit = visits[visit]
        return visit.object >= 0 ? visit.object : objectsOfRows[visit.firstObject + index]
    }
}
