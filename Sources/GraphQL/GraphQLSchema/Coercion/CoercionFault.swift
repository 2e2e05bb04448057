/// Why the variables or arguments of a request do not fit, as a client is told.
package struct CoercionFault: Error, Hashable, Sendable {
    package let message: String
    /// Byte offset in the request's document; nil when the fault is of the request as a whole.
    package let position: UInt32?

    package init(message: String, position: UInt32?) {
        (self.message, self.position) = (message, position)
    }
}

/// Everything that is wrong with the variables of a request, never nothing.
package struct CoercionFaults: Error, Hashable, Sendable {
    package let faults: [CoercionFault]
}
