/// A type keeps what it promises by naming an interface: the interface's interfaces, fields and arguments.
///
/// Spec: 3.6 Objects, IsValidImplementation.
struct InterfacesAreImplemented {
    static let name: StaticString = "InterfacesAreImplemented"

    func check(_ type: TypeID, _ context: inout TypeSystemContext) {
        var seen: Set<TypeID> = []
        let interfaces = context.schema.interfaces(of: type)
        guard !interfaces.isEmpty else { return }
        let listed = Set(interfaces)
        for interface in interfaces {
            if context.schema[interface].kind != .interface {
                report(
                    "Type \(context.name(type)) must only implement Interface types, it cannot implement "
                        + "\(context.name(interface)).", type, interface, &context)
                continue
            }
            if interface == type {
                report(
                    "Type \(context.name(type)) cannot implement itself because it would create a circular "
                        + "reference.", type, interface, &context)
            }
            guard seen.insert(interface).inserted else {
                report(
                    "Type \(context.name(type)) can only implement \(context.name(interface)) once.", type,
                    interface, &context)
                continue
            }
            checkAncestors(of: interface, type, listed, &context)
            if !context.incompleteTypes.contains(type), !context.incompleteTypes.contains(interface) {
                ImplementedFields(type: type, interface: interface).check(&context)
            }
        }
    }

    private func checkAncestors(
        of interface: TypeID, _ type: TypeID, _ listed: Set<TypeID>, _ context: inout TypeSystemContext
    ) {
        for ancestor in context.schema.interfaces(of: interface) where !listed.contains(ancestor) {
            let message =
                ancestor == type
                ? "Type \(context.name(type)) cannot implement \(context.name(interface)) because it would create a "
                    + "circular reference."
                : "Type \(context.name(type)) must implement \(context.name(ancestor)) because it is implemented by "
                    + "\(context.name(interface))."
            context.report(
                Self.name, message,
                at: context.implementsPositions(interface, ancestor) + context.implementsPositions(type, interface))
        }
    }

    private func report(
        _ message: String, _ type: TypeID, _ interface: TypeID, _ context: inout TypeSystemContext
    ) {
        context.report(Self.name, message, at: context.implementsPositions(type, interface))
    }
}
