import GraphQLLanguage
import GraphQLSchema

/// A document that passed every rule against a schema; only `validate` makes one.
///
/// Invariant: every field, type, argument, fragment and variable named in it exists, every value fits, fields merge,
/// and fragments form no cycle, so that planning needs no second thoughts.
package struct ValidDocument: Sendable {
    package let document: Document
    package let schema: Schema
    /// The fragment of each spread, by the index of its selection; other selections have none.
    private let fragments: [UInt32]

    init(_ document: Document, _ schema: Schema, _ context: ValidationContext) {
        (self.document, self.schema) = (document, schema)
        fragments =
            document.fragments.isEmpty
            ? [] : document.selections.indices.map { context.fragment(of: NodeID($0))?.index ?? .max }
    }

    /// The fragment that a spread means.
    package func fragment(of spread: NodeID<SelectionNode>) -> NodeID<FragmentNode>? {
        guard Int(spread.index) < fragments.count, fragments[Int(spread.index)] != .max else { return nil }
        return NodeID(rawIndex: fragments[Int(spread.index)])
    }
}
