"""Talks to a test server with httpx; any answer that is not the expected one fails the run."""
import sys

import httpx

base = f"http://127.0.0.1:{sys.argv[1]}"
with httpx.Client(base_url=base, timeout=10) as client:
    for round in range(20):
        answer = client.post("/echo", content=b"x" * round)
        assert (answer.status_code, answer.content) == (200, b"x" * round), answer
    assert client.get("/pieces").content == b"abc"
    assert client.head("/").headers["content-length"] == "5"
    assert client.get("/none").status_code == 404
    answer = client.post("/count", content=(b"y" * 10_000 for _ in range(100)))
    assert answer.text == "1000000", answer.text
    answer = client.get("/text")
    assert answer.headers["content-encoding"] == "gzip" and answer.text == "a" * 5000, answer.headers
    assert client.post("/small", content=b"z" * 11).status_code == 413
with httpx.stream("GET", base + "/events") as events:
    lines = [line for line in events.iter_lines() if line]
assert lines == [":", "id: 1", "event: next", "data: one", "data: two"], lines
print("all well")
