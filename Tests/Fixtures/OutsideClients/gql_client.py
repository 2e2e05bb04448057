"""Fetches the schema with the Python client `gql` over HTTP and over a WebSocket, as tools do, and asks by it."""

import asyncio
import sys

from gql import Client, gql
from gql.transport.httpx import HTTPXAsyncTransport
from gql.transport.websockets import WebsocketsTransport

ASKING = {
    "descriptions": True,
    "specified_by_url": True,
    "directive_is_repeatable": True,
    "schema_description": True,
    "input_value_deprecation": True,
    "input_object_one_of": True,
    "type_recursion_level": 9,
}


async def use(transport, asking):
    client = Client(transport=transport, fetch_schema_from_transport=True, introspection_args=asking)
    async with client as session:
        assert client.schema.query_type.fields["boards"], "the schema has the demo's boards"
        # The client checks the document against the schema that it has fetched.
        answer = await session.execute(gql("{ boards(first: 2) { nodes { id notes(first: 1) { nodes { text } } } } }"))
        assert answer == {"boards": {"nodes": []}}, answer
        opened = await session.execute(
            gql('mutation { openBoard(input: {id: "gql", title: "T"}) { ... on BoardChanged { version } } }')
        ) if asking is ASKING and isinstance(transport, WebsocketsTransport) else None
        if opened is None:
            return
        assert opened == {"openBoard": {"version": 1}}, opened
        events = session.subscribe(
            gql('subscription { boardEvents(boardId: "gql", after: "v1.1.0") { __typename position } }')
        )
        async for event in events:
            assert event["boardEvents"]["__typename"] == "BoardOpened", event
            break
        await events.aclose()


async def main(port, token):
    fields = {"Authorization": "Bearer " + token}
    for asking in [{}, ASKING]:
        await use(HTTPXAsyncTransport(url=f"http://127.0.0.1:{port}/graphql", headers=fields, timeout=60), asking)
        socket = WebsocketsTransport(
            url=f"ws://127.0.0.1:{port}/graphql", headers=fields, subprotocols=["graphql-transport-ws"],
            connect_timeout=60, ack_timeout=60, close_timeout=2)
        await use(socket, asking)


asyncio.run(main(sys.argv[1], sys.argv[2]))
print("all well")
