"""Puts generated requests to graphql-js from Debian and to `belvedere graphql batch` and compares what both have to say.

    differential_peer.py <belvedere> [cases] [seed]

GRAPHQL_JS names the package; without it nothing is compared. The peer is older than the September 2025 edition and words
its messages in its own way, so that the verdict, the places and paths of errors and the data are compared, and input is
kept to what both know. A few thousand cases are enough, because the other scripts ask the newer reference.
"""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import differential_documents
from differential_execution import Request, World

HERE = Path(__file__).resolve().parent
CASES_MAX = 4000
BATCH = 200


class OldWorld(World):
    """A schema without what graphql-js 16 does not know: input objects of which one field must be given."""

    def print(self):
        return super().print().replace(" @oneOf", "")


class OldRequest(Request):
    """A request whose data have no values that JavaScript cannot hold or coerces by its own rules."""

    def data(self, kind, depth=0):
        value = super().data(kind, depth)
        return None if isinstance(value, (int, float)) and abs(value) > 2**31 else value


def execution_cases(dice, count):
    world = OldWorld(dice)
    for _ in range(count):
        request = OldRequest(world, dice)
        root = request.data("Query!")
        root = root if isinstance(root, dict) else {}
        if request.text.startswith("mutation"):
            root = {"m": root, "n": request.data("Query!")}
        yield {"schema": world.sdl, "document": request.text, "variables": request.values, "root": root}


def document_cases(dice, count):
    sdl = differential_documents.ZOO.replace(" @oneOf", "")
    known = [text for text in differential_documents.DOCUMENTS if '"v"' not in text]  # no descriptions in there
    for _ in range(count):
        text = differential_documents.broken(dice, dice.choice(known))
        yield {"schema": sdl, "document": text}


def ask_peer(package, cases):
    lines = "".join(json.dumps(case) + "\n" for case in cases)
    done = subprocess.run(
        ["node", HERE / "peer.js", package], input=lines.encode(), capture_output=True, timeout=600, check=True
    )
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def ask(binary, cases):
    lines = "".join(
        json.dumps({"op": "execute" if "root" in case else "validate", **case}) + "\n" for case in cases
    )
    done = subprocess.run([binary, "graphql", "batch"], input=lines.encode(), capture_output=True, timeout=600)
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def places(error):
    return [[place["line"], place["column"]] for place in error.get("locations", [])]


def difference(theirs, mine):
    """What differs, in one line, or None."""
    errors = mine.get("errors", [])
    if "invalid" in theirs:
        if "data" in mine:
            return f"the peer refuses the document at {theirs['invalid']}"
        # The peer says the same of two fields as often as it meets them in fragments.
        wanted, found = distinct(theirs["invalid"]), distinct(places(error) for error in errors)
        return None if found == wanted else f"wanted {wanted} found {found}"
    if "errors" not in theirs:
        return f"the peer accepts the document, and not {errors}" if errors else None
    if theirs.get("data") is None and "data" not in mine:
        return None if theirs["errors"] and errors else "only one of both refuses the request"
    if theirs["data"] != mine.get("data") or json.dumps(keys(theirs["data"])) != json.dumps(keys(mine["data"])):
        return f"data: wanted {json.dumps(theirs['data'])} found {json.dumps(mine.get('data'))}"
    wanted = [(error["places"], error.get("path")) for error in theirs["errors"]]
    found = [(places(error), error.get("path")) for error in errors]
    return None if wanted == found else f"errors: wanted {wanted} found {found}"


def distinct(lists):
    return sorted({json.dumps(list_) for list_ in lists})


def keys(value):
    """The keys of the data in their order, for values that are written differently and mean the same."""
    if isinstance(value, dict):
        return {key: keys(item) for key, item in value.items()}
    return [keys(item) for item in value] if isinstance(value, list) else 0


def only_more_conflicts(theirs, mine):
    """Whether we find all that the peer finds, and beyond that only fields that conflict."""
    if "invalid" not in theirs or "data" in mine:
        return False
    wanted = distinct(theirs["invalid"])
    found = distinct(places(error) for error in mine["errors"])
    more = [error for error in mine["errors"] if json.dumps(places(error)) not in wanted]
    return set(wanted) <= set(found) and all(
        error.get("extensions", {}).get("rule") == "OverlappingFieldsCanBeMerged" for error in more
    )


def only_places_in_arguments(theirs, mine):
    """Whether all is equal but for the place of an argument that has no value at run time."""
    if "errors" not in theirs or theirs["data"] != mine.get("data"):
        return False
    return len(theirs["errors"]) == len(mine["errors"]) and all(
        one.get("path") == other.get("path")
        and (one["places"] == places(other) or other["message"].startswith("Argument '"))
        for one, other in zip(theirs["errors"], mine["errors"], strict=True)
    )


def takes_list_for_object(theirs, mine):
    """Whether we refuse a variable only because it is a list where an input object belongs."""
    return "data" in theirs and "data" not in mine and all(
        "to be an object, found: [" in error["message"] for error in mine["errors"]
    )


EXPLAINED = {
    "list for an object": (
        takes_list_for_object,
        "Spec 3.10 Input Coercion: the value for an input object should be an input object literal or an unordered map; "
        "the peer takes a list for a map without entries.",
    ),
    "more conflicts": (
        only_more_conflicts,
        "Spec 5.3.2 FieldsInSetCanMerge(set) must be true for every selection set; the peer does not look again at two "
        "fragments that it has compared as mutually exclusive.",
    ),
    "place in an argument": (
        only_places_in_arguments,
        "Spec 7.1.2: locations describe the beginning of an associated syntax element; the newer reference and we name "
        "the variable in an argument, the peer the argument's value.",
    ),
}


def explanation(theirs, mine):
    return next((name for name, (applies, _) in EXPLAINED.items() if applies(theirs, mine)), None)


def main(binary, cases=str(CASES_MAX), seed=None):
    package = os.environ.get("GRAPHQL_JS", "")
    if not package:
        print("graphql-js is not installed: nothing compared")
        return 0
    seed = seed or str(random.randrange(1 << 32))
    count, done, differences = min(int(cases), CASES_MAX), 0, 0
    explained = dict.fromkeys(EXPLAINED, 0)
    while done < count and differences < 20:
        dice = random.Random(f"{seed}/{done}/peer")
        try:
            batch = [*execution_cases(dice, BATCH // 2), *document_cases(dice, BATCH // 2)]
        except Exception as error:  # a world that is no schema
            print(f"schema {seed}/{done}: {error}")
            done += BATCH
            continue
        for case, theirs, mine in zip(batch, ask_peer(package, batch), ask(binary, batch), strict=True):
            told = difference(theirs, mine)
            if not told:
                continue
            reason = explanation(theirs, mine)
            if reason:
                explained[reason] += 1
                continue
            differences += 1
            schema = "" if "root" not in case else case.pop("schema") + "\n"
            print(f"--- {seed}/{done}\n{schema}{json.dumps(case)}\n  {told[:1500]}\n  {json.dumps(mine)[:600]}")
        done += BATCH
    print(f"{done} cases, {differences} differences")
    for name, number in explained.items():
        if number:
            print(f"{number:6} explained: {EXPLAINED[name][1]}")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
