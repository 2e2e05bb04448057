import GraphQLValidation

/// The codes under which limits refuse a document.
enum LimitCodes {
    static func code(of limit: QueryLimits.Name) -> ErrorCode {
        switch limit {
        case .depth, .introspectionDepth: .depthLimit
        case .aliases: .aliasLimit
        case .rootFields: .rootFieldLimit
        case .directives, .directivesPerLocation: .directiveLimit
        case .selections: .selectionLimit
        case .cost: .costLimit
        }
    }
}
