import GraphQLLanguage
import GraphQLSchema
import GraphQLValidation
import Testing

/// The schema that most tests of rules share, and the two questions they ask of it.
///
/// The places of expected errors are marked in the sample itself by circled digits, which are taken out before parsing.
enum Zoo {
    static let sdl = """
        interface Mammal { mother: Mammal father: Mammal }
        interface Pet { name(surname: Boolean): String }
        interface Canine implements Mammal { name(surname: Boolean): String mother: Canine father: Canine }
        enum DogCommand { SIT HEEL DOWN }
        type Dog implements Pet & Mammal & Canine {
          name(surname: Boolean): String nickname: String barkVolume: Int barks: Boolean
          doesKnowCommand(dogCommand: DogCommand): Boolean
          isHouseTrained(atOtherHomes: Boolean = true): Boolean
          isAtLocation(x: Int, y: Int): Boolean
          mother: Dog father: Dog
        }
        type Cat implements Pet { name(surname: Boolean): String nickname: String meows: Boolean meowVolume: Int }
        union CatOrDog = Cat | Dog
        type Human { name(surname: Boolean): String pets: [Pet] relatives: [Human]! iq: Int }
        enum FurColor { BROWN BLACK TAN SPOTTED }
        input ComplexInput {
          requiredField: Boolean! nonNullField: Boolean! = false intField: Int stringField: String
          booleanField: Boolean stringListField: [String]
        }
        input OneOfInput @oneOf { stringField: String intField: Int }
        type ComplicatedArgs {
          intArgField(intArg: Int): String nonNullIntArgField(nonNullIntArg: Int!): String
          stringArgField(stringArg: String): String booleanArgField(booleanArg: Boolean): String
          enumArgField(enumArg: FurColor): String floatArgField(floatArg: Float): String idArgField(idArg: ID): String
          stringListArgField(stringListArg: [String]): String complexArgField(complexArg: ComplexInput): String
          stringListNonNullArgField(stringListNonNullArg: [String!]): String
          oneOfArgField(oneOfArg: OneOfInput): String
          multipleReqs(req1: Int!, req2: Int!): String nonNullFieldWithDefault(arg: Int! = 0): String
          multipleOpts(opt1: Int = 0, opt2: Int = 0): String
          anyArgField(anyArg: Any): String
        }
        scalar Any
        type Query {
          human(id: ID): Human dog: Dog cat: Cat pet: Pet catOrDog: CatOrDog complicatedArgs: ComplicatedArgs
        }
        type Message { body: String sender: String }
        type Subscription { message: Message priority: Int }
        type Mutation { rename(id: ID!): Dog }
        directive @onQuery on QUERY
        directive @onField(reason: String) on FIELD
        directive @onVariable on VARIABLE_DEFINITION
        directive @repeated repeatable on FIELD | FRAGMENT_SPREAD
        """

    static let schema = makeSchema(sdl)

    static func makeSchema(_ sdl: String, _ capabilities: SchemaCapabilities = []) -> Schema {
        do throws(SchemaFaults) {
            return try SchemaBuilder(capabilities: capabilities).build(sdl)
        } catch {
            preconditionFailure("The schema of a test is faulty: \(error.faults.map(\.message))")
        }
    }

    /// A sample without its markers, and where the markers stood.
    struct Sample {
        private(set) var text = ""
        private(set) var places: [Character: GraphQLLanguage.SourceLocation] = [:]

        init(_ marked: String) {
            var (line, column) = (1, 1)
            for character in marked {
                if "①②③④⑤⑥⑦⑧⑨".contains(character) {
                    places[character] = SourceLocation(line: line, column: column)
                    continue
                }
                text.append(character)
                (line, column) = character == "\n" ? (line + 1, 1) : (line, column + 1)
            }
        }
    }

    static func expectValid(
        _ rule: ValidationRule, _ text: String, in schema: Schema = schema,
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) throws {
        try expectErrors(rule, text, [], in: schema, sourceLocation: sourceLocation)
    }

    /// Expects exactly these messages, each with its marked places, in this order.
    static func expectErrors(
        _ rule: ValidationRule, _ marked: String, _ errors: [(message: String, marks: String)],
        in schema: Schema = schema, suggests: Bool = true,
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) throws {
        let sample = Sample(marked)
        let document = try Document.parse(Source(sample.text))
        let options = ValidationOptions(suggests: suggests)
        let found = diagnose(document, against: schema, rules: [rule], options: options)
        #expect(found.map(\.message) == errors.map(\.message), sourceLocation: sourceLocation)
        #expect(
            found.map(\.locations) == errors.map { error in error.marks.compactMap { sample.places[$0] } },
            sourceLocation: sourceLocation)
        #expect(found.allSatisfy { $0.rule == rule.name }, sourceLocation: sourceLocation)
    }
}
