// Arguments and input fields.
extension SchemaDiff {
    /// Arguments and input fields change alike; only the names of the changes differ.
    private struct Vocabulary {
        let changedKind: SchemaChange.Kind
        let changedKindSafely: SchemaChange.Kind
        let defaultChanged: SchemaChange.Kind
        let defaultAdded: SchemaChange.Kind
        let becameRequired: SchemaChange.Kind
        let typeSentence: String
        let noun: String

        static let argument = Vocabulary(
            changedKind: .argumentChangedKind, changedKindSafely: .argumentChangedKindSafely,
            defaultChanged: .argumentDefaultChanged, defaultAdded: .argumentDefaultAdded,
            becameRequired: .requiredArgumentAdded, typeSentence: "has changed type", noun: "Argument")
        static let directiveArgument = Vocabulary(
            changedKind: .argumentChangedKind, changedKindSafely: .argumentChangedKindSafely,
            defaultChanged: .argumentDefaultChanged, defaultAdded: .argumentDefaultAdded,
            becameRequired: .requiredDirectiveArgumentAdded, typeSentence: "has changed type", noun: "Argument")
        static let field = Vocabulary(
            changedKind: .fieldChangedKind, changedKindSafely: .fieldChangedKindSafely,
            defaultChanged: .inputFieldDefaultChanged, defaultAdded: .inputFieldDefaultAdded,
            becameRequired: .requiredInputFieldAdded, typeSentence: "changed type", noun: "Field")
    }

    mutating func compareInputFields(_ type: String, _ left: SchemaType, _ right: SchemaType) {
        let fields = NameDiff(names(left.inputFields, old), names(right.inputFields, new))
        for (name, id) in fields.added {
            let coordinate = "\(type).\(name)"
            if new[id].isRequired {
                add(.requiredInputFieldAdded, coordinate, "A required field \(coordinate) was added.")
            } else {
                add(.optionalInputFieldAdded, coordinate, "An optional field \(coordinate) was added.")
            }
        }
        for (name, _) in fields.removed {
            add(.fieldRemoved, "\(type).\(name)", "Field \(type).\(name) was removed.")
        }
        for (name, one, other) in fields.kept {
            compare("\(type).\(name)", old[one], new[other], .field, described: "input-field")
        }
        if left.isOneOf != right.isOneOf {
            add(
                right.isOneOf ? .oneOfAdded : .oneOfRemoved, type,
                right.isOneOf ? "\(type) became a OneOf input object." : "\(type) is no longer a OneOf input object.")
        }
    }

    mutating func compareArguments(_ owner: String, _ left: IDRange<InputValueID>, _ right: IDRange<InputValueID>) {
        let arguments = NameDiff(names(left, old), names(right, new))
        for (name, _) in arguments.removed {
            add(.argumentRemoved, "\(owner)(\(name):)", "Argument \(owner)(\(name):) was removed.")
        }
        for (name, one, other) in arguments.kept { compareArgument("\(owner)(\(name):)", old[one], new[other]) }
        for (name, id) in arguments.added {
            let coordinate = "\(owner)(\(name):)"
            if new[id].isRequired {
                add(.requiredArgumentAdded, coordinate, "A required argument \(coordinate) was added.")
            } else {
                add(.optionalArgumentAdded, coordinate, "An optional argument \(coordinate) was added.")
            }
        }
    }

    mutating func compareArgument(_ coordinate: String, _ left: SchemaInputValue, _ right: SchemaInputValue) {
        compare(coordinate, left, right, .argument, described: "argument")
    }

    mutating func compareDirectiveArgument(
        _ coordinate: String, _ left: SchemaInputValue, _ right: SchemaInputValue
    ) {
        compare(coordinate, left, right, .directiveArgument, described: "argument")
    }

    private mutating func compare(
        _ coordinate: String, _ left: SchemaInputValue, _ right: SchemaInputValue, _ words: Vocabulary,
        described: String
    ) {
        let (from, to) = (old.string(left.type), new.string(right.type))
        let typeChange = "\(words.noun) \(coordinate) \(words.typeSentence) from \(from) to \(to)."
        let (before, after) = (DefaultText.of(left, in: old), DefaultText.of(right, in: new))
        if !TypeChange(old, left.type, new, right.type).isSafeForInput {
            add(words.changedKind, coordinate, typeChange)
        } else if right.isRequired, !left.isRequired {
            // Why: what could be left out for the default's sake must be given from now on.
            add(words.becameRequired, coordinate, "\(coordinate) became required: its defaultValue was removed.")
        } else if let before, let after {
            if before != after {
                add(
                    words.defaultChanged, coordinate,
                    "\(coordinate) has changed defaultValue from \(before) to \(after).")
            }
        } else if before != nil {
            add(words.defaultChanged, coordinate, "\(coordinate) defaultValue was removed.")
        } else if let after {
            add(words.defaultAdded, coordinate, "\(coordinate) added a defaultValue \(after).")
        } else if from != to {
            add(words.changedKindSafely, coordinate, typeChange)
        }
        compareDescriptions(left.description, right.description, of: coordinate, named: "\(described) \(coordinate)")
        compareDeprecation(left.deprecationReason, right.deprecationReason, of: coordinate)
    }

    func names(_ ids: IDRange<InputValueID>, _ schema: Schema) -> [(name: String, id: InputValueID)] {
        ids.map { (schema.string(schema[$0].name), $0) }
    }
}
