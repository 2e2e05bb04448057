import GraphQLSchema

/// Which page of a connection is asked for. Spec: Relay connections, *Arguments*.
struct PageRequest: Equatable {
    var size: Int
    var isBackward = false
    /// The cursor that the page begins after, or ends before when it is read backwards.
    var cursor: [UInt8]?

    /// The ids of a connection field's paging arguments, found once when the field is bound.
    struct Arguments: Sendable {
        let first: InputValueID?
        let after: InputValueID?
        let last: InputValueID?
        let before: InputValueID?

        init(of field: FieldID, in schema: Schema) {
            first = schema.argument(named: "first", of: field)
            after = schema.argument(named: "after", of: field)
            last = schema.argument(named: "last", of: field)
            before = schema.argument(named: "before", of: field)
        }
    }

    init(_ arguments: CoercedArguments, _ ids: Arguments, pageMax: Int) throws(PublicFailure) {
        let first = try PageRequest.count(arguments, ids.first, "first", pageMax)
        let last = try PageRequest.count(arguments, ids.last, "last", pageMax)
        let after = PageRequest.text(arguments, ids.after)
        let before = PageRequest.text(arguments, ids.before)
        if last != nil || before != nil {
            // Why: `first` may be there by default; a page from the end is asked for by `last`.
            guard after == nil else {
                throw PublicFailure(
                    "BAD_USER_INPUT",
                    "Read forwards with `first` and `after`, or backwards with `last` and `before`, not both.")
            }
            self.init(size: last ?? first ?? pageMax, isBackward: true, cursor: before)
        } else {
            self.init(size: first ?? min(20, pageMax), isBackward: false, cursor: after)
        }
    }

    private init(size: Int, isBackward: Bool, cursor: [UInt8]?) {
        (self.size, self.isBackward, self.cursor) = (size, isBackward, cursor)
    }

    private static func count(
        _ arguments: CoercedArguments, _ id: InputValueID?, _ name: String, _ max: Int
    ) throws(PublicFailure) -> Int? {
        guard let id, case .int(let value)? = arguments[id] else { return nil }
        guard value >= 1, value <= max else {
            throw PublicFailure("BAD_USER_INPUT", "`\(name)` must be between 1 and \(max).")
        }
        return Int(value)
    }

    private static func text(_ arguments: CoercedArguments, _ id: InputValueID?) -> [UInt8]? {
        guard let id, case .string(let text)? = arguments[id] else { return nil }
        return text
    }
}
