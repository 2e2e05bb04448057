"""Walks through the routes of every context as a client that knows nothing of GraphQL.   routes_client.py PORT USER ADMIN"""
import sys

import httpx
from openapi_spec_validator import OpenAPIV31SpecValidator

port, user, admin = sys.argv[1:]
client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60)
described = client.get("/openapi.json").json()
OpenAPIV31SpecValidator(described).validate()
called = set()
seen = {}


def template(method, path):
    """The described route that a path meets: the one with the most literal segments."""
    parts = path.split("?")[0].split("/")
    fitting = [known for known, methods in described["paths"].items() if method.lower() in methods
               and len(known.split("/")) == len(parts)
               and all(k.startswith("{") or k == p for k, p in zip(known.split("/"), parts))]
    return min(fitting, key=lambda known: known.count("{"))


def call(method, path, expected, body=None, token=user):
    known = template(method, "/api" + path)
    called.add((method, known))
    fields = {"Authorization": f"Bearer {token}"} if token else {}
    if "token" in seen: fields["Belvedere-Token"] = seen["token"]
    answer = client.request(method, "/api" + path, json=body, headers=fields) if body is not None else \
        client.request(method, "/api" + path, headers=fields)
    assert answer.status_code == expected, (method, path, answer.status_code, answer.text)
    responses = described["paths"][known][method.lower()]["responses"]
    assert str(expected) in responses, (method, path, expected, "is not described")
    kind = "application/problem+json" if expected >= 400 else "application/json"
    assert answer.headers["content-type"] == kind, (path, answer.headers)
    if "Belvedere-Token" in answer.headers: seen["token"] = answer.headers["Belvedere-Token"]
    return answer.json()


# Accounts
bob = call("POST", "/user/register", 201, {"email": "bob@example.com", "password": "correct horse", "name": "Bob"}, None)
call("POST", "/user/register", 409, {"email": "bob@example.com", "password": "correct horse", "name": "Bob"}, None)
call("POST", "/user/login", 401, {"email": "bob@example.com", "password": "wrong horses"}, None)
signed = call("POST", "/user/login", 200, {"email": "bob@example.com", "password": "correct horse"}, None)
bobs = signed["accessToken"]
assert call("GET", "/user/me", 200, token=bobs)["email"] == "bob@example.com"
call("PATCH", "/user/profile", 200, {"name": "Robert", "phone": "+4915112345678"}, bobs)
assert call("GET", "/user/me", 200, token=bobs)["name"] == "Robert"
call("POST", "/user/change-password", 200, {"password": "correct horse", "newPassword": "correct donkey"}, bobs)
signed = call("POST", "/user/refresh", 200, {"refreshToken": signed["refreshToken"]}, None)
call("POST", "/user/logout", 200, token=signed["accessToken"])
call("POST", "/user/refresh", 401, {"refreshToken": signed["refreshToken"]}, None)
call("GET", "/user/me", 404)

# Companies
call("POST", "/companies", 201, {"id": "c1", "title": "One"})
assert call("GET", "/companies", 200)["nodes"][0]["company"]["id"] == "c1"
call("PATCH", "/companies/c1", 200, {"title": "First"})
assert call("GET", "/companies/c1", 200)["title"] == "First"
call("POST", "/companies/c1/members", 201, {"userId": "bob", "role": "MANAGER"})
call("PATCH", "/companies/c1/members/bob", 200, {"role": "MEMBER"})
assert [one["userId"] for one in call("GET", "/companies/c1/members", 200)["nodes"]] == ["ann", "bob"]
call("DELETE", "/companies/c1/members/bob", 200)
call("DELETE", "/companies/c1/members/ann", 409)
call("GET", "/companies/lookup/inn/1234567890", 400)

# Chat
call("POST", "/chats", 201, {"id": "talk", "title": "Talk", "members": ["eve"]})
call("PATCH", "/chats/talk", 200, {"title": "The talk"})
assert call("GET", "/chats/talk", 200)["title"] == "The talk"
call("POST", "/chats/talk/participants", 201, {"userId": "bob"})
assert len(call("GET", "/chats/talk/participants", 200)["nodes"]) == 3
call("POST", "/chats/talk/bind-telegram", 200, {"telegramChatId": "-1001"})
sent = call("POST", "/chats/talk/messages", 201, {"text": "Hello", "clientMessageId": "m-1"})
call("PATCH", f"/messages/{sent['messageId']}", 200, {"chatId": "talk", "text": "Hello there"})
messages = call("GET", "/chats/talk/messages?last=10", 200)["nodes"]
assert [one["text"] for one in messages] == ["Hello there"], messages
call("POST", "/chats/talk/read", 200, {"upTo": messages[0]["position"]})
assert call("GET", "/chats?first=5", 200)["nodes"][0]["lastMessage"]["preview"] == "Hello there"
call("DELETE", f"/messages/{sent['messageId']}?chatId=talk", 200)
call("POST", "/chats/talk/archive", 200)
call("POST", "/chats/talk/messages", 409, {"text": "Too late"})

# TokenUsage
call("POST", "/price-books", 201, {"effectiveFrom": "2020-01-01T00:00:00Z", "entries": [
    {"provider": "p", "model": "m", "kind": "PROMPT", "picoUsdPerToken": 1000}]}, admin)
import datetime
now = datetime.datetime.now(datetime.timezone.utc)
usage = {"requestId": "r1", "userId": "ann", "botId": "bot", "provider": "p", "model": "m", "promptTokens": 7,
         "occurredAt": now.strftime("%Y-%m-%dT%H:%M:%SZ")}
call("POST", "/usage", 201, usage, admin)
call("POST", "/usage", 403, usage)
call("POST", "/usage", 422, dict(usage, requestId="old", occurredAt="2020-01-01T00:00:00Z"), admin)
lines = call("POST", "/usage/batch", 200, [dict(usage, requestId="r2"), dict(usage, requestId="r3", promptTokens=-1)], admin)
assert [line["status"] for line in lines] == ["RECORDED", "REJECTED"], lines
assert call("GET", "/usage/users/ann", 200)["promptTokens"] == 14
assert call("GET", "/usage/me", 200)["requests"] == 2
assert call("GET", "/usage/bots/bot", 200, token=admin)["amount"] == "0.000000014"
assert call("GET", "/usage/tenant", 200, token=admin)["totalTokens"] == 14
assert len(call("GET", "/usage/daily?groupBy=USER&groupBy=MODEL", 200, token=admin)["nodes"]) == 1
assert call("GET", f"/billing/{now:%Y-%m}?userId=ann", 200)["lines"][0]["quantity"] == 14

# Demo
call("POST", "/boards", 201, {"id": "b1", "title": "First"})
call("POST", "/boards/b1/notes", 201, {"id": "n1", "text": "Hello", "color": "BLUE"})
call("PATCH", "/boards/b1/notes/n1", 200, {"text": "Bye"})
assert call("GET", "/boards/b1/notes/n1", 200)["text"] == "Bye"
assert call("GET", "/boards/b1?notes=1", 200)["noteCount"] == 1
assert [one["id"] for one in call("GET", "/boards", 200)["nodes"]] == ["b1"]
call("DELETE", "/boards/b1/notes/n1", 200)
call("DELETE", "/boards/b1/notes/n1", 404)

every = {(method.upper(), path) for path, methods in described["paths"].items() for method in methods}
assert called == every, ("described and not called", every - called)
print("all well")
