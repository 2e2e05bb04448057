import GraphQLLanguage

/// The labels of `@defer` and `@stream` are written out and differ.
///
/// Spec: draft, Defer And Stream Directive Labels Are Unique.
struct DeferStreamDirectiveLabel {
    private var known: [[UInt8]: UInt32] = [:]

    mutating func check(_ node: DirectiveNode, _ context: ValidationContext) {
        let document = context.document
        let isDefer = document.isSame(node.name, "defer")
        guard isDefer || document.isSame(node.name, "stream"),
            let label = node.arguments.first(where: { document.isSame(document[$0].name, "label") })
        else { return }
        let value = document[label].value
        if document[value].kind == .null { return }
        guard document[value].isString else {
            return context.report(
                .deferStreamDirectiveLabel,
                "\(isDefer ? "Defer" : "Stream") directive label argument must be a static string.",
                at: [node.position])
        }
        let text = document.stringBytes(of: value)
        if let first = known[text] {
            context.report(
                .deferStreamDirectiveLabel, "Defer/Stream directive label argument must be unique.",
                at: [first, node.position])
        } else {
            known[text] = node.position
        }
    }
}
