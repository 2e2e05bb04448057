import Glibc

/// How many seeds a simulation runs with: few in everyday tests, many when the environment asks for them.
package enum Seeds {
    /// `BELVEDERE_SEEDS` sets the number of seeds and `BELVEDERE_FIRST_SEED` the first of them.
    package static func range(_ usual: UInt64) -> ClosedRange<UInt64> {
        let first = number("BELVEDERE_FIRST_SEED") ?? 1
        return first...first &+ max(1, number("BELVEDERE_SEEDS") ?? usual) &- 1
    }

    private static func number(_ name: String) -> UInt64? {
        getenv(name).flatMap { UInt64(String(cString: $0)) }
    }
}
