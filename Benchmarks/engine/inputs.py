"""Writes what the engine is measured with: inputs.py <folder> makes pairs of a schema and a query.

schema, query: 1 MB with 900 types, and 60 KB; sink: every construction of the language in a page; wide: 2,000 types of
a few fields, and 150,000 times the same field.
"""

import random
import sys
from pathlib import Path


def schema(dice, bytes_max):
    scalars = ["Int", "Float", "String", "Boolean", "ID"]
    parts = ["interface Node { id: ID! }", 'type Query { node(id: ID!): Node type0: Type0 list(first: Int = 10): [Type1!]! }']
    size, number = 0, 0
    while size < bytes_max:
        fields = []
        for field in range(dice.randint(6, 24)):
            named = dice.choice(scalars) if dice.random() < 0.7 or number < 3 else f"Type{dice.randrange(number)}"
            arguments = "(first: Int = 10, after: String)" if dice.random() < 0.2 else ""
            fields.append(f'  "The field {field} of type {number}."\n  field{field}{arguments}: {named}{dice.choice(["", "!"])}')
        body = "\n".join(fields)
        text = f'"""\nType {number} of the schema.\n"""\ntype Type{number} implements Node {{\n  id: ID!\n{body}\n}}'
        parts.append(text)
        size += len(text)
        number += 1
    return "\n\n".join(parts) + "\n"


def query(dice, count):
    fields = [f'  alias{n}: list(first: {dice.randint(1, 50)}) {{ id ...Parts @include(if: $with) }}' for n in range(count)]
    return (
        "query Measured($with: Boolean! = true, $id: ID!) {\n  node(id: $id) { __typename id ... on Type1 { ...Parts } }\n"
        + "\n".join(fields)
        + "\n}\n\nfragment Parts on Type1 {\n  id\n  again: id\n  __typename\n}\n"
    )


SINK_SCHEMA = """
interface Being { name(surname: Boolean = true): String! }
interface Pet implements Being { name(surname: Boolean = true): String! owner: Human }
type Dog implements Pet & Being {
  name(surname: Boolean = true): String! owner: Human barks(times: Int!): [Int!] friends: [Pet!]! kind: Kind
}
type Cat implements Pet & Being { name(surname: Boolean = true): String! owner: Human meows: Float kind: String }
type Human implements Being { name(surname: Boolean = true): String! pets(filter: Filter, first: Int = 10): [Pet] }
union Any = Dog | Cat | Human
enum Kind { SMALL BIG }
scalar JSON
input Filter { kind: Kind = BIG not: Filter ids: [ID!] range: Range name: String! = "x" }
input Range { below: Int above: Float }
directive @mark(level: Int = 1) on FIELD | QUERY | FRAGMENT_SPREAD | INLINE_FRAGMENT | FRAGMENT_DEFINITION
directive @many(n: Int!) repeatable on FIELD
type Query { dog: Dog pet(id: ID!): Pet any(f: Filter, j: JSON): [Any!]! human: Human }
type Mutation { adopt(pet: ID!, by: Filter): Dog }
type Subscription { barked: Dog changed: Int }
"""

SINK_QUERY = """
query A($id: ID!, $f: Filter = {name: "n", kind: SMALL}, $with: Boolean! = true) @mark {
  pet(id: $id) { ...P @mark owner { pets(filter: $f, first: 3) { __typename name ... on Cat { meows } } } }
  any(f: {ids: [$id, 7], range: {below: 2}, not: {name: "b", not: {kind: BIG}}}, j: {a: [1, $id, {b: null}]}) { ...X }
  first: dog { a: name(surname: false) barks(times: 1) @many(n: 1) @many(n: 2) friends { ... @include(if: $with) { name } } }
}
query B { human { name n: name ...H } __schema { types { name fields { name } } } __type(name: "Dog") { kind } }
mutation M($by: Filter) { adopt(pet: 7, by: $by) { owner { name } } again: adopt(pet: "x") { name kind } }
subscription S { barked { name @skip(if: false) friends { ...P } } }
fragment P on Pet { name ... on Dog { barks(times: 2) kind } ... on Cat { kind2: kind meows } }
fragment X on Any { ... on Human { name } ...Y }
fragment Y on Being @mark(level: 2) { name }
fragment H on Human { n: name pets { name owner { n: name } } }
"""


def wide(dice, count):
    types = [f"type Type{n} {{ id: ID! {' '.join(f'f{m}: Type{dice.randrange(count)}' for m in range(8))} }}" for n in range(count)]
    return "\n".join([*types, "type Query { list: Type0 }"]) + "\n"


def main(folder):
    dice = random.Random(20)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "schema.graphql").write_text(schema(dice, 1_000_000))
    (folder / "query.graphql").write_text(query(dice, 1_000))
    (folder / "sink-schema.graphql").write_text(SINK_SCHEMA)
    (folder / "sink-query.graphql").write_text(SINK_QUERY)
    (folder / "wide-schema.graphql").write_text(wide(dice, 2_000))
    (folder / "wide-query.graphql").write_text("{ list { " + "id " * 150_000 + "} }")


main(Path(sys.argv[1]))
