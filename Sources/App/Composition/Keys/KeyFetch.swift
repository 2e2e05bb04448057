import Cryptography
import EventSourcing
import Gateway
import HTTP
import HTTPClient
import Lifecycle
import Networking
import Prelude
import Telemetry

/// Keeps the keys of an identity provider: fetches its set at the start, every ten minutes, and when a token names a
/// key that is not in it.
///
/// Keys stay in use whatever becomes of a fetch; a set that cannot be read takes no other's place.
final class KeyFetch: Service {
    let name = "keys"
    /// What authenticators check tokens by.
    let tokens: CurrentTokens
    private let address: WebAddress
    private let client: HTTPClient
    private let resolving: WorkerPool
    private let rules: TokenRules
    private let clock: any Clock
    private let check: HealthCheck
    private let log: Log
    private let wake: WakeSignal
    private let state: Lock<State>

    private struct State {
        var machine = KeyRefreshMachine()
        var isAsked = false
        /// The set as it was fetched last: the same one again replaces nothing, and nothing remembered is lost.
        var text: [UInt8] = []
    }

    /// How often it is looked whether a fetch is due.
    private static let interval = Duration.seconds(1)

    init(
        _ keys: RemoteKeys, loops: EventLoopGroup, clock: any Clock, health: HealthRegistry, log: Log
    ) throws {
        let (wake, state) = (WakeSignal(), Lock(State()))
        (self.wake, self.state) = (wake, state)
        tokens = CurrentTokens(nil) {
            let isNew = state.withLock { state in
                defer { state.isAsked = true }
                return !state.isAsked
            }
            if isNew { wake.set() }
        }
        (address, rules) = (keys.address, keys.rules)
        resolving = try WorkerPool(name: "key-names", threads: 1, queueMax: 16)
        var bounds = ClientSettings()
        bounds.http.bodyBytesMax = KeySet.textBytesMax
        client = HTTPClient(
            Connector(resolver: Resolver(pool: resolving)), loops: loops,
            tls: keys.address.isSecure
                ? try TLSClientContext(trustedRootsFile: keys.rootsFile, protocols: ["http/1.1"]) : nil,
            settings: bounds)
        (self.clock, self.log) = (clock, log)
        // Why it gates: a node that knows no keys refuses everybody.
        check = health.check("keys", gatesReadiness: true)
    }

    func start() async throws { await fetchIfDue() }

    func run() async throws {
        while true {
            try await wake.wait(until: clock.now + Self.interval, on: clock)
            await fetchIfDue()
        }
    }

    func stop() async {
        client.closeIdle()
        resolving.stop()
    }

    /// One look: fetches if the machine says so.
    func fetchIfDue() async {
        let action = state.withLock { state in
            let isAsked = state.isAsked
            state.isAsked = false
            let now = clock.wallTime
            return isAsked ? state.machine.unknownKey(at: now) : state.machine.tick(at: now)
        }
        guard action == .fetch else { return }
        let isGood = await fetch()
        state.withLock { $0.machine.ended(well: isGood) }
    }

    private func fetch() async -> Bool {
        do {
            let text = try await text()
            if state.withLock({ $0.text != text }) {
                let keys = try KeySet(parsing: text, from: .remote)
                tokens.replace(with: TokenVerifier(keys: keys, rules: rules))
                state.withLock { $0.text = text }
                log.info("The keys of tokens were fetched.", ["keys": LogValue(keys.keys.count)])
            }
            check.set(.ok)
            return true
        } catch {
            let hasKeys = state.withLock { !$0.text.isEmpty }
            check.set(hasKeys ? .degraded("\(error)") : .failing("\(error)"))
            log.warning("The keys of tokens cannot be fetched.", ["reason": LogValue("\(error)")])
            return false
        }
    }

    private func text() async throws -> [UInt8] {
        var fields = ResponseFields()
        try fields.add(name: "accept", "application/jwk-set+json, application/json")
        let response = try await client.send(ClientRequest(.get, address, fields: fields, body: []))
        guard response.status == .ok else { throw Refused(status: Int(response.status.rawValue)) }
        return response.body
    }

    /// The address answered, and not with a set.
    struct Refused: Error, CustomStringConvertible {
        let status: Int
        var description: String { "the address answered \(status)" }
    }
}
