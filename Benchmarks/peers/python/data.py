"""What both Python servers share: the posts, the pool, the ticks."""

import asyncio
import json
import os
import pathlib

import asyncpg

FOLDER = pathlib.Path(__file__).parents[2]
DATA = json.loads((FOLDER / "data" / "posts.json").read_text())
USERS = {user["id"]: user for user in DATA["users"]}
COLUMNS = "user_id, total_tokens, prompt_tokens, completion_tokens, cost_micro_usd, updated_at"
SELECT = f"SELECT {COLUMNS} FROM bench_user_token_stats WHERE user_id = $1"
UPDATE = (
    "UPDATE bench_user_token_stats SET total_tokens = total_tokens + $2, prompt_tokens = prompt_tokens + $2 "
    f"WHERE user_id = $1 RETURNING {COLUMNS}"
)

_pool = None
_opening = asyncio.Lock()
LISTENERS: set[asyncio.Queue] = set()


async def one(sql, *arguments):
    """One row; asyncpg prepares and keeps the statement by itself."""
    global _pool
    if _pool is None:
        async with _opening:
            if _pool is None:
                _pool = await asyncpg.create_pool(os.environ["BENCH_POSTGRES"], min_size=8, max_size=8)
    return await _pool.fetchrow(sql, *arguments)


def publish(tick):
    for listener in LISTENERS:
        listener.put_nowait(tick)


async def ticks():
    listener = asyncio.Queue()
    LISTENERS.add(listener)
    try:
        while True:
            yield await listener.get()
    finally:
        LISTENERS.discard(listener)
