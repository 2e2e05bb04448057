import EventSourcing
import JSON

extension PriceEntry {
    /// Reads a stored entry; what came later than the first form may be absent.
    init(_ body: EventBody) throws(EventBodyError) {
        self.init(
            provider: try body.string("provider"), model: try body.string("model"), kind: try body.one("kind"),
            picoUSD: try body.int("picoUsd"),
            tiers: body.has("tiers")
                ? try body.list("tiers") { (tier) throws(EventBodyError) in
                    Tier(from: try tier.int("from"), picoUSD: try tier.int("picoUsd"))
                } : [],
            freeTokens: body.has("free") ? try body.int("free") : 0,
            discount: body.has("discount") ? try body.int("discount") : 0)
    }

    func write(to body: inout JSONWriter) {
        body.beginObject()
        body.member("provider", provider)
        body.member("model", model)
        body.member("kind", kind)
        body.member("picoUsd", picoUSD)
        if !tiers.isEmpty {
            body.key("tiers")
            body.beginArray()
            for tier in tiers {
                body.beginObject()
                body.member("from", tier.from)
                body.member("picoUsd", tier.picoUSD)
                body.endObject()
            }
            body.endArray()
        }
        if freeTokens != 0 { body.member("free", freeTokens) }
        if discount != 0 { body.member("discount", discount) }
        body.endObject()
    }
}
