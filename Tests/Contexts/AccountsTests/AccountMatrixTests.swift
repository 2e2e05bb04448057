import Accounts
import EventSourcing
import Testing

/// Who may send which command about ann's account: every role with every command, each cell asserted.
struct AccountMatrixTests {
    enum Role: CaseIterable, CustomTestStringConvertible {
        case nobody, ann, other, admin, service, system

        var caller: Caller {
            switch self {
            case .nobody: Caller(actor: nil)
            // Why permissions: what somebody claims without having shown who they are must not count.
            case .ann: Caller(actor: "ann", permissions: ["user"])
            case .other: Caller(actor: "bob", permissions: ["user"])
            case .admin: Caller(actor: "root", permissions: ["admin"])
            case .service: Caller(actor: "meter", permissions: ["meter"])
            case .system: .system("accounts")
            }
        }

        var testDescription: String { "\(self)" }
    }

    enum Act: CaseIterable, CustomTestStringConvertible {
        case register, registerAs, settleSignIn, rehash, refresh, endSession, changePassword, updateProfile, changeRole,
            deactivate,
            erase

        var testDescription: String { "\(self)" }

        func isPermitted(to caller: Caller) -> Bool {
            switch self {
            case .register:
                RegisterUser(user: "ann", email: "a@b.c", address: "a", fullName: "A", phone: nil, password: "h")
                    .isPermitted(to: caller)
            case .registerAs:
                RegisterUser(
                    user: "ann", isChosen: true, email: "a@b.c", address: "a", fullName: "A", phone: nil, password: "h"
                ).isPermitted(to: caller)
            case .settleSignIn: SettleSignIn(address: "a", session: nil).isPermitted(to: caller)
            case .rehash: RehashPassword(user: "ann", password: "h", credential: 1).isPermitted(to: caller)
            case .refresh:
                RefreshSession(
                    session: "s", shown: "a", next: "b", isAdmitted: true, account: UserAccount.stream("ann"),
                    accountVersion: StreamVersion(1)
                ).isPermitted(to: caller)
            case .endSession: EndSession(session: "s").isPermitted(to: caller)
            case .changePassword:
                ChangePassword(user: "ann", password: "h", credential: 1, keptSession: nil).isPermitted(to: caller)
            case .updateProfile: UpdateProfile(user: "ann", fullName: "A").isPermitted(to: caller)
            case .changeRole: ChangeUserRole(user: "ann", role: .admin).isPermitted(to: caller)
            case .deactivate: DeactivateUser(user: "ann").isPermitted(to: caller)
            case .erase: EraseUser(user: "ann").isPermitted(to: caller)
            }
        }

        var permitted: Set<Role> {
            switch self {
            case .register: Set(Role.allCases)
            case .registerAs: [.admin, .system]
            case .settleSignIn, .rehash, .refresh: [.system]
            case .endSession: Set(Role.allCases).subtracting([.nobody])
            case .changePassword: [.ann]
            case .updateProfile, .deactivate, .erase: [.ann, .admin]
            case .changeRole: [.admin]
            }
        }
    }

    @Test(arguments: Act.allCases, Role.allCases)
    func `a command is open to those whom the table names and to nobody else`(_ act: Act, _ role: Role) {
        #expect(act.isPermitted(to: role.caller) == act.permitted.contains(role))
    }

    @Test(arguments: Act.allCases)
    func `a permission without a name is none`(_ act: Act) {
        let anonymous = Caller(actor: nil, permissions: ["admin"])
        #expect(act.isPermitted(to: anonymous) == act.permitted.contains(.nobody))
    }
}
