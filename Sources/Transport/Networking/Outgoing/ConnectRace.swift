import Glibc
import Lifecycle

/// One look-up and the race of its addresses, on the loop.
// Safe because it is used on its loop only.
final class ConnectRace: TimerTarget, @unchecked Sendable {
    private static let deadlineTag: UInt32 = 0
    private static let delayTag: UInt32 = 1

    private let endpoint: Endpoint
    private let loop: EventLoop
    private let settings: ConnectorSettings
    private let tls: TLSClientContext?
    private var completion: ((Result<Connection, ConnectFailure>) -> Void)?
    private var machine = HappyEyeballsMachine([])
    private var attempts: [ConnectAttempt] = []
    private var deadlineTimer = TimerID.none
    private var delayTimer = TimerID.none
    private var lastError: SystemError?

    init(
        _ endpoint: Endpoint, on loop: EventLoop, settings: ConnectorSettings, tls: TLSClientContext?,
        completion: @escaping (Result<Connection, ConnectFailure>) -> Void
    ) {
        (self.endpoint, self.loop, self.settings, self.tls) = (endpoint, loop, settings, tls)
        self.completion = completion
    }

    func start(_ resolver: Resolver) {
        deadlineTimer = loop.schedule(after: settings.timeout, self, tag: Self.deadlineTag)
        switch endpoint {
        case .address(let address): loop.later { self.resolved(.success([address])) }
        case .host(let name, let port): resolver.resolve(name, port: port, on: loop) { self.resolved($0) }
        }
    }

    func timerFired(tag: UInt32) {
        if tag == Self.deadlineTag { finish(.failure(.timeout)) } else { perform(machine.delayPassed()) }
    }

    private func resolved(_ result: Result<[SocketAddress], ConnectFailure>) {
        guard completion != nil else { return }
        switch result {
        case .failure(let failure): finish(.failure(failure))
        case .success(let addresses):
            let allowed = addresses.filter { !settings.refusesInternalAddresses || $0.ip?.isInternal == false }
            guard !allowed.isEmpty else { return finish(.failure(.addressRefused)) }
            machine = HappyEyeballsMachine(Array(allowed.prefix(settings.addressesMax)))
            perform(machine.start())
        }
    }

    private func perform(_ action: HappyEyeballsMachine.Action) {
        guard completion != nil else { return }
        switch action {
        case .attempt(let address, let thenWait):
            loop.cancel(delayTimer)
            if thenWait { delayTimer = loop.schedule(after: settings.attemptDelay, self, tag: Self.delayTag) }
            let attempt = ConnectAttempt(address, on: loop) { self.ended($0, $1) }
            attempts.append(attempt)
            attempt.start()
        case .wait: break
        case .giveUp: finish(.failure(.failed(lastError ?? SystemError(code: ECANCELED, call: "connect"))))
        }
    }

    private func ended(_ attempt: ConnectAttempt, _ result: Result<Int32, SystemError>) {
        attempts.removeAll { $0 === attempt }
        switch result {
        case .failure(let error):
            lastError = error
            perform(machine.attemptFailed())
        case .success(let descriptor):
            guard completion != nil else {
                Glibc.close(descriptor)
                return
            }
            finish(connected(descriptor, to: attempt.address))
        }
    }

    private func connected(_ descriptor: Int32, to address: SocketAddress) -> Result<Connection, ConnectFailure> {
        var session: TLSSession?
        if let tls {
            session = tls.session(host: endpoint.serverName)
            guard session != nil else {
                Glibc.close(descriptor)
                return .failure(.badHostName)
            }
        }
        return .success(Connection(descriptor, peer: address, on: loop, settings: settings.connection, tls: session))
    }

    private func finish(_ result: Result<Connection, ConnectFailure>) {
        guard let completion else { return }
        self.completion = nil
        loop.cancel(deadlineTimer)
        loop.cancel(delayTimer)
        for attempt in attempts { attempt.cancel() }
        attempts = []
        completion(result)
    }
}
