import Prelude
import Testing

struct UniqueIDTests {
    @Test func `the example of RFC 9562 for version 7 is reproduced`() {
        let id = UniqueID(
            at: Timestamp(microseconds: 1_645_557_742_000_000), random: (0x0CC3, 0x18C4_DC0C_0C07_398F))
        #expect(id.text == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
    }

    @Test func `text and bytes lead back to the same identifier`() {
        let id = UniqueID(high: 0x0123_4567_89AB_CDEF, low: 0xFEDC_BA98_7654_3210)
        #expect(UniqueID(text: id.text.utf8) == id)
        #expect(UniqueID(text: id.text.uppercased().utf8) == id)
        #expect(UniqueID(bytes: id.bytes) == id)
    }

    @Test(arguments: [
        "", "017f22e2-79b0-7cc3-98c4-dc0c0c07398", "017f22e279b0-7cc3-98c4-dc0c0c07398f-",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
    ])
    func `what is no identifier is refused`(_ text: String) {
        #expect(UniqueID(text: text.utf8) == nil)
    }

    @Test func `a later identifier sorts after an earlier one`() {
        let early = UniqueID(at: Timestamp(microseconds: 1_000), random: (.max, .max))
        let late = UniqueID(at: Timestamp(microseconds: 2_000), random: (0, 0))
        #expect(early < late)
    }
}
