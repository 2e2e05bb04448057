import Database
import EventSourcing

/// A part that keeps a table from the log and says how the table is read.
package protocol ReadModel: Part {
    /// The stored name of the projection that fills the table.
    static var model: ProjectionName { get }
    static var zone: Zone { get }
    static var table: TableDefinition { get }
    /// Sets of columns by whose values rows are read together; a change of a row changes the tag of each set.
    static var tagSets: [[SQLName]] { get }
}

extension ReadModel {
    package static var identity: ReadModelIdentity { ReadModelIdentity(name: model, zone: zone) }
}
