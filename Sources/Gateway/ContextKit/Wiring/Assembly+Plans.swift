import Database

extension Assembly {
    /// Every statement that the declared reads can make, with all columns of their tables, for the test of their plans.
    package var statements: [Statement] {
        reads.flatMap { read in
            let made = ReadStatements(read.recipe, name: read.coordinate)
            let columns = read.recipe.table.columns.map(\.name.text)
            return read.recipe.variants.map { made.statement(columns, $0) }
        }
    }
}

extension ReadRecipe {
    /// The forms in which the rows of this recipe can be asked for.
    fileprivate var variants: [ReadStatements.Variant] {
        let start = ReadStatements.Variant()
        var keyed = start
        keyed.isForManyKeys = true
        let base = parentColumns.count == 1 && guarded == nil ? [start, keyed] : [start]
        guard case .connection(_, _, let pin) = shape else { return base }
        let flags = [false, true]
        return base
            + flags.flatMap { after in
                flags.flatMap { backward in
                    (pin == nil ? [false] : flags).map { pinned in
                        var variant = start
                        (variant.isAfterRow, variant.isBackward, variant.isPinned) = (after, backward, pinned)
                        return variant
                    }
                }
            }
    }
}
