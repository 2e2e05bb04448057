import GraphQLLanguage

/// One `@defer` of an operation in one place: the same directive under another one counts again.
package struct DeferUsage: Sendable {
    package let label: String?
    /// The `@defer` that it stands in, -1 for none.
    package let parent: Int32

    struct Key: Hashable {
        let directive: NodeID<DirectiveNode>
        let parent: Int32
    }

    static func label(of directive: DirectiveNode, in document: Document) -> String? {
        for argument in directive.arguments where document.isSame(document[argument].name, "label") {
            let value = document[argument].value
            return document[value].isString ? document.string(of: value) : nil
        }
        return nil
    }

    /// The usages of one field without those that stand in another one of them; empty if the field is not deferred.
    ///
    /// Spec: incremental delivery, getFilteredDeferUsageSet.
    static func filtered(_ all: [Int32], _ usages: [DeferUsage]) -> [Int32] {
        if all.contains(where: { $0 < 0 }) { return [] }
        let set = Set(all)
        return set.filter { usage in
            var parent = usages[Int(usage)].parent
            while parent >= 0 {
                if set.contains(parent) { return false }
                parent = usages[Int(parent)].parent
            }
            return true
        }.sorted()
    }
}

/// The fields of one object that belong to the same set of `@defer`s and come in a payload of their own.
package struct DeferredFields: Sendable {
    package let usages: [Int32]
    package let fields: PlanRange
    package let steps: PlanRange
}

/// `@stream` on a field: how many items come with the list itself.
package struct StreamUsage: Sendable {
    package let label: String?
    /// The literal or variable of `initialCount`; nil is none.
    package let initialCount: NodeID<ValueNode>?
    /// Why the list cannot be completed: a condition that is not sound.
    package let failure: SelectionFailure?
}
