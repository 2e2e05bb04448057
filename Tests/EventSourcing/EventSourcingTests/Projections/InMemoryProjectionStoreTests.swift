import EventSourcing
import EventSourcingTesting
import Prelude
import Testing

struct InMemoryProjectionStoreTests {
    @Test(arguments: ProjectionStoreContract.laws)
    func `the store in memory keeps the law`(_ law: ProjectionStoreLaw) async {
        let store = InMemoryProjectionStore { Timestamp(microseconds: 1_000_000) }
        #expect(await law.violations(of: store) == [])
    }
}
