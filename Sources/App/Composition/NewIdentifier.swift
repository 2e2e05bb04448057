import Lifecycle
import Prelude

/// Identifiers that sort by the time of their birth.
package enum NewIdentifier {
    package static func make(_ clock: any Clock) -> UniqueID {
        var random = SystemRandomNumberGenerator()
        return UniqueID(at: clock.wallTime, random: (random.next(), random.next()))
    }
}
