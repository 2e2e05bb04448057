"""Puts every recorded case to `belvedere graphql batch` and lists where the answers differ.

    harvest.py <cases.jsonl> <belvedere>

A case agrees when the verdict, the rules, the messages and the locations are those of the reference. Differences that
the specification decides stand in explained.json, by the operation and the text of the case; any other makes the exit
code 1.
"""

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
TYPE_SYSTEM = "type system"
DEFINITION_RULES = {
    "LoneSchemaDefinition", "UniqueOperationTypes", "UniqueTypeNames", "UniqueEnumValueNames",
    "UniqueFieldDefinitionNames", "UniqueArgumentDefinitionNames", "UniqueDirectiveNames", "KnownTypeNames",
    "KnownDirectives", "UniqueDirectivesPerLocation", "PossibleTypeExtensions", "KnownArgumentNamesOnDirectives",
    "UniqueArgumentNames", "UniqueInputFieldNames", "ProvidedRequiredArgumentsOnDirectives",
}


def main(cases_path, binary):
    sys.stdout.reconfigure(errors="backslashreplace")
    entries = [json.loads(line) for line in open(cases_path, encoding="utf-8")]
    skipped = entries.pop()["skipped"]
    answers = ask(binary, [entry["case"] for entry in entries])
    explained = json.loads((HERE / "explained.json").read_text(encoding="utf-8"))
    reasons = {reason["id"]: reason for reason in explained}
    counts, used, open_differences = Counter(), Counter(), []
    for entry in entries:
        operation = entry["case"]["op"]
        difference = compare(entry["case"], entry["expected"], answers.get(entry["case"]["id"]))
        if difference is None:
            counts[operation, "equal"] += 1
            continue
        reason = explanation(entry, difference, explained)
        if reason:
            counts[operation, "explained"] += 1
            used[reason] += 1
        else:
            counts[operation, "different"] += 1
            open_differences.append((entry, difference))
    report(counts, used, reasons, skipped, open_differences)
    return 1 if open_differences else 0


def ask(binary, cases):
    """The answers by id, and the line of a case that has none."""
    lines = "".join(json.dumps(case) + "\n" for case in cases)
    done = subprocess.run([binary, "graphql", "batch"], input=lines.encode(), capture_output=True, timeout=600)
    if done.returncode != 0:
        sys.exit(f"{binary} ended with {done.returncode}: {done.stderr.decode()[-2000:]}")
    answers = [json.loads(line) for line in done.stdout.decode().splitlines()]
    return {answer["id"]: answer for answer in answers}


def compare(case, expected, answer):
    """What differs, in one line, or None."""
    if answer is None:
        return "no answer"
    for key in ("printed", "data"):
        if key in expected and expected[key] != answer.get(key):
            return f"{key}: {first_difference(expected[key], answer.get(key, answer.get('errors')))}"
    if "errors" not in expected:
        return None
    has_rules = case["op"] == "validate" or isinstance(expected.get("rules"), list)
    wanted = [shape(error, expected, has_rules) for error in expected["errors"]]
    found = [shape(flat(error), expected, has_rules) for error in answer.get("errors", []) if concerns(error, expected)]
    if wanted == found:
        return None
    missing = [error for error in wanted if error not in found]
    added = [error for error in found if error not in wanted]
    if not missing and not added:
        return f"order: {found}"
    return f"missing {missing} added {added}"


def concerns(error, expected):
    """Whether the reference was asked for the rule: a schema is always checked against all of them.

    Where a definition has a fault neither looks at the schema as a whole, so that then every error is compared.
    """
    rules = expected.get("rules")
    if isinstance(rules, list) and set(rules) == DEFINITION_RULES and expected["errors"]:
        return True
    rule = error.get("extensions", {}).get("rule", "")
    if rules is None:
        return True
    if rules == TYPE_SYSTEM:
        return rule not in DEFINITION_RULES
    return rule in rules


def flat(error):
    return {**error, "rule": error.get("extensions", {}).get("rule")}


def shape(error, expected, has_rules):
    """The part of an error that must be equal."""
    places = tuple((place["line"], place["column"]) for place in error.get("locations", []))
    message = error["message"]
    if expected.get("hidden"):  # the operation has no key that switches suggestions off
        message = message.split(" Did you mean")[0]
    return (message, places, error.get("rule") if has_rules else None)


def explanation(entry, difference, explained):
    """The id of the reason that covers the difference."""
    case = entry["case"]
    text = case.get("document", case.get("schema", ""))
    for reason in explained:
        if (
            case["op"] in reason["ops"]
            and all(part in difference for part in reason.get("difference", []))
            and re.search(reason.get("pattern", ""), text)
            and any(test in entry["test"] for test in reason.get("tests", [""]))
        ):
            return reason["id"]
    return None


def first_difference(wanted, found):
    """Where two prints or two values part."""
    if isinstance(wanted, str) and isinstance(found, str):
        place = next((i for i, (a, b) in enumerate(zip(wanted, found)) if a != b), min(len(wanted), len(found)))
        return f"at {place}: wanted {wanted[place:place + 60]!r} found {found[place:place + 60]!r}"
    if isinstance(wanted, dict) and isinstance(found, dict):
        if list(wanted) != list(found):
            return f"keys: wanted {list(wanted)} found {list(found)}"
        return next(
            (f"{key}.{first_difference(wanted[key], found[key])}" for key in wanted if wanted[key] != found[key]), ""
        )
    if isinstance(wanted, list) and isinstance(found, list):
        for index, (one, other) in enumerate(zip(wanted, found)):
            if one != other:
                return f"[{index}].{first_difference(one, other)}"
        return f"length: wanted {len(wanted)} found {len(found)}"
    return f"wanted {wanted!r} found {found!r}"


def report(counts, used, reasons, skipped, differences):
    for entry, difference in differences[:200]:
        case = entry["case"]
        text = case.get("document", case.get("schema", ""))
        print(f"\n{case['op']} {entry['test']}\n  {text.strip()[:400]!r}\n  {difference[:600]}")
    print("\noperation        equal  explained  different")
    for operation in sorted({operation for operation, _ in counts}):
        row = [counts[operation, kind] for kind in ("equal", "explained", "different")]
        print(f"{operation:<15} {row[0]:>6} {row[1]:>10} {row[2]:>10}")
    for name, count in used.most_common():
        print(f"{count:>5}  {name}: {reasons[name]['sentence']}")
    total = sum(skipped.values())
    print(f"{total:>5}  calls of the tests that no operation can say:")
    for reason, count in sorted(skipped.items(), key=lambda item: -item[1]):
        print(f"         {count:>4}  {reason}")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
