import Database
import EventSourcing
import Prelude
import Testing

struct OriginCodecTests {
    private let command = CommandID(UniqueID(high: 1, low: 2))

    @Test func `every combination comes back as it went`() {
        for bits in 0..<16 {
            let origin = CommandOrigin(
                actor: bits & 1 != 0 ? "user-7" : nil,
                correlation: bits & 2 != 0 ? CorrelationID(UniqueID(high: .max, low: 0)) : nil,
                causation: bits & 4 != 0 ? EventID(command: command, ordinal: 513) : nil,
                trace: bits & 8 != 0 ? "00-abc-def-01" : nil)
            let bytes = OriginCodec.encode(origin)
            #expect(OriginCodec.decode(bytes[...]) == origin)
            #expect(bits != 0 || bytes.isEmpty)
            for count in 1..<max(1, bytes.count) { #expect(OriginCodec.decode(bytes[..<count]) == nil) }
            if !bytes.isEmpty { #expect(OriginCodec.decode((bytes + [0])[...]) == nil) }
        }
    }

    @Test func `bytes that are no origin are refused`() {
        #expect(OriginCodec.decode([16]) == nil)
        #expect(OriginCodec.decode([0, 1]) == nil)
        #expect(OriginCodec.decode([1, 200, 65]) == nil)
        #expect(OriginCodec.decode([1, 1, 0x20]) == nil)
    }
}
