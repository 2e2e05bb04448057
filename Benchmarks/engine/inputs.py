"""Writes what the engine is measured with: inputs.py <folder> makes schema.graphql (1 MB) and query.graphql (60 KB)."""

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


def main(folder):
    dice = random.Random(20)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "schema.graphql").write_text(schema(dice, 1_000_000))
    (folder / "query.graphql").write_text(query(dice, 1_000))


main(Path(sys.argv[1]))
