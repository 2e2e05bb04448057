/// One thing that is wrong with an SDL, said as the reference implementation says it.
package struct SchemaFault: Error, Hashable, Sendable {
    /// The reference's name of the rule, such as `UniqueTypeNames`; `Syntax` for text that does not parse.
    package let rule: String
    package let message: String
    /// The places that take part, in the reference's order; empty when the fault is that something is missing.
    package let places: [Place]

    package init(rule: String, message: String, places: [Place]) {
        (self.rule, self.message, self.places) = (rule, message, places)
    }

    /// A position in one of the files.
    package struct Place: Hashable, Sendable {
        package let file: String
        package let line: Int
        package let column: Int

        package init(file: String, line: Int, column: Int) {
            (self.file, self.line, self.column) = (file, line, column)
        }
    }
}

/// Why there is no schema: every fault that was found, never none.
package struct SchemaFaults: Error, Hashable, Sendable {
    package let faults: [SchemaFault]
    /// How many of them, from the first on, lie in single definitions; the others lie in the schema as a whole, and
    /// may follow from these.
    let definitionFaultCount: Int

    /// The faults that the reference reports: it does not look at the whole where a definition has a fault.
    package var firstPhase: [SchemaFault] {
        definitionFaultCount > 0 ? Array(faults.prefix(definitionFaultCount)) : faults
    }
}
