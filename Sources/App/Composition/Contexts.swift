import ContextKit
import Demo
import Gateway

/// Every context that the gateway serves, one line each.
package enum Contexts {
    package static let all: [any BoundedContext.Type] = [
        GatewayParts.self,
        DemoContext.self,
    ]
}
