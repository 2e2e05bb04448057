import GraphQLPlanning
import Testing

struct ConditionSettingsTests {
    @Test func `every variable keeps its own setting however many there are`() {
        var settings = ConditionSettings()
        for index in 0..<100 { settings[index] = [.no, .yes, .null][index % 3] }
        for index in 0..<100 { #expect(settings[index] == [.no, .yes, .null][index % 3]) }
        var same = ConditionSettings()
        for index in (0..<100).reversed() { same[index] = [.no, .yes, .null][index % 3] }
        #expect(same == settings)
        same[99] = .yes
        #expect(same != settings)
        #expect(ConditionSettings()[77] == .no)
    }
}
