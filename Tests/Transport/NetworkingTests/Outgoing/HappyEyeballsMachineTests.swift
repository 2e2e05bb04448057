import Testing

@testable import Networking

struct HappyEyeballsMachineTests {
    private func address(_ text: String) throws -> SocketAddress { try #require(SocketAddress(text)) }

    @Test func `families take turns, beginning with the resolver's first`() throws {
        let texts = ["[2a00::1]:1", "[2a00::2]:1", "[2a00::3]:1", "1.1.1.1:1"]
        var machine = HappyEyeballsMachine(try texts.map(address))
        #expect(machine.start() == .attempt(try address("[2a00::1]:1"), thenWait: true))
        #expect(machine.delayPassed() == .attempt(try address("1.1.1.1:1"), thenWait: true))
        #expect(machine.delayPassed() == .attempt(try address("[2a00::2]:1"), thenWait: true))
        #expect(machine.delayPassed() == .attempt(try address("[2a00::3]:1"), thenWait: false))
        #expect(machine.delayPassed() == .wait)
    }

    @Test func `a failure starts the next attempt at once, and the last failure gives up`() throws {
        var machine = HappyEyeballsMachine([try address("1.1.1.1:1"), try address("1.1.1.2:1")])
        #expect(machine.start() == .attempt(try address("1.1.1.1:1"), thenWait: true))
        #expect(machine.attemptFailed() == .attempt(try address("1.1.1.2:1"), thenWait: false))
        #expect(machine.attemptFailed() == .giveUp)
    }

    @Test func `an attempt that still runs is waited for`() throws {
        var machine = HappyEyeballsMachine([try address("1.1.1.1:1"), try address("1.1.1.2:1")])
        _ = machine.start()
        _ = machine.delayPassed()
        #expect(machine.attemptFailed() == .wait)
        #expect(machine.attemptFailed() == .giveUp)
    }

    @Test func `no address gives up at once`() {
        var machine = HappyEyeballsMachine([])
        #expect(machine.start() == .giveUp)
    }
}
