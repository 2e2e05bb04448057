import COpenSSL
import Glibc
import Lifecycle
import Prelude

/// The keys that session tickets are sealed with: a new one every period, the old ones kept for reading.
///
/// Why of our own: the library's keys live as long as one context, so they would neither rotate nor survive a
/// certificate reload.
package final class TLSTicketKeys: Sendable {
    /// Limit: keys that still open tickets; the oldest is forgotten.
    static let keptMax = 3

    struct Key: Sendable {
        let name: [UInt8]
        let cipherKey: [UInt8]
        let macKey: [UInt8]
        let made: MonotonicTime
    }

    private let keys = Lock<[Key]>([])
    private let period: Duration
    private let clock: any Clock

    package init(period: Duration = .seconds(4 * 3600), clock: any Clock = SystemClock()) {
        (self.period, self.clock) = (period, clock)
    }

    /// The newest key; makes one if there is none or the newest is too old.
    func current() -> Key? {
        let now = clock.now
        if let key = keys.withLock({ $0.first }), now - key.made < period { return key }
        var random = [UInt8](repeating: 0, count: 16 + 32 + 32)
        guard RAND_bytes(&random, Int32(random.count)) == 1 else { return nil }
        let key = Key(
            name: Array(random[..<16]), cipherKey: Array(random[16..<48]), macKey: Array(random[48...]), made: now)
        keys.withLock { keys in
            keys.insert(key, at: 0)
            keys.removeLast(max(keys.count - Self.keptMax, 0))
        }
        return key
    }

    /// The key of a ticket, and whether it is the newest.
    func find(_ name: UnsafeBufferPointer<UInt8>) -> (key: Key, isCurrent: Bool)? {
        let now = clock.now
        return keys.withLock { keys in
            guard let index = keys.firstIndex(where: { $0.name.elementsEqual(name) }) else { return nil }
            return (keys[index], index == 0 && now - keys[index].made < period)
        }
    }

    /// Answers the library's request for a key; the numbers are those that its manual gives.
    func prepare(
        name: UnsafeMutablePointer<UInt8>, iv: UnsafeMutablePointer<UInt8>, cipher: OpaquePointer,
        mac: OpaquePointer, isSealing: Bool
    ) -> Int32 {
        if isSealing {
            guard let key = current(), RAND_bytes(iv, 16) == 1,
                EVP_EncryptInit_ex(cipher, EVP_aes_256_cbc(), nil, key.cipherKey, iv) == 1,
                Self.set(mac, key.macKey)
            else { return -1 }
            _ = UnsafeMutableBufferPointer(start: name, count: 16).update(fromContentsOf: key.name)
            return 1
        }
        guard let (key, isCurrent) = find(UnsafeBufferPointer(start: name, count: 16)) else { return 0 }
        guard Self.set(mac, key.macKey), EVP_DecryptInit_ex(cipher, EVP_aes_256_cbc(), nil, key.cipherKey, iv) == 1
        else { return -1 }
        return isCurrent ? 1 : 2
    }

    private static func set(_ mac: OpaquePointer, _ key: [UInt8]) -> Bool {
        var key = key
        return belvedere_mac_set_sha256_key(mac, &key, key.count) == 1
    }
}
