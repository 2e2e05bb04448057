import Testing

@testable import Compression

struct DeflateTests {
    private let text = Array(String(repeating: "the same words again and again; ", count: 200).utf8)

    private func compressed(_ bytes: [UInt8], _ format: CompressionFormat) throws -> [UInt8] {
        let deflater = try #require(Deflater(format))
        var output: [UInt8] = []
        bytes.withUnsafeBufferPointer { deflater.compress($0, flush: .finish, to: &output) }
        return output
    }

    @Test(arguments: [CompressionFormat.gzip, .raw(windowBits: 15), .raw(windowBits: 9)])
    func `what was compressed is read back, whole and in single bytes`(format: CompressionFormat) throws {
        let small = try compressed(text, format)
        #expect(small.count < text.count / 10)
        let inflater = try #require(Inflater(format))
        var output: [UInt8] = []
        var last = Inflater.Progress.needsMore
        for byte in small {
            last = try [byte].withUnsafeBufferPointer { try inflater.inflate($0, to: &output, bytesMax: 1 << 20) }
        }
        #expect(output == text)
        #expect(last == .ended(used: 1))
    }

    @Test func `a state is used again after a reset as if it were new`() throws {
        let deflater = try #require(Deflater(.gzip))
        var first: [UInt8] = []
        var second: [UInt8] = []
        text.withUnsafeBufferPointer { deflater.compress($0, flush: .finish, to: &first) }
        deflater.reset()
        text.withUnsafeBufferPointer { deflater.compress($0, flush: .finish, to: &second) }
        #expect(first == second)
    }

    private func decompressed(_ bytes: [UInt8], bytesMax: Int = 1 << 20) throws -> [UInt8] {
        try bytes.withUnsafeBufferPointer { try GzipCoding.decompress($0, bytesMax: bytesMax) }
    }

    @Test func `output at the bound passes, one byte more does not`() throws {
        let small = try compressed(text, .gzip)
        #expect(try decompressed(small, bytesMax: text.count) == text)
        #expect(throws: InflateError.tooLarge) { try decompressed(small, bytesMax: text.count - 1) }
    }

    @Test func `a bomb is stopped at its bound and not after it`() throws {
        let bomb = try compressed([UInt8](repeating: 0, count: 50 << 20), .gzip)
        let inflater = try #require(Inflater(.gzip))
        var output: [UInt8] = []
        #expect(throws: InflateError.tooLarge) {
            try bomb.withUnsafeBufferPointer { try inflater.inflate($0, to: &output, bytesMax: 100_000) }
        }
        #expect(output.count <= 100_001)
    }

    @Test func `bytes of another format, cut off or followed by others are malformed`() throws {
        let small = try compressed(text, .gzip)
        var broken = small
        broken[broken.count - 5] ^= 1  // the checksum
        for bytes in [[0x00, 0x01, 0x02], [], Array(small.dropLast()), small + [0], broken, Array("GET /".utf8)] {
            #expect(throws: InflateError.malformed) { try decompressed(bytes) }
        }
    }

    @Test func `incompressible data and an empty body survive`() throws {
        var generator = SystemRandomNumberGenerator()
        let noise = (0..<200_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
        for bytes in [noise, []] {
            let small = try compressed(bytes, .gzip)
            #expect(try decompressed(small) == bytes)
        }
    }

    @Test func `states of a loop are lent, returned and forget what they saw`() {
        let contexts = CompressionContexts()
        var outputs: [[UInt8]] = []
        for _ in 0..<3 {
            contexts.withRawDeflater { deflater in
                var output: [UInt8] = []
                text.withUnsafeBufferPointer { deflater.compress($0, flush: .sync, to: &output) }
                outputs.append(output)
            }
        }
        #expect(Set(outputs).count == 1)
    }
}
