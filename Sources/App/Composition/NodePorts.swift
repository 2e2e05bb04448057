import Accounts
import Chat
import Companies
import ContextKit
import EventSourcing
import Lifecycle
import Networking

/// What stands behind the ports of the contexts on this node.
struct NodePorts: Sendable {
    let ports: Ports
    /// Seals what is said about people; nil on a store without their keys.
    let sealer: (any SubjectSealer)?
    let ephemera: any Ephemera
    /// What must be stopped with the node.
    let services: [any Service]

    init(
        _ settings: NodeSettings, _ storage: NodeStorage, loops: EventLoopGroup, _ clock: any Clock
    ) throws {
        // Why from the store: nodes that share one must be able to open what the others have sealed.
        let secret = settings.personalSecret ?? storage.cursorKey ?? settings.cursorKey
        let passwords = try PasswordWorkers(settings.accounts)
        let tokens = try OwnTokens(
            settings.tokenKey, secret: secret, issuer: settings.issuer, audience: settings.audience,
            settings: settings.accounts, clock: clock)
        var ports = Ports()
        ports.give(passwords, as: (any PasswordHasher).self)
        ports.give(tokens, as: (any TokenIssuer).self)
        ports.give(try KeyedAddresses(secret), as: (any AddressIndex).self)
        sealer = try storage.subjectKeys.map { keys in
            try SubjectVault(keys, secret: secret, clock: clock)
        }
        if let sealer { ports.give(sealer, as: (any SubjectSealer).self) }
        // Why simulated: a node that reaches nothing outside is whole by itself; real ones are given instead.
        ports.give(SimulatedRegistry(), as: (any CompanyRegistry).self)
        ports.give(StoredCompanyChats(storage), as: (any ChatsOfCompanies).self)
        ports.give(CompanyBooks(storage), as: (any CompanyDirectory).self)
        ports.give(SimulatedMessenger(), as: (any MessengerGroups).self)
        let signals = try NodeSignals(settings.signals, loops: loops, clock: clock)
        ephemera = signals.ephemera
        ports.give(ephemera, as: (any Ephemera).self)
        self.ports = ports
        services = [PasswordService(passwords: passwords)] + signals.services
    }

    /// Ends the threads that hash passwords.
    private struct PasswordService: Service {
        let name = "passwords"
        let passwords: PasswordWorkers
        func stop() async { passwords.stop() }
    }
}
