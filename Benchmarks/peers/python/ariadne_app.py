"""Ariadne over graphql-core, with its cached parser; schema-first, as Belvedere is."""

from ariadne import MutationType, QueryType, SubscriptionType, load_schema_from_path, make_executable_schema
from ariadne.asgi import GraphQL
from ariadne.asgi.handlers import GraphQLTransportWSHandler
from graphql import parse
from functools import lru_cache

import data

query, mutation, subscription = QueryType(), MutationType(), SubscriptionType()
POSTS = [{**post, "user": data.USERS[post["userId"]]} for post in data.DATA["posts"]]


def stats(row):
    if row is None:
        return None
    return {
        "userId": row[0], "totalTokens": row[1], "promptTokens": row[2], "completionTokens": row[3],
        "costMicroUsd": row[4], "updatedAt": row[5],
    }


@query.field("greet")
def greet(*_):
    return "Hello World!"


@query.field("posts")
def posts(*_):
    return POSTS


@query.field("cachedUserTokenStats")
@query.field("userTokenStats")
async def user_token_stats(_, info, userId):
    return stats(await data.one(data.SELECT, userId))


@mutation.field("recordUsage")
async def record_usage(_, info, userId, tokens):
    return stats(await data.one(data.UPDATE, userId, tokens))


@mutation.field("publish")
def publish(_, info, id):
    data.publish({"id": id, "text": "A tick of the benchmark."})
    return {"ok": True}


@subscription.source("ticks")
async def tick_source(*_):
    async for tick in data.ticks():
        yield tick


@subscription.field("ticks")
def tick(value, info):
    return value


schema = make_executable_schema(
    load_schema_from_path(str(data.FOLDER / "schema.graphql")), query, mutation, subscription)
cached_parse = lru_cache(maxsize=1000)(parse)


def parser(context, payload):
    return cached_parse(payload["query"])


app = GraphQL(schema, query_parser=parser, websocket_handler=GraphQLTransportWSHandler())
