import Testing

@testable import GraphQLSchema

/// An SDL with marks and what must be said about it.
struct SchemaFaultCase: Sendable, CustomTestStringConvertible {
    struct Fault: Sendable {
        let rule: String
        let message: String
        let marks: [Int]
    }

    let name: String
    let sdl: String
    let faults: [Fault]

    init(_ name: String, _ sdl: String, _ faults: (rule: String, message: String, marks: [Int])...) {
        (self.name, self.sdl) = (name, sdl)
        self.faults = faults.map { Fault(rule: $0.rule, message: $0.message, marks: $0.marks) }
    }

    var testDescription: String { name }

    /// Builds the SDL and compares every fault: its rule, words and places, in order.
    func check(sourceLocation: SourceLocation = #_sourceLocation) {
        let marked = MarkedText(sdl)
        let wanted = faults.map { "\($0.rule): \($0.message) @ \(marked.positions($0.marks).joined(separator: " "))" }
        let found = Self.faults(of: marked.text).map { fault in
            let places = fault.places.map { "\($0.line):\($0.column)" }.joined(separator: " ")
            return "\(fault.rule): \(fault.message) @ \(places)"
        }
        #expect(found == wanted, "\(name)", sourceLocation: sourceLocation)
    }

    static func faults(of sdl: String) -> [SchemaFault] {
        do throws(SchemaFaults) {
            _ = try SchemaBuilder().build(sdl)
            return []
        } catch {
            return error.faults
        }
    }
}
