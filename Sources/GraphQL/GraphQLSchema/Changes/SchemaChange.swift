/// One difference between two schemas and what it means for clients of the old one.
package struct SchemaChange: Hashable, Sendable {
    package let kind: Kind
    /// The schema coordinate of the element that changed.
    package let coordinate: String
    package let description: String

    package var severity: Severity { kind.severity }

    /// What a client may notice.
    package enum Severity: String, Sendable, CaseIterable {
        /// An operation that was valid may not be any more.
        case breaking
        /// Every operation stays valid, but a client may meet what it does not expect.
        case dangerous
        /// No client notices.
        case safe
    }

    /// The reference's names; the last seven are our own.
    package enum Kind: String, Sendable, CaseIterable {
        case typeRemoved = "TYPE_REMOVED"
        case typeChangedKind = "TYPE_CHANGED_KIND"
        case typeRemovedFromUnion = "TYPE_REMOVED_FROM_UNION"
        case valueRemovedFromEnum = "VALUE_REMOVED_FROM_ENUM"
        case requiredInputFieldAdded = "REQUIRED_INPUT_FIELD_ADDED"
        case implementedInterfaceRemoved = "IMPLEMENTED_INTERFACE_REMOVED"
        case fieldRemoved = "FIELD_REMOVED"
        case fieldChangedKind = "FIELD_CHANGED_KIND"
        case requiredArgumentAdded = "REQUIRED_ARG_ADDED"
        case argumentRemoved = "ARG_REMOVED"
        case argumentChangedKind = "ARG_CHANGED_KIND"
        case directiveRemoved = "DIRECTIVE_REMOVED"
        case directiveArgumentRemoved = "DIRECTIVE_ARG_REMOVED"
        case requiredDirectiveArgumentAdded = "REQUIRED_DIRECTIVE_ARG_ADDED"
        case directiveRepeatableRemoved = "DIRECTIVE_REPEATABLE_REMOVED"
        case directiveLocationRemoved = "DIRECTIVE_LOCATION_REMOVED"
        case valueAddedToEnum = "VALUE_ADDED_TO_ENUM"
        case typeAddedToUnion = "TYPE_ADDED_TO_UNION"
        case optionalInputFieldAdded = "OPTIONAL_INPUT_FIELD_ADDED"
        case optionalArgumentAdded = "OPTIONAL_ARG_ADDED"
        case implementedInterfaceAdded = "IMPLEMENTED_INTERFACE_ADDED"
        case argumentDefaultChanged = "ARG_DEFAULT_VALUE_CHANGE"
        case inputFieldDefaultChanged = "INPUT_FIELD_DEFAULT_VALUE_CHANGE"
        case typeAdded = "TYPE_ADDED"
        case directiveAdded = "DIRECTIVE_ADDED"
        case fieldAdded = "FIELD_ADDED"
        case directiveRepeatableAdded = "DIRECTIVE_REPEATABLE_ADDED"
        case directiveLocationAdded = "DIRECTIVE_LOCATION_ADDED"
        case optionalDirectiveArgumentAdded = "OPTIONAL_DIRECTIVE_ARG_ADDED"
        case fieldChangedKindSafely = "FIELD_CHANGED_KIND_SAFE"
        case argumentChangedKindSafely = "ARG_CHANGED_KIND_SAFE"
        case argumentDefaultAdded = "ARG_DEFAULT_VALUE_ADDED"
        case descriptionChanged = "DESCRIPTION_CHANGED"
        case inputFieldDefaultAdded = "INPUT_FIELD_DEFAULT_VALUE_ADDED"
        case oneOfAdded = "ONE_OF_ADDED"
        case oneOfRemoved = "ONE_OF_REMOVED"
        case deprecationAdded = "DEPRECATION_ADDED"
        case deprecationRemoved = "DEPRECATION_REMOVED"
        case rootTypeRemoved = "ROOT_TYPE_REMOVED"
        case rootTypeChanged = "ROOT_TYPE_CHANGED"
        case rootTypeAdded = "ROOT_TYPE_ADDED"

        package var severity: Severity {
            switch self {
            case .typeRemoved, .typeChangedKind, .typeRemovedFromUnion, .valueRemovedFromEnum,
                .requiredInputFieldAdded, .implementedInterfaceRemoved, .fieldRemoved, .fieldChangedKind,
                .requiredArgumentAdded, .argumentRemoved, .argumentChangedKind, .directiveRemoved,
                .directiveArgumentRemoved, .requiredDirectiveArgumentAdded, .directiveRepeatableRemoved,
                .directiveLocationRemoved, .oneOfAdded, .rootTypeRemoved, .rootTypeChanged:
                .breaking
            case .valueAddedToEnum, .typeAddedToUnion, .optionalInputFieldAdded, .optionalArgumentAdded,
                .implementedInterfaceAdded, .argumentDefaultChanged, .inputFieldDefaultChanged:
                .dangerous
            case .typeAdded, .directiveAdded, .fieldAdded, .directiveRepeatableAdded, .directiveLocationAdded,
                .optionalDirectiveArgumentAdded, .fieldChangedKindSafely, .argumentChangedKindSafely,
                .argumentDefaultAdded, .descriptionChanged, .inputFieldDefaultAdded, .oneOfRemoved,
                .deprecationAdded, .deprecationRemoved, .rootTypeAdded:
                .safe
            }
        }
    }
}
