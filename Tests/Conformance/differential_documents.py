"""Puts generated SDL and documents, whole and broken, to the reference implementation and to `belvedere graphql batch`.

    differential_documents.py <belvedere> [cases] [seed]

Half of the cases are schemas: the faults must be the reference's, word for word and place for place; a schema without
faults must print and introspect alike. The other half are documents against a schema: they must parse, print and
validate alike. A case is broken by moving, doubling, dropping or exchanging its tokens. Every difference is printed with
its case; any makes the exit code 1.
"""

import json
import random
import re
import subprocess
import sys

from graphql import (
    GraphQLError,
    build_ast_schema,
    introspection_from_schema,
    parse,
    print_ast,
    print_schema,
    validate,
    validate_schema,
)
from graphql.validation.validate import validate_sdl
from harvest import first_difference

TOKEN = re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|\.\.\.|[_A-Za-z]\w*|-?\d+(?:\.\d+)?|[^\s,]')
POOL = "! $ & ( ) : = @ [ ] { | } ... on type input null true 1 1.5 A x query extend implements Int [Int!]".split()
POOL += ["\udead", '"\ud83d"', '"""\udc00"""', "# \ud800", "Float", "__Type", "enum Boolean { A }", "scalar Float"]
BATCH = 2000
# Rules for type systems that the specification has and the reference does not:
# 5.6.1 Values of Correct Type, for the arguments of every directive;
# 3.13 Directives: a definition must not contain the use of a directive which references itself, directly or indirectly;
# 3.10.2 Input Object Extensions: the @oneOf directive must not be provided by an Input Object type extension.
BEYOND_REFERENCE = {"ValuesOfCorrectType", "DirectivesAreAcyclic", "OneOfIsNotExtended"}
EMPTY_SET = re.compile(r"\{[\s,]*\}")
LEAF = re.compile(r".* cannot represent [a-z -]*value: (?=[\[{])")


class SchemaMaker:
    """Writes one SDL with every construction of the type system in it."""

    def __init__(self, dice):
        self.dice = dice
        self.outputs = ["Int", "String", "ID", "Boolean", "Float", "E", "S", "T0", "T1", "I0", "I1", "U"]
        self.inputs = ["Int", "String", "ID", "Boolean", "Float", "E", "S", "In0", "In1"]

    def chance(self, share):
        return self.dice.random() < share

    def wrapped(self, names, non_null=0.3):
        text = self.dice.choice(names)
        while True:
            if self.chance(non_null):
                text += "!"
            if not self.chance(0.25):
                return text
            text = f"[{text}]"

    def description(self, indent=""):
        if not self.chance(0.2):
            return ""
        text = self.dice.choice(
            ['"one line"', '"""block"""', '"""\n  two\n    lines\n"""', '"esc \\" \\u00e9 \\n end"', '""', '"""a \\""" b"""']
        )
        return text + self.dice.choice([" ", "\n" + indent])

    def literal(self, type_, depth=0):
        """A literal that mostly fits the type."""
        if self.chance(0.05):
            return self.dice.choice(["null", "1", '"x"', "[]", "{}", "A", "true", "1e3", "2147483648"])
        if type_.endswith("!"):
            return self.literal(type_[:-1], depth)
        if type_.startswith("["):
            if depth > 2 or self.chance(0.2):
                return self.literal(type_[1:-1], depth + 1)
            return "[" + ", ".join(self.literal(type_[1:-1], depth + 1) for _ in range(self.dice.randint(0, 3))) + "]"
        fields = {
            "In0": ["a: 1", "b: [A, B]", "c: {}", "d: \"x\""],
            "In1": ["x: 1.5", "y: {a: 2}", "z: null"],
            "Pick": ["one: 1"],
        }
        return {
            "Int": lambda: str(self.dice.randint(-9, 9)),
            "Float": lambda: self.dice.choice(["1", "1.5", "-2e3"]),
            "String": lambda: self.dice.choice(['"text"', '""', '"""block"""', '"q\\"\\u0007"']),
            "ID": lambda: self.dice.choice(['"id"', "7"]),
            "Boolean": lambda: self.dice.choice(["true", "false"]),
            "E": lambda: self.dice.choice("ABC"),
            "S": lambda: self.dice.choice(["1", '"x"', "{k: [1, Z, null]}", "[true]"]),
        }.get(type_, lambda: "{" + ", ".join(self.dice.sample(fields.get(type_, []), self.dice.randint(0, 1))) + "}")()

    def input_value(self, name, required=0.3):
        type_ = self.wrapped(self.inputs, required)
        text = f"{self.description('    ')}{name}: {type_}"
        if self.chance(0.35):
            text += f" = {self.literal(type_)}"
        return text + self.deprecated(0.1 if not type_.endswith("!") or "=" in text else 0.02) + self.custom("ARG")

    def deprecated(self, share=0.08):
        if not self.chance(share):
            return ""
        return self.dice.choice([" @deprecated", ' @deprecated(reason: "old")', ' @deprecated(reason: "")'])

    def custom(self, _place, share=0.06):
        return self.dice.choice([" @mark", " @mark(n: 2)", ' @tag(name: "t") @tag(name: "u")']) if self.chance(share) else ""

    def field(self, name, type_=None):
        arguments = ""
        if self.chance(0.35):
            arguments = "(" + ", ".join(self.input_value(f"x{n}") for n in range(self.dice.randint(1, 3))) + ")"
        return (
            f"  {self.description('  ')}{name}{arguments}: {type_ or self.wrapped(self.outputs)}"
            + self.deprecated()
            + self.custom("FIELD")
        )

    def fields(self, names, fixed=()):
        lines = list(fixed) + [self.field(name) for name in names]
        return " {\n" + "\n".join(lines) + "\n}"

    def make(self):
        i0 = ["  i: Int", "  n: I0"]
        parts = [
            f"{self.description()}enum E{self.custom('ENUM')} {{ A B{self.deprecated()} {self.description()}C }}",
            f"{self.description()}scalar S" + self.dice.choice(["", ' @specifiedBy(url: "https://s")']),
            "interface I0" + self.fields([], i0),
            "interface I1 implements I0" + self.fields(["m"], i0),
            "type T0 implements I0" + self.fields(["a", "b"], i0),
            f"{self.description()}type T1" + self.fields(["a", "b", "c"]),
            "union U = " + self.dice.choice(["T0", "T0 | T1", "| T1 | T0"]),
            "input In0 { "
            + " ".join([self.input_value("a", 0), "b: [E!]", f"c: In1{self.dice.choice(['', ' = {}', ' = {x: 2}'])}", "d: String"])
            + " }",
            "input In1 { x: Float = 1 " + self.dice.choice(["y: In0", "y: In0 = {a: 1}", "y: [In0!]! = []", ""]) + " z: Int }",
            "input Pick @oneOf { one: Int two: String" + self.dice.choice(["", " three: In0", " four: Pick"]) + " }",
            "directive @mark(n: Int = 1) on FIELD_DEFINITION | ENUM | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION",
            "directive @tag(name: String!) repeatable on FIELD_DEFINITION | ENUM | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT",
            "type Query" + self.fields(["q", "r"], ["  pick(p: Pick): Int"]),
        ]
        extras = [
            "extend type Query { more: Int }",
            "extend type T1 implements I0 { i: Int n: T1 }",
            "extend enum E { D }",
            "extend input In0 { e: Int = 4 }",
            "extend union U = T1",
            'extend type T0 @tag(name: "x")',
            "type Mutation { m(in: In0 = {a: 3}): Int }",
            "schema { query: Query mutation: T1 }",
            '"about" schema { query: Query }',
            "extend schema { subscription: T0 }",
            'extend scalar S @specifiedBy(url: "https://t")',
            "directive @other on QUERY",
            "extend union U = Float",
            "union V = Boolean | T0",
            "union W = __Type",
            "interface I2 implements ID { i: Int }",
            "type T2 implements Float & I0 { i: Int n: I0 }",
            "scalar Int",
            "type Float { a: Int }",
            "input __InputValue { a: Int }",
            "directive @specifiedBy(url: String) on SCALAR scalar S2 @specifiedBy",
            "directive @specifiedBy(url: String) on SCALAR scalar S2 @specifiedBy(url: null)",
            'directive @specifiedBy(url: String, v: Int) on SCALAR scalar S2 @specifiedBy(url: "u")',
            "directive @deprecated(reason: Int) on FIELD_DEFINITION | ARGUMENT_DEFINITION | ENUM_VALUE type T3 { a: Int @deprecated(reason: 1) }",
            "directive @skip(if: Int!) on FIELD",
        ]
        parts += self.dice.sample(extras, self.dice.randint(0, 4))
        if self.chance(0.6):
            self.dice.shuffle(parts)
        return "\n".join(parts)


ZOO = """
interface Being { name(surname: Boolean = true): String! }
interface Pet implements Being { name(surname: Boolean = true): String! owner: Human }
type Dog implements Pet & Being { name(surname: Boolean = true): String! owner: Human barks(times: Int!): [Int!] friends: [Pet!]! kind: Kind }
type Cat implements Pet & Being { name(surname: Boolean = true): String! owner: Human meows: Float kind: String }
type Human implements Being { name(surname: Boolean = true): String! pets(filter: Filter, first: Int = 10): [Pet] home: Home }
type Home { size: Float rooms: [[String!]] }
union Any = Dog | Cat | Human
enum Kind { SMALL BIG }
scalar JSON
input Filter { kind: Kind = BIG not: Filter ids: [ID!] range: Range name: String! = "x" }
input Range @oneOf { below: Int above: Float }
directive @mark(level: Int = 1) on FIELD | QUERY | FRAGMENT_SPREAD | INLINE_FRAGMENT | FRAGMENT_DEFINITION | VARIABLE_DEFINITION
directive @many(n: Int!) repeatable on FIELD
type Query { dog: Dog pet(id: ID!): Pet any(f: Filter, j: JSON): [Any!]! human: Human }
type Mutation { adopt(pet: ID!, by: Filter): Dog }
type Subscription { barked: Dog changed: Int }
"""

DOCUMENTS = [
    "query A($id: ID!, $f: Filter = {name: \"n\", kind: SMALL}) @mark { pet(id: $id) { ...P owner { pets(filter: $f, first: 3) { __typename name } } } }"
    " fragment P on Pet @mark(level: 2) { name ... on Dog { barks(times: 2) kind } ... on Cat { kind2: kind meows } }",
    "{ dog { name(surname: false) barks(times: 1) @many(n: 1) @many(n: 2) friends { ... @include(if: true) { name } } } human { home { rooms size } } }",
    "query B($t: Int!, $w: [ID!], $r: Range!, $deep: Float) { dog { barks(times: $t) } any(f: {ids: $w, range: $r, not: {range: {above: $deep}, name: \"b\"}}, j: {a: [1, $t]}) { ...X } }"
    " fragment X on Any { ... on Human { name } ...Y } fragment Y on Being { name }",
    "subscription S { barked { name @skip(if: false) friends { name } } }",
    "mutation M($by: Filter) { adopt(pet: 7, by: $by) { owner { name } } again: adopt(pet: \"x\") { name } }",
    "query Q { __schema { types { name fields { args { defaultValue } } } } __type(name: \"Dog\") { kind } } query R { dog { a: name b: name a: name } }",
    '"described" query D("v" $x: Boolean = true @mark) { human @include(if: $x) { n: name ...H @mark } } "frag" fragment H on Human { n: name pets { name owner { n: name } } }',
]


def broken(dice, text):
    """The text with some tokens moved, doubled, dropped or exchanged."""
    tokens = [(match.start(), match.end()) for match in TOKEN.finditer(text)]
    for _ in range(dice.choice([1, 1, 1, 2, 3])):
        if not tokens:
            return text
        start, end = dice.choice(tokens)
        other = dice.choice(tokens)
        word = text[other[0] : other[1]]
        change = dice.randint(0, 4)
        if change == 0:
            text = text[:start] + text[end:]
        elif change == 1:
            text = text[:end] + " " + text[start:end] + text[end:]
        elif change == 2:
            text = text[:start] + word + text[end:]
        elif change == 3:
            text = text[:start] + dice.choice(POOL) + text[end:]
        else:
            text = text[:start] + dice.choice(POOL) + " " + text[start:]
        tokens = [(match.start(), match.end()) for match in TOKEN.finditer(text)]
    return text


def told(error):
    return (error.message, tuple((place.line, place.column) for place in error.locations or []))


def found(answer, keep=lambda rule: True):
    return [
        (error["message"], tuple((place["line"], place["column"]) for place in error.get("locations", [])))
        for error in answer.get("errors", [])
        if keep(error.get("extensions", {}).get("rule"))
    ]


def schema_case(dice):
    """An SDL, the operations it is put to, and a check of their answers."""
    sdl = SchemaMaker(dice).make()
    if dice.random() < 0.7:
        sdl = broken(dice, sdl)
    questions = [{"op": "schema", "schema": sdl}]
    try:
        document = parse(sdl)
    except GraphQLError as error:
        fault = told(error)
        return questions, lambda answers: same([fault], found(answers[0]))
    errors = [told(error) for error in validate_sdl(document)]
    if errors:
        return questions, lambda answers: same(errors, found(answers[0]))
    try:
        schema = build_ast_schema(document, assume_valid_sdl=True)
        errors = [told(error) for error in validate_schema(schema)]
    except (GraphQLError, TypeError):  # a directive's value that the reference reads, a default of no input type
        return questions, lambda answers: None if found(answers[0]) else "the reference refuses the schema"
    if errors:
        return questions, lambda answers: same(errors, found(answers[0], lambda rule: rule not in BEYOND_REFERENCE))
    questions += [{"op": "printSchema", "schema": sdl}, {"op": "introspect", "schema": sdl}]
    return questions, lambda answers: check_valid(schema, answers)


def check_valid(schema, answers):
    if found(answers[0]):
        own = found(answers[0], lambda rule: rule not in BEYOND_REFERENCE)
        return f"the reference has no fault: {own}" if own else None
    printed = print_schema(schema)
    if printed != answers[1].get("printed"):
        return "print: " + first_difference(printed, answers[1].get("printed"))
    data = introspection_from_schema(schema)
    if data != answers[2].get("data"):
        return "introspection: " + first_difference(data, answers[2].get("data"))
    if json.dumps(data) != json.dumps(answers[2]["data"]):
        return "introspection: another order of keys"
    return None


def document_case(dice):
    """A document against the zoo, the operations it is put to, and a check of their answers."""
    text = dice.choice(DOCUMENTS)
    if dice.random() < 0.9:
        text = broken(dice, text)
    questions = [{"op": "parse", "document": text}]
    try:
        document = parse(text)
    except GraphQLError as error:
        fault = told(error)
        return questions, lambda answers: same([fault], found(answers[0]))
    questions += [
        {"op": "print", "document": text},
        {"op": "validate", "schema": ZOO, "document": text},
    ]
    printed = print_ast(document)
    errors = [told(error) for error in validate(ZOO_SCHEMA, document)]

    def check(answers):
        if printed != answers[1].get("printed"):
            return "print: " + first_difference(printed, answers[1].get("printed", answers[1].get("errors")))
        return same(errors, found(answers[2]))

    return questions, check


def refuses_empty_set(text, answer):
    """Whether the answer is that a selection set has no selection, which the reference does not mind.

    2.5 Selection Sets: SelectionSet : { Selection+ }
    """
    messages = [message for message, _ in found(answer)]
    return bool(EMPTY_SET.search(text)) and messages == ["Syntax Error: Expected Name, found '}'."]


def same(wanted, got):
    """What differs between two lists of errors, or None."""
    if len(wanted) == len(got) and all(map(agree, wanted, got)):
        return None
    missing = [error for error in wanted if error not in got]
    added = [error for error in got if error not in wanted]
    return f"missing {missing} added {added}" if missing or added else f"order: wanted {wanted} found {got}"


def agree(wanted, got):
    """Whether two errors are equal, but for a list or object where a leaf belongs.

    The reference copies such a literal before it looks at it, loses where it stood and drops the variables in it.
    7.1.2 Errors: an error that can be associated with a point of the document should say its location.
    """
    message, places = wanted
    about = LEAF.match(message)
    return wanted == got or (not places and about and about[0] == got[0][: about.end()])


def ask(binary, questions):
    lines = "".join(json.dumps(question) + "\n" for question in questions)
    done = subprocess.run([binary, "graphql", "batch"], input=lines.encode(), capture_output=True, timeout=600)
    answers = [json.loads(line) for line in done.stdout.decode().splitlines()]
    if done.returncode != 0 or len(answers) != len(questions):
        sys.exit(f"{binary} ended with {done.returncode} after {len(answers)} of {len(questions)} answers: "
                 f"{questions[len(answers)] if len(answers) < len(questions) else ''} {done.stderr.decode()[-2000:]}")
    return answers


def main(binary, cases="2000", seed=None):
    sys.stdout.reconfigure(errors="backslashreplace")  # a broken text may be no Unicode text
    seed = int(seed) if seed else random.randrange(1 << 32)
    dice = random.Random(seed)
    print(f"seed {seed}", flush=True)
    left, differences = int(cases), 0
    while left > 0 and differences < 20:
        batch = []
        for _ in range(min(left, BATCH)):
            batch.append((schema_case if dice.random() < 0.5 else document_case)(dice))
        left -= len(batch)
        answers = iter(ask(binary, [question for questions, _ in batch for question in questions]))
        for questions, check in batch:
            told_answers = [next(answers) for _ in questions]
            text = questions[0].get("document") or questions[0].get("schema")
            difference = None if refuses_empty_set(text, told_answers[0]) else check(told_answers)
            if difference:
                differences += 1
                print(f"\n{text}\n  --> {difference[:1500]}", flush=True)
    print(f"{int(cases) - left} cases, {differences} differences")
    return 1 if differences else 0


ZOO_SCHEMA = build_ast_schema(parse(ZOO))

if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
