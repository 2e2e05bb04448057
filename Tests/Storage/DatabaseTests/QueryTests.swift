import Database
import Testing

struct QueryTests {
    private let statement = Statement("find", "SELECT $1, $2", parameters: [.int, .uuid], columns: [.int, .uuid])

    private func kind(_ parameters: [SQLValue], _ limits: DatabaseLimits = DatabaseLimits()) -> DatabaseError.Kind? {
        do throws(DatabaseError) {
            try Query(statement, parameters).check(limits)
            return nil
        } catch { return error.kind }
    }

    @Test func `parameters of the declared types pass`() {
        #expect(kind([7, .blob(Array(repeating: 1, count: 16))]) == nil)
        #expect(kind([.null, .null]) == nil)
    }

    @Test func `too few, too many or other values are our mistake`() {
        #expect(kind([7]) == .bug)
        #expect(kind([7, .null, .null]) == .bug)
        #expect(kind(["7", .null]) == .bug)
        #expect(kind([7, .blob([1])]) == .bug)
        #expect(kind([.array([7]), .null]) == .bug)
    }

    @Test func `too many bytes are refused before they travel`() {
        var limits = DatabaseLimits()
        limits.parameterBytesMax = 20
        #expect(kind([7, .blob(Array(repeating: 1, count: 16))], limits) == .rejected)
    }

    @Test func `two statements never share an ordinal`() {
        let ordinals = (0..<100).map { Statement("s\($0)", "SELECT 1").ordinal }
        #expect(Set(ordinals).count == 100)
    }
}
