import Testing

@testable import Networking

struct IPAddressTests {
    @Test(arguments: [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1",
        "172.31.255.255", "192.168.0.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "::", "::1", "fe80::1",
        "fc00::1", "fdff::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1",
        "2002:7f00:1::", "2001:db8::1",
    ])
    func `an internal address is known in every spelling`(text: String) throws {
        #expect(try #require(IPAddress(text)).isInternal)
    }

    @Test(arguments: ["1.1.1.1", "172.32.0.1", "100.128.0.1", "192.169.0.1", "2606:4700::1111", "::ffff:1.1.1.1"])
    func `a public address is not internal`(text: String) throws {
        #expect(!(try #require(IPAddress(text)).isInternal))
    }

    @Test func `the mapped form of an IPv4 address is that address`() {
        #expect(IPAddress("::ffff:1.2.3.4") == IPAddress("1.2.3.4"))
        #expect(IPAddress("::ffff:1.2.3.4")?.description == "1.2.3.4")
    }

    @Test func `limits count one IPv6 subscriber by its network`() {
        #expect(IPAddress("2a00:1:2:3::1")?.subscriber == IPAddress("2a00:1:2:3:ffff::9")?.subscriber)
        #expect(IPAddress("2a00:1:2:3::1")?.subscriber != IPAddress("2a00:1:2:4::1")?.subscriber)
        #expect(IPAddress("1.2.3.4")?.subscriber != IPAddress("1.2.3.5")?.subscriber)
    }

    @Test(arguments: ["", "1.2.3", "01.2.3.4", "1.2.3.4.5", "0x7f.1", "2130706433", "localhost", "[::1]", "::1%lo"])
    func `other spellings are not addresses`(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test(arguments: [
        ("127.0.0.1:80", "127.0.0.1:80"), ("[::1]:443", "[::1]:443"), (":8080", "[::]:8080"),
        ("unix:/run/x.sock", "unix:/run/x.sock"),
    ])
    func `a socket address reads what it writes`(text: String, written: String) {
        #expect(SocketAddress(text)?.description == written)
    }

    @Test(arguments: [
        "127.0.0.1", "::1:443", "[127.0.0.1]:80", "host:80", "1.2.3.4:", "1.2.3.4:65536", "1.2.3.4:+8", "unix:",
    ])
    func `a broken socket address is nil`(text: String) {
        #expect(SocketAddress(text) == nil)
    }
}
