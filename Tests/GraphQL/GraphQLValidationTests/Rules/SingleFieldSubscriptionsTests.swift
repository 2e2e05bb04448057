import GraphQLValidation
import Testing

/// A subscription has one root field.
struct SingleFieldSubscriptionsTests {
    @Test func `one field, also through fragments and twice, is fine`() throws {
        try Zoo.expectValid(
            .singleFieldSubscriptions,
            #"""
            subscription S { ...F message { sender } }
            fragment F on Subscription { message { body } }
            """#)
    }

    @Test func `more than one field is told at those that are too many`() throws {
        try Zoo.expectErrors(
            .singleFieldSubscriptions,
            #"""
            subscription S { message { body } ①priority ... { ②p: priority } }
            """#,
            [
                ("Subscription 'S' must select only one top level field.", "①②")
            ])
    }

    @Test func `an introspection field is none to subscribe to`() throws {
        try Zoo.expectErrors(
            .singleFieldSubscriptions,
            #"""
            subscription { ①__typename }
            """#,
            [
                ("Anonymous Subscription must not select an introspection top level field.", "①")
            ])
    }

    @Test func `a condition at the root is refused`() throws {
        try Zoo.expectErrors(
            .singleFieldSubscriptions,
            #"""
            subscription S($a: Boolean!) { message ①@skip(if: $a) { body } ... ②@include(if: $a) { priority } }
            """#,
            [
                ("Subscription 'S' must not use `@skip` or `@include` directives in the top level selection.", "①②")
            ])
    }

    @Test func `fragments that spread one another end`() throws {
        try Zoo.expectErrors(
            .singleFieldSubscriptions,
            #"""
            subscription S { ...A }
            fragment A on Subscription { message { body } ...B }
            fragment B on Subscription { ①priority ...A }
            """#,
            [
                ("Subscription 'S' must select only one top level field.", "①")
            ])
    }
}
