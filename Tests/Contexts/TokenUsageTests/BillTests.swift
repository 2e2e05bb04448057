import EventSourcingTesting
import Testing

@testable import TokenUsage

struct BillTests {
    private func quantity(
        _ tokens: Int64, _ terms: Terms?, kind: TokenKind = .prompt, model: String = "m", from: Int64? = 0
    ) -> Bill.Quantity {
        Bill.Quantity(
            provider: "p", model: model, kind: kind, tokens: tokens, terms: terms,
            effectiveFrom: terms == nil ? nil : from)
    }

    @Test func `an allowance, tiers and a discount cut a month's tokens`() {
        let terms = Terms(
            picoUSD: 1_000_000, tiers: [.init(from: 100, picoUSD: 500_000), .init(from: 200, picoUSD: 0)],
            freeTokens: 10, discount: 1_000)
        let bill = Bill([quantity(250, terms)])
        #expect(bill.lines.map(\.first) == [0, 10, 100, 200])
        #expect(bill.lines.map(\.tokens) == [10, 90, 100, 50])
        #expect(
            bill.lines.map(\.price) == [
                .free, .tier(0, picoUSD: 1_000_000), .tier(1, picoUSD: 500_000), .tier(2, picoUSD: 0),
            ])
        #expect(bill.lines.map(\.roundedMicroUSD) == [0, 81, 45, 0])
        #expect((bill.subtotal.text, bill.discount.text, bill.amount.text) == ("0.00014", "0.000014", "0.000126"))
        #expect((bill.freeTokens, bill.totalMicroUSD) == (10, 126))
    }

    @Test func `a price change in the middle of a month goes on where the old price stopped`() {
        let old = Terms(picoUSD: 10, tiers: [.init(from: 50, picoUSD: 5)], freeTokens: 20)
        let new = Terms(picoUSD: 8, tiers: [.init(from: 70, picoUSD: 4)], freeTokens: 65)
        let bill = Bill([quantity(60, old), quantity(40, new, from: 9)])
        #expect(bill.lines.map(\.first) == [0, 20, 50, 60, 65, 70])
        #expect(
            bill.lines.map(\.price) == [
                .free, .tier(0, picoUSD: 10), .tier(1, picoUSD: 5), .free, .tier(0, picoUSD: 8), .tier(1, picoUSD: 4),
            ])
    }

    @Test func `kinds and models have tiers of their own, and tokens without a price cost nothing`() {
        let terms = Terms(picoUSD: 1, tiers: [.init(from: 5, picoUSD: 2)])
        let bill = Bill([
            quantity(4, nil), quantity(6, terms), quantity(6, terms, kind: .completion), quantity(6, terms, model: "n"),
        ])
        #expect(bill.lines.map(\.tokens) == [4, 1, 5, 5, 1, 5, 1])
        #expect(bill.unpricedTokens == 4)
        #expect(bill.lines[0].price == .none)
    }

    @Test(
        arguments: [
            (5, 0), (15, 2), (25, 2), (26, 3), (-5, 0), (-15, -2), (-25, -2), (-26, -3), (4, 0), (6, 1), (-6, -1),
            (0, 0),
        ] as [(Int64, Int128)])
    func `half a micro-USD goes to the even neighbour`(_ tenths: Int64, _ micro: Int128) {
        #expect(Money(Int128(tenths) * Money.perMicro / 10).roundedMicroUSD == micro)
    }

    @Test func `an amount is written without a rounding and without idle zeros`() {
        #expect(Money(picoUSD: 1).text == "0.000000000001")
        #expect(Money(1).text == "0.0000000000000001")
        #expect(Money(picoUSD: 12_000_000_000_000).text == "12")
        #expect(Money(picoUSD: -1_500_000_000_000).text == "-1.5")
        #expect(Money.zero.text == "0")
        #expect(Money(Int128.max / 10).text.count == 39)
    }

    @Test func `what is stored of terms is read back`() {
        let terms = Terms(
            picoUSD: 7, tiers: [.init(from: 1, picoUSD: 2), .init(from: 3, picoUSD: 0)], freeTokens: 9, discount: 5)
        #expect(Terms(picoUSD: 7, extras: terms.extras) == terms)
        #expect(Terms(picoUSD: 7, extras: Terms(picoUSD: 7).extras) == Terms(picoUSD: 7))
        for wrong in ["", "1", "x,1", "1,2,3", "1,2,3:", "1,2,3:4:5"] {
            #expect(Terms(picoUSD: 7, extras: wrong) == nil, "\(wrong)")
        }
    }

    @Test(arguments: 1...60)
    func `every bill is that of a clerk who prices token by token`(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        func terms() -> Terms {
            let tiers = (0..<random.below(4)).reduce(into: [Terms.Tier]()) { tiers, _ in
                tiers.append(
                    .init(from: (tiers.last?.from ?? 0) + 1 + Int64(random.below(15)), picoUSD: Int64(random.below(99)))
                )
            }
            return Terms(
                picoUSD: Int64(random.below(1_000)), tiers: tiers, freeTokens: Int64(random.below(12)),
                discount: Int64(random.below(10_001)))
        }
        let quantities = (0...random.below(4)).map { _ in
            quantity(Int64(random.below(30)), random.chance(90) ? terms() : nil)
        }
        var (place, units): (Int64, Int128) = (0, 0)
        for quantity in quantities {
            for _ in 0..<quantity.tokens {
                defer { place += 1 }
                guard let terms = quantity.terms, place >= terms.freeTokens else { continue }
                var price = terms.picoUSD
                for tier in terms.tiers where place >= tier.from { price = tier.picoUSD }
                units += Int128(price) * Int128(10_000 - terms.discount)
            }
        }
        let bill = Bill(quantities)
        #expect(bill.amount.units == units)
        #expect(bill.lines.reduce(0) { $0 + $1.tokens } == place)
        #expect(bill.amount + bill.rounding == Money(bill.totalMicroUSD * Money.perMicro))
        #expect(bill.lines.reduce(0) { $0 + $1.roundedMicroUSD } == bill.totalMicroUSD)
    }
}
