import GraphQLLanguage

// Directive definitions.
extension SchemaDiff {
    mutating func compareDirectives() {
        let directives = NameDiff(
            old.directiveIDs.map { (old.string(old[$0].name), $0) },
            new.directiveIDs.map { (new.string(new[$0].name), $0) })
        for (name, _) in directives.removed { add(.directiveRemoved, "@\(name)", "Directive @\(name) was removed.") }
        for (name, _) in directives.added { add(.directiveAdded, "@\(name)", "Directive @\(name) was added.") }
        for (name, left, right) in directives.kept { compare("@\(name)", old[left], new[right]) }
    }

    private mutating func compare(_ directive: String, _ left: SchemaDirective, _ right: SchemaDirective) {
        let arguments = NameDiff(names(left.arguments, old), names(right.arguments, new))
        for (name, id) in arguments.added {
            let coordinate = "\(directive)(\(name):)"
            if new[id].isRequired {
                add(.requiredDirectiveArgumentAdded, coordinate, "A required argument \(coordinate) was added.")
            } else {
                add(.optionalDirectiveArgumentAdded, coordinate, "An optional argument \(coordinate) was added.")
            }
        }
        for (name, _) in arguments.removed {
            add(
                .directiveArgumentRemoved, "\(directive)(\(name):)", "Argument \(directive)(\(name):) was removed.")
        }
        for (name, one, other) in arguments.kept {
            compareDirectiveArgument("\(directive)(\(name):)", old[one], new[other])
        }
        if left.isRepeatable, !right.isRepeatable {
            add(.directiveRepeatableRemoved, directive, "Repeatable flag was removed from \(directive).")
        } else if right.isRepeatable, !left.isRepeatable {
            add(.directiveRepeatableAdded, directive, "Repeatable flag was added to \(directive).")
        }
        compareDescriptions(left.description, right.description, of: directive, named: directive)
        for location in left.distinctLocations where !right.locations.contains(location) {
            add(.directiveLocationRemoved, directive, "\(location.name) was removed from \(directive).")
        }
        for location in right.distinctLocations where !left.locations.contains(location) {
            add(.directiveLocationAdded, directive, "\(location.name) was added to \(directive).")
        }
    }
}

extension SchemaDirective {
    /// Why: a location that the SDL names twice is one change.
    fileprivate var distinctLocations: [DirectiveLocation] {
        var seen: DirectiveLocations = []
        return locationOrder.filter { seen.insert(DirectiveLocations($0)).inserted }
    }
}
