/// A field of one of the introspection types; found by id once, when a selection is planned.
package enum IntrospectionField: Hashable, Sendable {
    case schema(OfSchema)
    case type(OfType)
    case field(OfField)
    case inputValue(OfInputValue)
    case enumValue(OfEnumValue)
    case directive(OfDirective)

    /// The fields of `__Schema`.
    package enum OfSchema: String, Sendable, CaseIterable {
        case description, types, queryType, mutationType, subscriptionType, directives
    }

    /// The fields of `__Type`.
    package enum OfType: String, Sendable, CaseIterable {
        case kind, name, description, specifiedByURL, fields, interfaces, possibleTypes, enumValues
        case inputFields, ofType, isOneOf
    }

    /// The fields of `__Field`.
    package enum OfField: String, Sendable, CaseIterable {
        case name, description, args, type, isDeprecated, deprecationReason
    }

    /// The fields of `__InputValue`.
    package enum OfInputValue: String, Sendable, CaseIterable {
        case name, description, type, defaultValue, isDeprecated, deprecationReason
    }

    /// The fields of `__EnumValue`.
    package enum OfEnumValue: String, Sendable, CaseIterable {
        case name, description, isDeprecated, deprecationReason
    }

    /// The fields of `__Directive`.
    package enum OfDirective: String, Sendable, CaseIterable {
        case name, description, isRepeatable, locations, args, isDeprecated, deprecationReason
    }
}

extension Schema {
    /// Which introspection field a field is; nil for fields of all other types and for meta-fields.
    package func introspectionField(_ id: FieldID) -> IntrospectionField? {
        let field = self[id]
        guard self[field.parent].origin == .introspection, field.meta == nil else { return nil }
        let name = string(field.name)
        switch self.name(of: field.parent) {
        case "__Schema": return IntrospectionField.OfSchema(rawValue: name).map(IntrospectionField.schema)
        case "__Type": return IntrospectionField.OfType(rawValue: name).map(IntrospectionField.type)
        case "__Field": return IntrospectionField.OfField(rawValue: name).map(IntrospectionField.field)
        case "__InputValue": return IntrospectionField.OfInputValue(rawValue: name).map(IntrospectionField.inputValue)
        case "__EnumValue": return IntrospectionField.OfEnumValue(rawValue: name).map(IntrospectionField.enumValue)
        case "__Directive": return IntrospectionField.OfDirective(rawValue: name).map(IntrospectionField.directive)
        default: return nil
        }
    }
}
