"""Strawberry, with the caches of parsed and validated documents that its documentation advises."""

from typing import AsyncGenerator, Optional

import strawberry
from strawberry.asgi import GraphQL
from strawberry.extensions import ParserCache, ValidationCache
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL

import data


@strawberry.type
class User:
    id: int
    name: str
    email: str


@strawberry.type
class Post:
    id: int
    user_id: int
    title: str
    body: str
    user: User


@strawberry.type
class UserTokenStats:
    user_id: strawberry.ID
    total_tokens: int
    prompt_tokens: int
    completion_tokens: int
    cost_micro_usd: str
    updated_at: str


@strawberry.type
class Tick:
    id: int
    text: str


@strawberry.type
class Published:
    ok: bool


USERS = {key: User(**user) for key, user in data.USERS.items()}
POSTS = [
    Post(id=post["id"], user_id=post["userId"], title=post["title"], body=post["body"], user=USERS[post["userId"]])
    for post in data.DATA["posts"]
]


def stats(row) -> Optional[UserTokenStats]:
    return None if row is None else UserTokenStats(**dict(row))


@strawberry.type
class Query:
    @strawberry.field
    def greet(self) -> str:
        return "Hello World!"

    @strawberry.field
    def posts(self) -> list[Post]:
        return POSTS

    @strawberry.field
    async def user_token_stats(self, user_id: strawberry.ID) -> Optional[UserTokenStats]:
        return stats(await data.one(data.SELECT, user_id))

    @strawberry.field
    async def cached_user_token_stats(self, user_id: strawberry.ID) -> Optional[UserTokenStats]:
        return stats(await data.one(data.SELECT, user_id))


@strawberry.type
class Mutation:
    @strawberry.mutation
    async def record_usage(self, user_id: strawberry.ID, tokens: int) -> Optional[UserTokenStats]:
        return stats(await data.one(data.UPDATE, user_id, tokens))

    @strawberry.mutation
    def publish(self, id: int) -> Published:
        data.publish(Tick(id=id, text="A tick of the benchmark."))
        return Published(ok=True)


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def ticks(self) -> AsyncGenerator[Tick, None]:
        async for tick in data.ticks():
            yield tick


schema = strawberry.Schema(Query, Mutation, Subscription, extensions=[ParserCache(), ValidationCache()])
app = GraphQL(schema, subscription_protocols=[GRAPHQL_TRANSPORT_WS_PROTOCOL])
