/// An exact amount of US dollars, in ten-thousandths of a pico-USD: what a discount in basis points cannot split.
struct Money: Equatable, Sendable {
    static let perPico: Int128 = 10_000
    static let perMicro: Int128 = 10_000_000_000
    static let zero = Money(0)
    private static let decimals = 16

    var units: Int128

    init(_ units: Int128) {
        self.units = units
    }

    init(picoUSD: Int128) {
        units = picoUSD * Self.perPico
    }

    static func + (left: Money, right: Money) -> Money { Money(left.units + right.units) }
    static func - (left: Money, right: Money) -> Money { Money(left.units - right.units) }

    /// Whole micro-USD; half of one goes to the even neighbour.
    var roundedMicroUSD: Int128 {
        var (quotient, rest) = units.quotientAndRemainder(dividingBy: Self.perMicro)
        if rest < 0 { (quotient, rest) = (quotient - 1, rest + Self.perMicro) }
        let isUp = rest * 2 > Self.perMicro || (rest * 2 == Self.perMicro && quotient % 2 != 0)
        return isUp ? quotient + 1 : quotient
    }

    /// US dollars with as many decimals as are needed: `0.00015`, `-12`.
    var text: String {
        let digits = String(units.magnitude)
        let padded = String(repeating: "0", count: max(0, Self.decimals + 1 - digits.utf8.count)) + digits
        var fraction = padded.suffix(Self.decimals)
        while fraction.last == "0" { fraction.removeLast() }
        let whole = padded.dropLast(Self.decimals)
        return (units < 0 ? "-" : "") + whole + (fraction.isEmpty ? "" : "." + fraction)
    }
}
