import GraphQLLanguage
import Testing

@testable import GraphQLSchema

struct SchemaPrinterTests {
    @Test(arguments: [
        """
        type Query {
          a: Int
        }
        """,
        #"""
        """About the schema"""
        schema {
          query: Query
        }

        directive @d(
          """About x"""
          x: [Int!] = [1, 2]
          y: In = { a: "x" }
        ) repeatable on FIELD_DEFINITION | OBJECT

        "  blank at the ends  \n "
        scalar S @specifiedBy(url: "https://s.example")

        """
        Two
        lines
        """
        interface I {
          """First"""
          i(x: Int, y: E = ONE): Int

          """Second"""
          j: Int @deprecated
        }

        type Query implements I {
          i(x: Int, y: E = ONE): Int
          j: Int @deprecated(reason: "old \"one\"")
        }

        union U = Query | A

        type A {
          u: U!
        }

        enum E {
          ONE

          """the second"""
          TWO @deprecated
        }

        input In {
          a: String = "q"
        }

        input Pick @oneOf {
          a: Int
          b: In
        }
        """#,
    ])
    func `a printed schema prints the same again`(sdl: String) throws {
        #expect(try SchemaBuilder().build(sdl).printed() == sdl)
    }

    @Test func `root types with other names need a schema definition`() throws {
        let sdl = "schema { query: Q } type Q { a: Int } type Mutation { b: Int }"
        #expect(
            try SchemaBuilder().build(sdl).printed()
                == "schema {\n  query: Q\n}\n\ntype Q {\n  a: Int\n}\n\ntype Mutation {\n  b: Int\n}")
    }

    @Test func `the locations of a directive are listed as they are written`() throws {
        let sdl = """
            directive @a on FIELD | QUERY | FIELD

            type Query {
              a: Int
            }
            """
        let schema = try SchemaBuilder().build(sdl)
        #expect(schema.printed() == sdl)
        let introspection = String(decoding: schema.introspectionJSON(), as: UTF8.self)
        #expect(introspection.contains(#""name":"a","description":null,"isRepeatable":false,"#))
        #expect(introspection.contains(#""locations":["FIELD","QUERY","FIELD"]"#))
    }
}
