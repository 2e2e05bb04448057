/// A value of an enum type.
package struct SchemaEnumValue: Sendable {
    package let name: Symbol
    package internal(set) var parent: TypeID
    package let description: Text?
    package let deprecationReason: Text?
    package internal(set) var directives: IDRange<AppliedDirectiveID>
    let declaration: Declaration

    package var isDeprecated: Bool { deprecationReason != nil }
}
