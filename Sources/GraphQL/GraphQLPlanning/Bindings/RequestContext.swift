/// What a request carries to its loads: who asks, when, until when. The engine passes it on and never looks inside.
package protocol RequestContext: Sendable {}
