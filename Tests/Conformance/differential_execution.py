"""Executes generated requests with the reference implementation and with `belvedere graphql batch` and compares.

    differential_execution.py <belvedere> [cases] [seed]

Schemas, documents (valid and broken), variables and data are made up from the seed. Data must be equal in order, errors
in message, place and path. Every difference is printed with its case; any difference makes the exit code 1.
"""

import json
import random
import subprocess
import sys

from graphql import (
    GraphQLError,
    build_schema,
    execute_sync,
    parse,
    validate,
)

SCALARS = ["Int", "Float", "String", "Boolean", "ID", "Color", "Anything"]
CASES_PER_SCHEMA = 50


class World:
    """A schema: types, what their fields are, and its SDL."""

    def __init__(self, dice):
        self.dice = dice
        self.objects = [f"T{n}" for n in range(dice.randint(2, 5))]
        self.fields = {}
        interface = {f"i{n}": self.output(leaf=dice.random() < 0.7) for n in range(2)}
        self.fields["I"] = interface
        for name in self.objects:
            self.fields[name] = dict(interface) if dice.random() < 0.6 else {}
            for n in range(dice.randint(1, 5)):
                self.fields[name][f"f{n}"] = self.output(leaf=dice.random() < 0.6)
        self.implementers = [n for n in self.objects if "i0" in self.fields[n]]
        if not self.implementers:
            self.fields[self.objects[0]].update(interface)
            self.implementers = [self.objects[0]]
        self.members = dice.sample(self.objects, dice.randint(1, len(self.objects)))
        self.fields["Query"] = {f"q{n}": self.output(leaf=dice.random() < 0.4) for n in range(dice.randint(2, 6))}
        self.redefines = dice.random() < 0.2
        self.sdl = self.print()
        self.schema = build_schema(self.sdl)

    def wrap(self, name, depth=0):
        text = name + ("!" if self.dice.random() < 0.25 else "")
        while depth < 3 and self.dice.random() < 0.3:
            text = f"[{text}]" + ("!" if self.dice.random() < 0.25 else "")
            depth += 1
        return text

    def output(self, leaf):
        name = self.dice.choice(SCALARS if leaf else [*self.objects, "I", "U"])
        arguments = []
        if self.dice.random() < 0.35:
            for n in range(self.dice.randint(1, 3)):
                kind = self.wrap(self.dice.choice(["Int", "Float", "String", "Boolean", "ID", "Color", "In", "One"]))
                arguments.append((f"a{n}", kind))
        return {"type": self.wrap(name), "name": name, "arguments": arguments}

    def print(self):
        lines = [
            "enum Color { RED GREEN BLUE }",
            "scalar Anything",
            "input In { a: Int = 3 b: [String!] c: In d: Float! = 1.5 e: Color }",
            "input One @oneOf { x: Int y: String z: In }",
            f"union U = {' | '.join(self.members)}",
        ]
        for name, fields in self.fields.items():
            body = " ".join(self.field(key, value) for key, value in fields.items())
            if name == "I":
                lines.append(f"interface I {{ {body} }}")
            else:
                implements = " implements I" if name in self.implementers else ""
                lines.append(f"type {name}{implements} {{ {body} }}")
        lines.append("type Mutation { m: Query n: Query! }")
        if self.redefines:
            lines.append("directive @skip(if: Boolean) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT")
            lines.append("directive @include(if: Boolean) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT")
        return "\n".join(lines)

    @staticmethod
    def field(key, value):
        arguments = ", ".join(f"{name}: {kind}" for name, kind in value["arguments"])
        return f"{key}{f'({arguments})' if arguments else ''}: {value['type']}"

    def possible(self, name):
        return self.implementers if name == "I" else self.members if name == "U" else [name]


class Request:
    """A document with variables for a world, and data for its root."""

    def __init__(self, world, dice):
        self.world, self.dice = world, dice
        self.variables = {}
        self.fragments = []
        self.budget = 40
        # With few aliases fields meet and merge or conflict; with many, most documents are valid.
        self.aliases, self.named = dice.choice([(9, 0.7), (9999, 0.95)])
        if dice.random() < 0.1:
            body = "{ " + " ".join(f"{f} {self.selections('Query', 1)}" for f in ("m", "n", "x: m")) + " }"
            kind = "mutation"
        else:
            body, kind = self.selections("Query", 0), "query"
        definitions = ", ".join(f"${name}: {kind}{default}" for name, (kind, default) in self.variables.items())
        head = f"{kind} Q" + (f"({definitions})" if definitions else "")
        self.text = "\n".join([f"{head} {body}", *self.fragments])
        self.values = {}
        for name, (kind, _) in self.variables.items():
            if dice.random() < 0.85:
                self.values[name] = self.value(kind)

    def selections(self, name, depth):
        dice, parts = self.dice, []
        for _ in range(dice.randint(1, 4)):
            self.budget -= 1
            roll = dice.random()
            if roll < 0.08 or name == "U" and roll < 0.3:
                parts.append(("t: " if dice.random() < 0.3 else "") + "__typename" + self.directives())
            elif roll < 0.2 or name == "U":
                condition = dice.choice([*self.world.possible(name), name, "I"])
                if depth < 6 and self.budget > 0:
                    body = self.selections(condition, depth + 1)
                    if dice.random() < 0.4:
                        fragment = f"F{len(self.fragments)}"
                        self.fragments.append(f"fragment {fragment} on {condition} {body}")
                        parts.append(f"...{fragment}{self.directives()}")
                    else:
                        parts.append(f"... on {condition}{self.directives()} {body}")
            else:
                parts.append(self.field(name, depth))
        return "{ " + " ".join(parts or ["__typename"]) + " }"

    def field(self, name, depth):
        dice = self.dice
        fields = self.world.fields[name]
        key = dice.choice(list(fields))
        field = fields[key]
        composite = field["name"] in self.world.fields or field["name"] == "U"
        if composite and (depth > 6 or self.budget < 0):
            return "__typename"
        alias = f"{name}_{key}_{dice.randint(0, self.aliases)}: " if dice.random() < self.named else ""
        arguments = []
        for argument, kind in field["arguments"]:
            if kind.endswith("!") or dice.random() < 0.6:
                arguments.append(f"{argument}: {self.literal(kind)}")
        text = alias + key + (f"({', '.join(arguments)})" if arguments else "") + self.directives()
        if dice.random() < 0.01:
            text = "nonsense"
        return text + (" " + self.selections(field["name"], depth + 1) if composite else "")

    def directives(self):
        roll = self.dice.random()
        if roll > 0.14:
            return ""
        name = self.dice.choice(["skip", "include"])
        if self.world.redefines and roll > 0.12:
            if roll > 0.13:
                return f" @{name}" + self.dice.choice(["", "(if: null)"])
            self.variables.setdefault("o", ("Boolean", ""))
            return f" @{name}(if: $o)"
        if roll < 0.04:
            return f" @{name}(if: {self.dice.choice(['true', 'false'])})"
        variable = self.dice.choice(["s", "t"])
        kinds = [("Boolean!", ""), ("Boolean!", " = true"), ("Boolean", " = false")]
        self.variables.setdefault(variable, self.dice.choice(kinds))
        return f" @{name}(if: ${variable})"

    def variable(self, kind):
        name = f"v{len(self.variables)}"
        declared = kind
        if kind.endswith("!") and self.dice.random() < 0.3:
            default = self.literal(kind, constant=True)
            self.variables[name] = (kind[:-1], f" = {default}")
        else:
            self.variables[name] = (declared, "")
        return f"${name}"

    def literal(self, kind, constant=False, depth=0):
        dice = self.dice
        if not constant and dice.random() < 0.25:
            return self.variable(kind)
        if kind.endswith("!"):
            kind = kind[:-1]
        elif dice.random() < 0.1:
            return "null"
        if dice.random() < 0.01:
            return dice.choice(['"x"', "1", "1.5", "RED", "[]", "{}", "true"])
        if kind.startswith("["):
            if dice.random() < 0.15:
                return self.literal(kind[1:-1], constant, depth + 1)
            items = (self.literal(kind[1:-1], constant, depth + 1) for _ in range(dice.randint(0, 3)))
            return "[" + ", ".join(items) + "]"
        if kind == "In":
            fields = {"a": "Int", "b": "[String!]", "c": "In", "d": "Float!", "e": "Color"}
            chosen = [f for f in fields if dice.random() < 0.4 and (f != "c" or depth < 3)]
            return "{" + ", ".join(f"{f}: {self.literal(fields[f], constant, depth + 1)}" for f in chosen) + "}"
        if kind == "One":
            f, k = dice.choice([("x", "Int!"), ("y", "String!"), ("z", "In!")])
            return f"{{{f}: {self.literal(k, constant, depth + 1)}}}"
        return json.dumps(self.leaf(kind)) if kind != "Color" else dice.choice(["RED", "GREEN", "BLUE"])

    def leaf(self, kind):
        dice = self.dice
        return {
            "Int": lambda: dice.choice([0, 1, -5, 2147483647, -2147483648]),
            "Float": lambda: dice.choice([0.5, -1.25, 3, 1e10, 1.5e-7]),
            "String": lambda: dice.choice(["", "abc", 'quo"te', "é😀", "line\nbreak"]),
            "Boolean": lambda: dice.choice([True, False]),
            "ID": lambda: dice.choice(["1", "abc", 7]),
            "Color": lambda: dice.choice(["RED", "GREEN", "BLUE"]),
        }[kind]()

    def value(self, kind, depth=0):
        """A value for a variable, mostly right."""
        dice = self.dice
        if dice.random() < 0.04:
            return dice.choice([None, "x", 1, 1.5, [], {}, True, [None], {"a": "b"}, {"x": 1, "y": "z"}, 99999999999])
        if kind.endswith("!"):
            kind = kind[:-1]
        elif dice.random() < 0.12:
            return None
        if kind.startswith("["):
            if dice.random() < 0.15:
                return self.value(kind[1:-1], depth + 1)
            return [self.value(kind[1:-1], depth + 1) for _ in range(dice.randint(0, 3))]
        if kind == "In":
            fields = {"a": "Int", "b": "[String!]", "c": "In", "d": "Float!", "e": "Color"}
            chosen = [f for f in fields if dice.random() < 0.4 and (f != "c" or depth < 3)]
            return {f: self.value(fields[f], depth + 1) for f in chosen}
        if kind == "One":
            f, k = dice.choice([("x", "Int!"), ("y", "String!"), ("z", "In!")])
            return {f: self.value(k, depth + 1)}
        return self.leaf(kind)

    def data(self, kind, depth=0):
        """A value for an output type, mostly right; raises where it says so."""
        dice = self.dice
        roll = dice.random()
        if roll < 0.03:
            return {"__error": dice.choice(["boom", "so \"it\" goes", "é"])}
        if roll < 0.06:
            return dice.choice(["x", 1, 1.5, [], {}, True, "12", 1e300, 2**40, [1], {"a": [1, {"b": [2]}]}, -0.0, 2.0])
        if kind.endswith("!"):
            kind = kind[:-1]
            if dice.random() < 0.04:
                return None
        elif roll < 0.15:
            return None
        if kind.startswith("["):
            return [self.data(kind[1:-1], depth + 1) for _ in range(dice.randint(0, 3))]
        if kind == "Anything":
            return dice.choice([1, "x", [1, None, {"y": 2.5}], {"a": {}}, True])
        if kind in SCALARS:
            return self.leaf(kind)
        name = dice.choice(self.world.possible(kind))
        if kind == "Query":
            name = "Query"
        value = {}
        if kind in ("I", "U") or dice.random() < 0.3:
            value["__typename"] = name if dice.random() < 0.95 else dice.choice(["T0", "I", "Nope", "Query", 5])
        if depth < 7:
            for key, field in self.world.fields[name].items():
                if dice.random() < 0.9:
                    value[key] = self.data(field["type"], depth + 1)
        return value


def completed(value):
    """Data as the reference's resolvers return it: an error where the data says so."""
    if isinstance(value, dict) and "__error" in value:
        return GraphQLError(value["__error"])
    if isinstance(value, list):
        return [completed(item) for item in value]
    return value


def resolve(source, info, **_):
    return completed(source.get(info.field_name)) if isinstance(source, dict) else None


def expected(world, request, root):
    document = parse(request.text)
    errors = validate(world.schema, document)
    if errors:
        return {"errors": [error.formatted for error in errors], "invalid": True}
    result = execute_sync(
        world.schema, document, root, variable_values=request.values, field_resolver=resolve
    ).formatted
    return result


def same(wanted, got):
    if wanted.get("invalid"):
        left = [(error["message"], error.get("locations")) for error in wanted["errors"]]
        return "data" not in got and left == [(e["message"], e.get("locations")) for e in got.get("errors", [])]
    if wanted.get("data") is None and "data" not in got:
        # A request error: the reference writes a data of null that a response must not have.
        if any("path" in error for error in wanted.get("errors", [])):
            return False
    elif json.dumps(wanted["data"]) != json.dumps(got.get("data", "absent")):
        return False
    return wanted.get("errors") == got.get("errors")


EXPLAINED = {
    "one-of in a list": "Spec 5.8.5 IsNonNullPosition: a variable inside a OneOf input object must be non-null, also where "
    "the object stands for a list of one; the reference does not look through such a list.",
    "place of an empty list": "Spec 7.1.6: an error about a place in the document says it; the reference leaves the place "
    "of a list literal out where a leaf is expected.",
}


def explanation(wanted, got):
    """The key of the sentence that decides a difference, or None."""
    if "data" in got:
        return None
    marker = "must be non-nullable to be used for OneOf Input Object"
    mine = [error for error in got["errors"] if marker not in error["message"]]
    theirs = [error for error in wanted.get("errors", []) if marker not in error["message"]]
    if len(mine) < len(got["errors"]) and not wanted.get("invalid"):
        return "one-of in a list"
    if [error["message"] for error in mine] != [error["message"] for error in theirs]:
        return None
    if any(b.get("locations") not in (None, a["locations"]) for a, b in zip(mine, theirs, strict=True)):
        return None
    return "one-of in a list" if len(got["errors"]) > len(wanted["errors"]) else "place of an empty list"


def main(binary, count, seed):
    differences = invalid = failed = done = 0
    explained = dict.fromkeys(EXPLAINED, 0)
    while done < count:
        dice = random.Random(f"{seed}/{done}")
        try:
            world = World(dice)
        except Exception as error:
            print(f"schema {seed}/{done}: {error}")
            done += CASES_PER_SCHEMA
            continue
        batch = []
        for _ in range(CASES_PER_SCHEMA):
            request = Request(world, dice)
            root = request.data("Query!") if dice.random() < 0.98 else None
            root = root if isinstance(root, dict) else {}
            if "mutation" == request.text[:8]:
                root = {"m": root, "n": request.data("Query!")}
            batch.append((request, root))
        lines = "".join(
            json.dumps({"id": n, "op": "execute", "schema": world.sdl, "document": request.text,
                        "variables": request.values, "root": root}) + "\n"
            for n, (request, root) in enumerate(batch)
        )
        answers = subprocess.run([binary, "graphql", "batch"], input=lines.encode(), capture_output=True, check=True)
        answers = [json.loads(line) for line in answers.stdout.decode().splitlines()]
        for (request, root), got in zip(batch, answers, strict=True):
            got.pop("id")
            wanted = expected(world, request, root)
            invalid += bool(wanted.get("invalid"))
            failed += bool(wanted.get("errors"))
            if same(wanted, got):
                continue
            reason = explanation(wanted, got)
            if reason:
                explained[reason] += 1
            else:
                differences += 1
                if differences <= 10:
                    print(f"--- {seed}/{done}\n{world.sdl}\n{request.text}\nvariables {json.dumps(request.values)}\n"
                          f"root {json.dumps(root)}\nwanted {json.dumps(wanted)}\ngot    {json.dumps(got)}")
        done += CASES_PER_SCHEMA
    print(f"{done} cases, {failed} with errors ({invalid} invalid), {differences} differences")
    for reason, number in explained.items():
        if number:
            print(f"{number:6} explained: {EXPLAINED[reason]}")
    return 1 if differences else 0


if __name__ == "__main__":
    arguments = sys.argv[1:]
    number = int(arguments[1]) if len(arguments) > 1 else 2000
    sys.exit(main(arguments[0], number, arguments[2] if len(arguments) > 2 else "1"))
