"""Executes generated requests with @defer and @stream incrementally, here and with the reference, and compares.

    differential_incremental.py <belvedere> [cases] [seed]

How results are cut into payloads is free; what must be equal is the data after every payload has been applied, the
errors, and which fragments were announced, with path and label.
"""

import asyncio
import json
import random
import subprocess
import sys

from differential_execution import CASES_PER_SCHEMA, Request, World, resolve
from graphql import build_schema, experimental_execute_incrementally, parse, validate
from graphql.execution import ExecutionResult

DIRECTIVES = """
directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT
directive @stream(if: Boolean! = true, label: String, initialCount: Int! = 0) on FIELD
"""


class DeferringRequest(Request):
    """A request whose fragments are often deferred and whose lists are sometimes streamed."""

    def __init__(self, world, dice):
        super().__init__(world, dice)
        for name in {"c", "d", "e"} & self.values.keys():
            if self.variables[name][0] == "Boolean" and dice.random() < 0.5:
                del self.values[name]
        if "n" in self.values and isinstance(self.values["n"], int):
            self.values["n"] = dice.choice([0, 1, 1, 2, -1])

    def selections(self, name, depth):
        text = super().selections(name, depth)
        if depth > 0 and self.dice.random() < 0.25:
            return f"{{ __typename ...{self.deferral()} {text} }}"
        return text

    def deferral(self):
        dice = self.dice
        arguments = []
        if dice.random() < 0.3:
            self.labels = getattr(self, "labels", 0) + 1
            arguments.append(f'label: "L{self.labels}"')
        condition = self.condition()
        if condition:
            arguments.append(condition)
        return " @defer" + (f"({', '.join(arguments)})" if arguments else "")

    def condition(self):
        """Sometimes a condition: a literal, or a variable that is often left out and sometimes null."""
        dice = self.dice
        roll = dice.random()
        if roll < 0.1:
            return f"if: {dice.choice(['true', 'false'])}"
        if roll > 0.25:
            return ""
        name = dice.choice(["c", "d", "e"])
        self.variables.setdefault(name, dice.choice([("Boolean", ""), ("Boolean", " = false"), ("Boolean!", "")]))
        return f"if: ${name}"

    def directives(self):
        return ""

    def field(self, name, depth):
        dice = self.dice
        fields = self.world.fields[name]
        text = super().field(name, depth)
        key = text.split(":")[-1].split("(")[0].split(" ")[0].strip()
        if key in fields and fields[key]["type"].startswith("[") and dice.random() < 0.3 and " {" not in text:
            arguments = dice.choice(["", "initialCount: 1", "initialCount: 2", "initialCount: 0"])
            if dice.random() < 0.1:
                self.variables.setdefault("n", dice.choice([("Int", ""), ("Int", " = 1"), ("Int!", "")]))
                arguments = "initialCount: $n"
            elif dice.random() < 0.02:
                arguments = "initialCount: -1"
            condition = self.condition()
            arguments = ", ".join(part for part in (arguments, condition) if part)
            return text + " @stream" + (f"({arguments})" if arguments else "")
        return text


def apply(initial, payloads):
    """The data after all payloads, the errors and the announced fragments."""
    data, errors, announced, places = initial.get("data"), list(initial.get("errors", [])), {}, {}
    empty = set()
    for payload in [initial, *payloads]:
        for pending in payload.get("pending", []):
            places[pending["id"]] = pending["path"]
            announced[pending["id"]] = (json.dumps(pending["path"]), pending.get("label"))
            empty.add(pending["id"])
        for part in payload.get("incremental", []):
            empty.discard(part["id"])
            target = data
            for step in [*places[part["id"]], *part.get("subPath", [])]:
                target = target[step]
            if "items" in part:
                target.extend(part["items"])
            else:
                merge(target, part["data"])
            errors += part.get("errors", [])
        for done in payload.get("completed", []):
            errors += done.get("errors", [])
            if "errors" in done:
                empty.discard(done["id"])
    # A stream of a list that has no more items may be announced and completed, or not be told of at all.
    told = (name for key, name in announced.items() if key not in empty or not isinstance(at(data, places[key]), list))
    named = sorted(told, key=str)
    return data, sorted(json.dumps(error, sort_keys=True) for error in errors), named


def at(data, path):
    for step in path:
        data = data[step] if data is not None else None
    return data


def merge(target, data):
    for key, value in data.items():
        if isinstance(value, dict) and isinstance(target.get(key), dict):
            merge(target[key], value)
        else:
            target[key] = value


async def reference(schema, request, root):
    result = experimental_execute_incrementally(
        schema, parse(request.text), root, variable_values=request.values, field_resolver=resolve
    )
    if asyncio.iscoroutine(result):
        result = await result
    if isinstance(result, ExecutionResult):
        return result.formatted, []
    return result.initial_result.formatted, [payload.formatted async for payload in result.subsequent_results]


def main(binary, count, seed):
    done = differences = split = 0
    while done < count:
        dice = random.Random(f"{seed}/{done}/incremental")
        world = World(dice)
        sdl = world.sdl + DIRECTIVES
        schema = build_schema(sdl)
        batch = []
        for _ in range(CASES_PER_SCHEMA):
            request = DeferringRequest(world, dice)
            if request.text.startswith("mutation") or validate(schema, parse(request.text)):
                continue
            root = request.data("Query!")
            batch.append((request, root if isinstance(root, dict) else {}))
        lines = "".join(
            json.dumps({"id": n, "op": "execute", "schema": sdl, "document": request.text, "root": root,
                        "variables": request.values, "incremental": True}) + "\n"
            for n, (request, root) in enumerate(batch)
        )
        answers = subprocess.run([binary, "graphql", "batch"], input=lines.encode(), capture_output=True, check=True)
        for (request, root), line in zip(batch, answers.stdout.decode().splitlines(), strict=True):
            got = json.loads(line)
            if any("rule" in error.get("extensions", {}) for error in got.get("errors", [])):
                # Explained in differential_execution.py: a variable in a OneOf object that stands for a list.
                continue
            initial, payloads = asyncio.run(reference(schema, request, root))
            split += bool(payloads)
            try:
                mine = apply(got, got.pop("subsequent", []))
            except Exception as error:
                mine = repr(error)
            theirs = apply(json.loads(json.dumps(initial)), json.loads(json.dumps(payloads)))
            if mine != theirs:
                differences += 1
                if differences <= 5:
                    print(f"--- {seed}/{done}\n{sdl}\n{request.text}\nvariables {json.dumps(request.values)}\n"
                          f"root {json.dumps(root)}\nreference {json.dumps([initial, *payloads])}\nours {line}\n"
                          f"wanted {theirs}\ngot    {mine}")
        done += CASES_PER_SCHEMA
    print(f"{done} cases, {split} in several payloads, {differences} differences")
    return 1 if differences else 0


if __name__ == "__main__":
    arguments = sys.argv[1:]
    number = int(arguments[1]) if len(arguments) > 1 else 2000
    sys.exit(main(arguments[0], number, arguments[2] if len(arguments) > 2 else "1"))
