/// Names that begin with two underscores belong to introspection.
///
/// Spec: 2.1.9 Names, Reserved Names.
struct NamesAreNotReserved {
    static let name: StaticString = "NamesAreNotReserved"

    func check(_ name: Symbol, at position: SourcePosition?, _ context: inout TypeSystemContext) {
        guard context.schema.bytes(name).starts(with: "__".utf8) else { return }
        context.report(
            Self.name,
            "Name '\(context.name(name))' must not begin with '__', which is reserved by GraphQL introspection.",
            at: [position])
    }
}
