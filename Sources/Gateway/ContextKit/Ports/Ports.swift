/// What contexts need of the world outside the log, each found by its protocol; made once a node by the application.
///
/// A context declares the protocol and says in `install` that it `needs` it; a node without it does not start.
package struct Ports: Sendable {
    private var held: [ObjectIdentifier: any Sendable] = [:]

    package init() {}

    /// Gives what stands behind a protocol: `ports.give(adapter, as: (any PasswordHasher).self)`.
    package mutating func give<Port: Sendable>(_ port: Port, as type: Port.Type) {
        held[ObjectIdentifier(type)] = port
    }

    /// What stands behind a protocol, if the node has it.
    package func find<Port: Sendable>(_ type: Port.Type) -> Port? { held[ObjectIdentifier(type)] as? Port }

    func has(_ port: NeededPort) -> Bool { held[port.type] != nil }
}

/// A protocol that a part cannot work without.
package struct NeededPort: Sendable {
    let type: ObjectIdentifier
    let name: String
    let part: String
}

extension Assembly {
    /// Says that a part cannot work without what stands behind a protocol.
    package mutating func needs<Port: Sendable>(_ port: Port.Type, by part: any Part.Type) {
        neededPorts.append(NeededPort(type: ObjectIdentifier(port), name: "\(port)", part: part.name))
    }

    /// What parts need and the node does not have.
    package func faults(with ports: Ports) -> [AssemblyFault] {
        neededPorts.filter { !ports.has($0) }.map { port in
            AssemblyFault(
                kind: .missingPort, coordinate: "port \(port.name)", part: port.part,
                message: "the node was given nothing that does this")
        }
    }
}
