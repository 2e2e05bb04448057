import GraphQLValidation
import Testing

/// Fields exist.
struct FieldsOnCorrectTypeTests {
    @Test func `fields of objects, interfaces and unions, with and without alias, are fine`() throws {
        try Zoo.expectValid(
            .fieldsOnCorrectType,
            #"""
            { dog { tn: __typename otherName: name } pet { __typename name } catOrDog { __typename ... on Dog \#
            { nickname } } }
            """#)
    }

    @Test func `fields below an unknown type or field are not told twice`() throws {
        try Zoo.expectErrors(
            .fieldsOnCorrectType,
            #"""
            { dog { ①unknown { deeper { still } } } }
            fragment F on Nothing { a { b } }
            """#,
            [
                ("Cannot query field 'unknown' on type 'Dog'.", "①")
            ])
    }

    @Test func `a field with a similar name is suggested`() throws {
        try Zoo.expectErrors(
            .fieldsOnCorrectType,
            #"""
            { dog { ①barkVolumee ②meowVolume } }
            """#,
            [
                ("Cannot query field 'barkVolumee' on type 'Dog'. Did you mean 'barkVolume'?", "①"),
                ("Cannot query field 'meowVolume' on type 'Dog'. Did you mean 'barkVolume'?", "②"),
            ])
    }

    @Test func `types that have the field are suggested before fields, those that more objects share first`() throws {
        try Zoo.expectErrors(
            .fieldsOnCorrectType,
            #"""
            { catOrDog { ①name } pet { ②nickname } }
            """#,
            [
                (
                    "Cannot query field 'name' on type 'CatOrDog'. Did you mean to use an inline fragment on "
                        + "'Pet', 'Canine', 'Cat', or 'Dog'?",
                    "①"
                ),
                (
                    "Cannot query field 'nickname' on type 'Pet'. Did you mean to use an inline fragment on "
                        + "'Cat' or 'Dog'?",
                    "②"
                ),
            ])
    }

    @Test func `nothing is suggested where suggestions are off`() throws {
        try Zoo.expectErrors(
            .fieldsOnCorrectType,
            #"""
            { pet { ①nickname ②nam } }
            """#,
            [
                ("Cannot query field 'nickname' on type 'Pet'.", "①"),
                ("Cannot query field 'nam' on type 'Pet'.", "②"),
            ], suggests: false)
    }
}
