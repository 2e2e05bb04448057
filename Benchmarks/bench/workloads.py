"""The work: what is asked, and the bytes that every server must answer with."""

import dataclasses
import json
import pathlib
import random
from typing import Callable, Optional

FOLDER = pathlib.Path(__file__).parents[1]
DATA = json.loads((FOLDER / "data" / "posts.json").read_text())
USERS = {user["id"]: user for user in DATA["users"]}
STATS = "userId totalTokens promptTokens completionTokens costMicroUsd updatedAt"
POINT_VIEW = f"query($id: ID!){{ userTokenStats(userId:$id){{ {STATS} }} }}"
CACHED = POINT_VIEW.replace("userTokenStats", "cachedUserTokenStats")
RECORD = "mutation($id: ID!){ recordUsage(userId:$id, tokens:1){ userId } }"


def _compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def _body(query, **variables):
    return json.dumps({"query": query, "variables": variables} if variables else {"query": query})


def _stats(user):
    """The row that data/seed.sql makes for the user of this number."""
    return {
        "userId": f"user-{user}", "totalTokens": user * 3, "promptTokens": user * 2, "completionTokens": user,
        "costMicroUsd": str(user * 17), "updatedAt": "2026-11-20T08:00:00Z",
    }


def _random_users(count, seed):
    generator = random.Random(seed)
    return [generator.randint(1, 100_000) for _ in range(count)]


@dataclasses.dataclass
class Workload:
    """One kind of request."""

    key: str
    title: str
    bodies: list[str]
    #: The answer to each of the first bodies; a server that answers otherwise does not take part.
    answers: list[bytes]
    #: nginx can only repeat bytes, so it takes part where the answer is always the same.
    is_constant: bool = True
    uses_postgres: bool = False
    #: Belvedere says beside the data where its log stood after a write, which no peer has anything to say to.
    may_have_extensions: bool = False


def _posts(*fields, with_user=False):
    posts = []
    for post in DATA["posts"]:
        shown = {field: post[field] for field in fields}
        if with_user:
            shown["user"] = USERS[post["userId"]]
        posts.append(shown)
    return _compact({"data": {"posts": posts}})


def _point_view(users, field="userTokenStats"):
    return [_compact({"data": {field: _stats(user)}}) for user in users]


def all_workloads():
    random_users = _random_users(5_000, seed=4)
    writers = _random_users(5_000, seed=7)
    return [
        Workload("W1", "`{ greet }`", [_body("{ greet }")], [_compact({"data": {"greet": "Hello World!"}})]),
        Workload("W2", "100 titles", [_body("{ posts { title } }")], [_posts("title")]),
        Workload(
            "W3", "100 posts with their users",
            [_body("{ posts { id userId title user { id name email } } }")],
            [_posts("id", "userId", "title", with_user=True)]),
        Workload(
            "W4", "PostgreSQL point view, random ids", [_body(POINT_VIEW, id=f"user-{user}") for user in random_users],
            _point_view(random_users[:5]), is_constant=False, uses_postgres=True),
        Workload(
            "cached", "a point view that may be kept, again and again", [_body(CACHED, id="user-4242")],
            _point_view([4242], "cachedUserTokenStats"), uses_postgres=True),
        Workload(
            "mutation", "one row changed durably", [_body(RECORD, id=f"user-{user}") for user in writers],
            [_compact({"data": {"recordUsage": {"userId": f"user-{user}"}}}) for user in writers[:3]],
            is_constant=False, uses_postgres=True, may_have_extensions=True),
    ]
