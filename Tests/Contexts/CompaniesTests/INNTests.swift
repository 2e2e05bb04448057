import Companies
import Testing

struct INNTests {
    @Test(arguments: ["7700000009", "7707083893", "7736207543", "500100732259"])
    func `a number whose check digits are right is valid`(_ inn: String) {
        #expect(INN.isValid(inn))
    }

    @Test(arguments: [
        "", "0", "7700000008", "770708389", "77070838930", "500100732258", "500100732269", "７７0708389", "-707083893",
    ])
    func `everything else is not`(_ inn: String) {
        #expect(!INN.isValid(inn))
    }

    @Test func `no single wrong digit goes unnoticed`() {
        for inn in ["7707083893", "500100732259"] {
            let digits = Array(inn)
            for place in digits.indices {
                let wrong = (0...9).filter { String($0) != String(digits[place]) }.map { digit -> String in
                    var changed = digits
                    changed[place] = Character(String(digit))
                    return String(changed)
                }
                // Why not all: the checks are taken modulo 11 and then 10, which lets a few slip.
                #expect(wrong.count { INN.isValid($0) } <= 1, "\(inn) at \(place)")
            }
        }
    }

    @Test func `the simulated registry finds its companies by number and by part of the name`() async throws {
        let registry = SimulatedRegistry()
        for company in SimulatedRegistry.companies {
            #expect(INN.isValid(company.inn))
            #expect(try await registry.company(inn: company.inn) == company)
        }
        #expect(try await registry.company(inn: "7707083893") == nil)
        #expect(try await registry.suggestions(for: "ship", limit: 10).map(\.inn) == ["7800000002"])
        #expect(try await registry.suggestions(for: "77", limit: 10).map(\.inn) == ["7700000009"])
        #expect(try await registry.suggestions(for: "a", limit: 1).count == 1)
    }
}
