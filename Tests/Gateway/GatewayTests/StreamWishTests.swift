import ContextKit
import EventSourcing
import JSON
import Networking
import Testing

@testable import Gateway

struct StreamWishTests {
    @Test(arguments: [
        ("text/event-stream", StreamEndpoint.Wish.yes), ("application/json", .no), ("*/*", .no),
        ("text/event-stream, application/json;q=0.9", .yes), ("text/event-stream, */*;q=0.1", .yes),
        ("application/json, text/event-stream;q=0.1", .no),
        ("application/graphql-response+json, text/event-stream;q=0.5", .no),
        ("multipart/mixed, text/event-stream;q=0.9", .no), ("text/event-stream;q=0, application/json", .no),
        ("application/json, text/event-stream", .forSubscriptions), ("text/event-stream, */*", .forSubscriptions),
    ])
    func `a stream is what outweighs every other form, or for subscriptions what is as good`(
        _ accept: String, _ wish: StreamEndpoint.Wish
    ) {
        #expect(StreamEndpoint.wish(accept: Array(accept.utf8)) == wish)
    }

    @Test func `nobody takes up the reservations of others, whether signed in or known by an address`() throws {
        let reservations = StreamReservations(perSubscriberMax: 2)
        let nobody = Viewer(tenant: "t", actor: nil)
        let (here, there) = (IPAddress("192.0.2.1"), IPAddress("192.0.2.2"))
        let first = try #require(reservations.reserve(for: nobody, from: here))
        #expect(reservations.reserve(for: nobody, from: here) != nil)
        #expect(reservations.reserve(for: nobody, from: here) == nil)
        #expect(reservations.reserve(for: nobody, from: there) != nil)
        #expect(reservations.reserve(for: Viewer(tenant: "t", actor: "ann"), from: here) != nil)
        reservations.releaseUnclaimed(first)
        reservations.release(first)
        #expect(reservations.reserve(for: nobody, from: here) != nil)
        #expect(reservations.reserve(for: nobody, from: here) == nil)
    }
}
