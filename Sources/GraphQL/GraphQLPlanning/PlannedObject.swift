import GraphQLSchema

/// What is written for an object of one concrete type.
package struct PlannedObject: Sendable {
    package let type: TypeID
    /// In the order of the response.
    package let fields: PlanRange
    /// The fields that lead to other rows or computed cells, in the plan's steps; a field's `link` is its place.
    package let steps: PlanRange
    /// The steps of the object and of what it defers; the links of its rows are counted over all of them.
    package let allSteps: PlanRange
    /// The `@defer`s that begin at this object, in the plan's list of them.
    package let newUsages: PlanRange
    /// What comes later, in the plan's list of deferred fields.
    package let deferred: PlanRange
    /// Why the selection cannot be made at all, if it cannot.
    package let failure: SelectionFailure?

    /// Whether anything below needs to know which rows of this object there are.
    package var hasSteps: Bool { allSteps.count > 0 }
}

/// A condition that is null, found when the fields were collected.
package struct SelectionFailure: Error, Equatable {
    package let message: String
    package let offset: UInt32
}

/// What is selected of a composite field: one planned object for each concrete type it may have.
package struct PlannedSelection: Sendable {
    /// The declared type of the field, without its wrappers.
    package let type: TypeID
    package let variants: [Variant]

    package struct Variant: Sendable {
        package let type: TypeID
        package let object: Int32
    }

    /// The planned object for a concrete type, or nil if the declared type does not allow it.
    package func object(for type: TypeID) -> Int? {
        if variants.count == 1, let only = variants.first { return only.type == type ? Int(only.object) : nil }
        // Invariant: variants stand in ascending order of their type.
        var low = 0
        var high = variants.count
        while low < high {
            let middle = (low + high) / 2
            if variants[middle].type < type { low = middle + 1 } else { high = middle }
        }
        return low < variants.count && variants[low].type == type ? Int(variants[low].object) : nil
    }
}
