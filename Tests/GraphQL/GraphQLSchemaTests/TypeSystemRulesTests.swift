import Testing

@testable import GraphQLSchema

/// The rules on the type system, in the words and at the places of the reference.
struct TypeSystemRulesTests {
    @Test(arguments: [
        SchemaFaultCase(
            "no query type", "type A { a: Int }", ("RootTypes", "Query root type must be provided.", [])),
        SchemaFaultCase(
            "no query type in a schema definition", "<1>schema { mutation: M } type M { a: Int }",
            ("RootTypes", "Query root type must be provided.", [1])),
        SchemaFaultCase(
            "root types of other kinds",
            "schema { query: <1>In, mutation: <2>In } input In { a: Int } <3>scalar Subscription",
            ("RootTypes", "Query root type must be Object type, it cannot be In.", [1]),
            ("RootTypes", "Mutation root type must be Object type if provided, it cannot be In.", [2])),
        SchemaFaultCase(
            "one type for two operations", "schema { query: <1>Q, mutation: <2>Q } type Q { a: Int }",
            (
                "RootTypes",
                "All root types must be different, 'Q' type is used as query and mutation root types.", [1, 2]
            )),
        SchemaFaultCase(
            "reserved names",
            "type Query { <1>__a(<2>__x: Int): Int } <3>enum __E { <4>__V } <5>directive @__d(<6>__y: Int) on FIELD",
            (
                "NamesAreNotReserved",
                "Name '__d' must not begin with '__', which is reserved by GraphQL introspection.", [5]
            ),
            (
                "NamesAreNotReserved",
                "Name '__y' must not begin with '__', which is reserved by GraphQL introspection.", [6]
            ),
            (
                "NamesAreNotReserved",
                "Name '__a' must not begin with '__', which is reserved by GraphQL introspection.", [1]
            ),
            (
                "NamesAreNotReserved",
                "Name '__x' must not begin with '__', which is reserved by GraphQL introspection.", [2]
            ),
            (
                "NamesAreNotReserved",
                "Name '__E' must not begin with '__', which is reserved by GraphQL introspection.", [3]
            ),
            (
                "NamesAreNotReserved",
                "Name '__V' must not begin with '__', which is reserved by GraphQL introspection.", [4]
            )),
        SchemaFaultCase(
            "input where output is expected and the reverse",
            "type Query { a(x: <1>[Query]): <2>In! } input In { q: <3>Query } directive @d(<4>x: Query) on FIELD",
            ("InputsAreInputTypes", "The type of @d(x:) must be Input Type but got: Query.", [4]),
            ("FieldsAreOutputTypes", "The type of Query.a must be Output Type but got: In!.", [2]),
            ("InputsAreInputTypes", "The type of Query.a(x:) must be Input Type but got: [Query].", [1]),
            ("InputsAreInputTypes", "The type of In.q must be Input Type but got: Query.", [3])),
        SchemaFaultCase(
            "required and deprecated",
            "type Query { a(x: <1>Int! <2>@deprecated): Int } input In { f: <3>Int! <4>@deprecated(reason: \"x\") }",
            ("RequiredInputsAreNotDeprecated", "Required argument Query.a(x:) cannot be deprecated.", [2, 1]),
            ("RequiredInputsAreNotDeprecated", "Required input field In.f cannot be deprecated.", [4, 3])),
        SchemaFaultCase(
            "types without members",
            "<1>type Query <2>extend type Query @d <3>interface I <4>enum E <5>union U <6>input In directive @d on OBJECT",
            ("FieldsAreOutputTypes", "Type Query must define one or more fields.", [1, 2]),
            ("FieldsAreOutputTypes", "Type I must define one or more fields.", [3]),
            ("EnumsHaveValues", "Enum type E must define one or more values.", [4]),
            ("UnionMembersAreObjects", "Union type U must define one or more member types.", [5]),
            ("InputObjectsHaveFields", "Input Object type In must define one or more fields.", [6])),
        SchemaFaultCase(
            "union members",
            "union U = <1>Query | <2>E | <3>Query enum E { A } type Query { u: U }",
            ("UnionMembersAreObjects", "Union type U can only include Object types, it cannot include E.", [2]),
            ("UnionMembersAreObjects", "Union type U can only include type Query once.", [1, 3])),
        SchemaFaultCase(
            "implementing what is no interface, oneself, twice, and without the ancestors",
            """
            type Query implements <1>E { a: Int } enum E { A }
            interface I implements <2>I { a: Int }
            interface J implements <3>K { a: Int } interface K { a: Int }
            type T implements <4>J & <5>J { a: Int }
            """,
            (
                "InterfacesAreImplemented",
                "Type Query must only implement Interface types, it cannot implement E.", [1]
            ),
            (
                "InterfacesAreImplemented",
                "Type I cannot implement itself because it would create a circular reference.", [2]
            ),
            ("InterfacesAreImplemented", "Type T must implement K because it is implemented by J.", [3, 4, 5]),
            ("InterfacesAreImplemented", "Type T can only implement J once.", [4, 5])),
        SchemaFaultCase(
            "fields that do not keep the promise",
            """
            interface I { <1>gone: Int, type: <2>Int, <3>args(<4>x: Int, y: <5>Int): Int, old: Int, <6>more: Int }
            <7>type Query implements I {
              type: <8>String, <9>args(y: <10>[Int]): Int, old: <11>Int <12>@deprecated, more(<13>z: Int!): Int
            }
            """,
            ("InterfacesAreImplemented", "Interface field I.gone expected but Query does not provide it.", [1, 7]),
            (
                "InterfacesAreImplemented",
                "Interface field I.type expects type Int but Query.type is type String.", [2, 8]
            ),
            (
                "InterfacesAreImplemented",
                "Interface field argument I.args(x:) expected but Query.args does not provide it.", [4, 9]
            ),
            (
                "InterfacesAreImplemented",
                "Interface field argument I.args(y:) expects type Int but Query.args(y:) is type [Int].", [5, 10]
            ),
            (
                "InterfacesAreImplemented",
                "Interface field I.old is not deprecated, so implementation field Query.old must not be deprecated.",
                [12, 11]
            ),
            (
                "InterfacesAreImplemented",
                "Argument 'Query.more(z:)' must not be required type 'Int!' if not provided by the Interface field "
                    + "'I.more'.", [13, 6]
            )),
        SchemaFaultCase(
            "OneOf input objects", "input In @oneOf { a: <1>Int!, <2>b: Int = 1, c: Int } type Query { a(x: In): Int }",
            ("OneOfFieldsAreOptional", "OneOf input field In.a must be nullable.", [1]),
            ("OneOfFieldsAreOptional", "OneOf input field In.b cannot have a default value.", [2])),
        SchemaFaultCase(
            "an input object that needs itself",
            "input A { <1>b: B! } input B { <2>a: A!, list: [A!]! } input C @oneOf { <3>c: C } type Query { a(x: A): Int }",
            (
                "InputObjectsAreFinite",
                "Input Object A cannot be provided a finite value because it references itself through fields: A.b, "
                    + "B.a.", [1, 2]
            ),
            (
                "InputObjectsAreFinite",
                "Input Object C cannot be provided a finite value because it references itself through fields: C.c.",
                [3]
            )),
        SchemaFaultCase(
            "a default that needs itself",
            "input A { b: B = <1>{} } input B { a: A = <2>{} } type Query { a(x: A): Int }",
            (
                "DefaultsAreAcyclic",
                "Invalid circular reference. The default value of Input Object field A.b references itself via the "
                    + "default values of: B.a.", [1, 2]
            )),
        SchemaFaultCase(
            "defaults of another type",
            """
            type Query { a(i: Int = <1>"1", big: Int = <2>4294967296, e: E = <3>"A", n: Int! = <4>null, o: In = <5>{ <6>z: 1 }): Int }
            enum E { A } input In { need: Int!, list: [Float] = [1, 2.5, <7>true] }
            """,
            (
                "DefaultsAreOfType",
                "Query.a(i:) has invalid default value: Int cannot represent non-integer value: \"1\"", [1]
            ),
            (
                "DefaultsAreOfType",
                "Query.a(big:) has invalid default value: Int cannot represent non 32-bit signed integer value: "
                    + "4294967296", [2]
            ),
            (
                "DefaultsAreOfType",
                "Query.a(e:) has invalid default value: Enum 'E' cannot represent non-enum value: \"A\". Did you mean "
                    + "the enum value 'A'?", [3]
            ),
            (
                "DefaultsAreOfType",
                "Query.a(n:) has invalid default value: Expected value of non-null type 'Int!' not to be None.", [4]
            ),
            (
                "DefaultsAreOfType",
                "Query.a(o:) has invalid default value: Expected value of type 'In' to include required field 'need', "
                    + "found: { z: 1 }.", [5]
            ),
            (
                "DefaultsAreOfType",
                "Query.a(o:) has invalid default value: Expected value of type 'In' not to include unknown field 'z', "
                    + "found: { z: 1 }.", [6]
            ),
            (
                "DefaultsAreOfType",
                "In.list has invalid default value at [2]: Float cannot represent non numeric value: true", [7]
            )),
        SchemaFaultCase(
            "arguments of directives of another type",
            "directive @d(x: [Int!]) on OBJECT type Query @d(x: [1, <1>null, <2>A]) { a: Int @deprecated(reason: <3>1) }",
            ("ValuesOfCorrectType", "Expected value of non-null type 'Int!' not to be None.", [1]),
            ("ValuesOfCorrectType", "Int cannot represent non-integer value: A", [2]),
            ("ValuesOfCorrectType", "String cannot represent a non string value: 1", [3])),
        SchemaFaultCase(
            "directives that lead to themselves",
            """
            <1>directive @a(x: Int @a) on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION
            <2>directive @b(x: [B!]) on ENUM_VALUE directive @c(x: E @a) on INPUT_FIELD_DEFINITION
            input B { b: B c: Int @c } enum E { ONE @b } type Query { q(b: B): Int }
            directive @fine(x: B @a) on SCALAR scalar S @fine
            """,
            (
                "DirectivesAreAcyclic", "Invalid circular reference. The definition of directive @a leads to itself.",
                [1]
            ),
            (
                "DirectivesAreAcyclic",
                "Invalid circular reference. The definition of directive @b leads to itself via: B, @c, E.", [2]
            )),
        SchemaFaultCase(
            "one of several fields, by an extension",
            "type Query { a(x: A): Int } input A { a: Int } extend input A <1>@oneOf",
            (
                "OneOfIsNotExtended",
                "The directive '@oneOf' must not be provided by an extension of type A.", [1]
            )),
    ])
    func `what a type system may not be is reported with its places`(_ one: SchemaFaultCase) { one.check() }

    @Test func `a long chain of defaults is refused and a long cycle of input objects is found`() {
        let chain = (0..<2_000).map { "input A\($0) { next: A\($0 + 1) = {} }" }.joined(separator: "\n")
        let sdl = chain + "\ninput A2000 { a: Int } type Query { a(x: A0 = {}): Int }"
        #expect(SchemaFaultCase.faults(of: sdl).map(\.rule).contains("SchemaLimits"))
        let ring = (0..<5_000).map { "input A\($0) { next: A\(($0 + 1) % 5_000)! }" }.joined(separator: "\n")
        let faults = SchemaFaultCase.faults(of: ring + "\ntype Query { a(x: A0): Int }")
        #expect(faults.map(\.rule) == ["InputObjectsAreFinite"])
        #expect(faults.first?.places.count == 5_000)
    }

    @Test(arguments: [false, true])
    func `defaults that need one another too deeply are refused in whatever order they stand`(isInsideOut: Bool) {
        let chain = (0..<2_000).map { "input A\($0) { next: A\($0 + 1) = {} }" }
        let types = isInsideOut ? ["input A2000 { a: Int }"] + chain.reversed() : chain + ["input A2000 { a: Int }"]
        let faults = SchemaFaultCase.faults(of: types.joined(separator: "\n") + "\ntype Query { a(x: A0 = {}): Int }")
        #expect(Set(faults.map(\.rule)) == ["SchemaLimits"])
        #expect(faults.allSatisfy { $0.places.count == 1 })
    }

    @Test func `defaults as deep as they may be are completed in whatever order they stand`() throws {
        let chain = (0..<250).map { "input A\($0) { next: A\($0 + 1) = {} }" }
        for types in [chain, chain.reversed()] {
            let sdl = types.joined(separator: "\n") + "\ninput A250 { a: Int } type Query { a(x: A0 = {}): Int }"
            #expect(SchemaFaultCase.faults(of: sdl).isEmpty)
        }
    }

    @Test func `a schema with too many types says where`() {
        let sdl = "type Query { a: Int }\n" + (1..<50_002).map { "scalar S\($0)" }.joined(separator: "\n")
        let faults = SchemaFaultCase.faults(of: sdl)
        #expect(faults.map(\.message) == ["A schema may have 50000 types at most."])
        #expect(faults.first?.places.map(\.line) == [50_001])
    }

    @Test(arguments: [
        SchemaFaultCase(
            "a built-in scalar as the only member", "type Query { a: Boolean e: E } union E = <1>Float",
            ("UnionMembersAreObjects", "Union type E can only include Object types, it cannot include Float.", [1])),
        SchemaFaultCase(
            "a built-in scalar as another member", "type Query { a: Boolean } union E = Query | <1>Float",
            ("UnionMembersAreObjects", "Union type E can only include Object types, it cannot include Float.", [1])),
        SchemaFaultCase(
            "a built-in scalar as interface",
            "interface N { a: Boolean } type Query { a: Boolean } type T implements <1>Float { a: Boolean }",
            (
                "InterfacesAreImplemented", "Type T must only implement Interface types, it cannot implement Float.",
                [1]
            )),
        SchemaFaultCase(
            "a type of introspection as interface", "type Query implements <1>__Type { a: Boolean }",
            (
                "InterfacesAreImplemented",
                "Type Query must only implement Interface types, it cannot implement __Type.",
                [1]
            )),
        SchemaFaultCase(
            "definitions of built-in types",
            "scalar Int <1>type ID { a: Int } <2>enum __TypeKind { A } type Query { a: Int } <3>scalar __Type",
            ("UniqueTypeNames", "Type 'ID' is built in and cannot be defined.", [1]),
            ("UniqueTypeNames", "Type '__TypeKind' is built in and cannot be defined.", [2]),
            ("UniqueTypeNames", "Type '__Type' is built in and cannot be defined.", [3])),
        SchemaFaultCase(
            "directives of the specification defined without what they need",
            """
            directive @specifiedBy(url: String) on SCALAR directive @deprecated(reason: Int) on FIELD_DEFINITION
            scalar S <1>@specifiedBy scalar T @specifiedBy(url: <2>null)
            type Query { s: S t: T @deprecated u: T @deprecated(reason: <3>1) }
            """,
            (
                "ProvidedRequiredArgumentsOnDirectives", "Argument 'url' of required type 'String!' was not provided.",
                [1]
            ),
            (
                "ValuesOfCorrectType",
                "Argument 'url' has invalid value: Expected value of non-null type 'String!' not to be None.", [2]
            ),
            (
                "ValuesOfCorrectType",
                "Argument 'reason' has invalid value: String cannot represent a non string value: 1", [3]
            )),
    ])
    func `built-in types and directives are what the specification says`(wanted: SchemaFaultCase) { wanted.check() }

    @Test func `a union of types of introspection is what it says`() throws {
        let schema = try SchemaBuilder().build("type Query { a: E } union E = __Type | Query")
        #expect(schema.printed().contains("union E = __Type | Query"))
    }

    @Test func `a definition of a built-in type is passed over where the reference is to be followed`() throws {
        var builder = SchemaBuilder()
        builder.passesOverBuiltInTypes = true
        let schema = try builder.build("type Int { a: Int } type __Type { b: Int } type Query { a: Int }")
        #expect(schema.printed() == "type Query {\n  a: Int\n}")
    }

    @Test func `directives on directives are a draft that a schema may be without`() throws {
        let edition = SchemaBuilder(capabilities: [])
        #expect(throws: SchemaFaults.self) { try edition.build("directive @a @b on FIELD directive @b on FIELD") }
        let schema = try edition.build("type Query { a: Int }")
        let type = try #require(schema.type(named: "__Schema"))
        let field = try #require(schema.field(named: "directives", of: type))
        #expect(schema[field].arguments.isEmpty)
        let directive = try #require(schema.type(named: "__Directive"))
        #expect(schema.field(named: "isDeprecated", of: directive) == nil)
        let location = try #require(schema.type(named: "__DirectiveLocation"))
        #expect(schema.enumValue(named: Array("DIRECTIVE_DEFINITION".utf8)[...], of: location) == nil)
        #expect(!String(decoding: schema.introspectionJSON(), as: UTF8.self).contains("DIRECTIVE_DEFINITION"))
    }

    @Test func `faults of definitions are told apart from those that may follow from them`() throws {
        let faults = #expect(throws: SchemaFaults.self) {
            try SchemaBuilder().build("type Query { a: Missing } union U")
        }
        #expect(faults?.faults.count == 2)
        #expect(faults?.firstPhase.map(\.rule) == ["KnownTypeNames"])
    }
}
