"""Inputs of the engine that are the same every time: for the counts that are kept, and for the curves."""

from .workloads import DATA, FOLDER, USERS

SDL = (FOLDER / "schema.graphql").read_text()
POSTS = "{ posts { id userId title user { id name email } } }"


def _posts(count):
    """The posts of the data, repeated to a number, each with its user in place."""
    found = []
    for number in range(count):
        post = DATA["posts"][number % len(DATA["posts"])]
        found.append({**post, "id": number + 1, "user": USERS[post["userId"]]})
    return found


def _wide(count):
    return "{ " + " ".join(f"field{number}: greet" for number in range(count)) + " }"


def _same(count):
    return "{ " + " ".join("posts { title }" for _ in range(count)) + " }"


def _deep(depth):
    return "{ node " + "{ child " * depth + "{ name }" + " }" * depth + " }"


def _deep_root(depth):
    node = {"name": "leaf"}
    for _ in range(depth):
        node = {"child": node}
    return {"node": node}


def _fragments(count):
    """A chain in which every fragment spreads the next one twice: two to the power of the length if done naively."""
    chain = [
        f"fragment F{number} on Query {{ ...F{number + 1} ...F{number + 1} }}" for number in range(count)]
    return "{ ...F0 } " + " ".join(chain) + f" fragment F{count} on Query {{ greet }}"


def _types(count):
    fields = " ".join(f"t{number}: T{number}" for number in range(count))
    types = " ".join(f"type T{number} {{ id: ID! name: String next: T{number} }}" for number in range(count))
    return f"type Query {{ {fields} }} {types}"


def kept():
    """The hot paths whose instruction counts are in the repository."""
    root = {"greet": "Hello World!", "posts": _posts(100)}
    return {
        "parse greet": dict(op="parse", document="{ greet }"),
        "parse 200 fields": dict(op="parse", document=_wide(200)),
        "print 200 fields": dict(op="print", document=_wide(200)),
        "validate posts": dict(op="validate", schema=SDL, document=POSTS),
        "validate 200 fields": dict(op="validate", schema=SDL, document=_wide(200)),
        "execute greet": dict(op="execute", schema=SDL, document="{ greet }", root={"greet": "Hello World!"}),
        "execute 100 posts": dict(op="execute", schema=SDL, document=POSTS, root=root),
        "introspect": dict(op="introspect", schema=SDL),
        "greet from a plan": dict(op="bench", name="execute { greet }"),
        "100 posts from rows": dict(op="bench", name="execute 100 posts with users"),
    }


#: Name, what makes the case from a size, the two sizes, and by how much more than the sizes the cost may grow.
LINEAR, FLAT = "linear", "flat"


def curves():
    node = "type Query { node: Node } type Node { name: String child: Node }"
    validate = lambda text: dict(op="validate", schema=SDL, document=text)
    rows = lambda count: dict(op="execute", schema=SDL, document=POSTS, root={"posts": _posts(count)})
    deep = lambda depth: dict(op="execute", schema=node, document=_deep(depth), root=_deep_root(depth))
    nested = lambda depth: dict(op="parse", document="{a" * depth + "}" * depth)
    return [
        ("execute, rows", rows, (100, 1_000), LINEAR),
        ("execute, depth", deep, (10, 40), LINEAR),
        ("parse, fields", lambda count: dict(op="parse", document=_wide(count)), (100, 1_000), LINEAR),
        ("validate, fields", lambda count: validate(_wide(count)), (100, 1_000), LINEAR),
        ("validate, one field again and again", lambda count: validate(_same(count)), (50, 500), LINEAR),
        ("validate, fragments that double", lambda count: validate(_fragments(count)), (10, 40), LINEAR),
        ("build a schema, types", lambda count: dict(op="schema", schema=_types(count)), (30, 300), LINEAR),
        ("refuse deep nesting", nested, (2_000, 8_000), LINEAR),
    ]
