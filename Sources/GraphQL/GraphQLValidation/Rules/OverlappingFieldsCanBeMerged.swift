import GraphQLLanguage
import GraphQLSchema

/// Fields with the same response name can be answered with one value.
///
/// Spec: 5.3.2 Field Selection Merging.
struct OverlappingFieldsCanBeMerged {
    private let context: ValidationContext
    /// Whether any fields of the document may conflict; found out at the first selection set.
    private var mayConflict: Bool?
    private var report: FieldMergeReport

    init(_ context: ValidationContext) {
        self.context = context
        report = FieldMergeReport(context)
    }

    mutating func check(_ selections: NodeRange<SelectionNode>, _ parent: TypeID?) {
        let isPlain = selections.count == 1 && context.document[selections[0]].kind != .inlineFragment
        if context.isAborted || selections.isEmpty || isPlain { return }
        if mayConflict == nil {
            var scan = FieldMergeScan(context)
            mayConflict = scan.run()
        }
        guard mayConflict == true else { return }
        for conflict in report.conflicts(within: selections, parent) {
            let name = FieldConflict.abbreviated(context.string(context.names.names[Int(conflict.name)]))
            context.report(
                .overlappingFieldsCanBeMerged,
                "Fields '\(name)' conflict because \(conflict.reason). Use different aliases on the fields to fetch "
                    + "both if this was intentional.", at: conflict.left + conflict.right)
        }
    }
}
