#!/usr/bin/env python3
"""Counts a generated tenant's money again, in fractions and from the exported log alone, and compares every view with it.

money.py BINARY [USAGES [SEED]]        BELVEDERE_STORAGE_POSTGRES=… puts the same to PostgreSQL
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from zoneinfo import ZoneInfo

KINDS = [("PROMPT", "prompt"), ("CACHED_PROMPT", "cachedPrompt"), ("COMPLETION", "completion"), ("REASONING", "reasoning")]
PICO = Fraction(1, 10**12)
ZONE = "Europe/Berlin"


class Gateway:
    def __init__(self, binary, directory):
        self.binary, self.directory = binary, directory
        self.flags = ["--storage.directory", directory]
        self.process = subprocess.Popen(
            [binary, "serve", "--server.listen", "127.0.0.1:0", "--server.admin_listen", "", *self.flags],
            stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr:
            if found := re.search(r"listens on (\S+)", line):
                self.address = found.group(1)
                break
        self.token = self.run("token", "mint", "--role", "admin", "--data", directory, flags=[]).strip()

    def run(self, *words, flags=None):
        words = [self.binary, *words, *(self.flags if flags is None else flags)]
        return subprocess.run(words, check=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout

    def ask(self, query, **variables):
        body = {"query": query, "variables": variables}
        if position := getattr(self, "position", None):
            body["extensions"] = {"belvedere": {"consistency": {"token": position, "waitMs": 30000}}}
        request = urllib.request.Request(
            f"http://{self.address}/graphql", json.dumps(body).encode(),
            {"Content-Type": "application/json", "Authorization": "Bearer " + self.token})
        answer = json.load(urllib.request.urlopen(request, timeout=60))
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    def catch_up(self):
        """Waits until the log and the read model have everything that was written beside the server."""
        last = None
        while True:
            info = self.ask("{ gateway { position readModels { name lag } } }")["gateway"]
            if info["position"] == last and all(model["lag"] == 0 for model in info["readModels"]):
                return
            last = info["position"]
            time.sleep(1)

    def stop(self):
        self.process.terminate()
        self.process.stderr.close()
        self.process.wait(30)


class Clerk:
    """Knows the log and nothing else."""

    def __init__(self, lines):
        self.prices = defaultdict(list)
        self.books = []
        self.rerated = {}
        self.totals = defaultdict(Fraction)
        self.tokens = defaultdict(int)
        self.rows = defaultdict(lambda: defaultdict(int))
        zone = timezone.utc
        for line in lines:
            event = json.loads(line)
            body = event["body"]
            if event["name"] == "metering.time-zone-set.1":
                zone = ZoneInfo(body["zone"])
            elif event["name"] == "metering.price-book-published.1":
                for entry in body["entries"]:
                    key = entry["provider"], entry["model"], entry["kind"]
                    self.prices[key].append((body["effectiveFrom"], event["position"], entry))
                self.books.append({(e["provider"], e["model"], e["kind"]): e for e in body["entries"]})
            elif event["name"] == "metering.usage-rerated.1":
                self.rerated[body["month"]] = body["book"]
            elif event["name"] == "metering.ai-usage-recorded.1":
                self.count(body, zone)

    def count(self, usage, zone):
        moment = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(microseconds=usage["at"])
        day = moment.astimezone(zone).date().isoformat()
        model = usage["provider"], usage["model"]
        cost, tokens = Fraction(0), 0
        for kind, member in KINDS:
            count = usage[member]
            tokens += count
            valid = [price for price in self.prices[*model, kind] if price[0] <= usage["at"]]
            entry = max(valid, key=lambda price: price[:2]) if valid else None
            if not count:
                continue
            if entry:
                cost += count * entry[2]["picoUsd"] * PICO
            for subject in ["t", "u:" + usage["user"]] + (["b:" + usage["bot"]] if "bot" in usage else []):
                terms = (entry[0], entry[1]) if entry else (None, None)
                self.rows[subject, day[:7]][*model, kind, terms] += count
        bot = usage.get("bot")
        for key in [("tenant",), ("user", usage["user"]), ("bot", bot), ("day", day, usage["user"], bot, *model)]:
            self.totals[key] += cost
            self.tokens[key] += tokens

    def terms(self, key, terms):
        return next((entry for start, position, entry in self.prices[key] if (start, position) == terms), None)

    def bill(self, subject, month, book=None):
        """Exact amount and the sum of the rounded lines."""
        rows = [(key[:3], key[3], tokens) for key, tokens in self.rows[subject, month].items()]
        by_key = defaultdict(list)
        for key, terms, tokens in rows:
            by_key[key].append((terms, tokens))
        amount, total = Fraction(0), 0
        for key, parts in by_key.items():
            parts.sort(key=lambda part: (part[0][0] is not None, part[0]) if part[0][0] is not None else (False, (0, 0)))
            place = 0
            if book is not None and key in book:
                parts = [(book[key], sum(tokens for _, tokens in parts))]
            else:
                parts = [(self.terms(key, terms), tokens) for terms, tokens in parts]
            for entry, tokens in parts:
                start, place = place, place + tokens
                if entry is None:
                    continue
                steps = [(0, entry["picoUsd"])] + [(tier["from"], tier["picoUsd"]) for tier in entry.get("tiers", [])]
                free = entry.get("free", 0)
                cuts = sorted({start, place} | {c for c in [free] + [s for s, _ in steps] if start < c < place})
                for low, high in zip(cuts, cuts[1:]):
                    price = 0 if low < free else [p for s, p in steps if s <= low][-1]
                    line = (high - low) * price * PICO * Fraction(10_000 - entry.get("discount", 0), 10_000)
                    amount += line
                    total += round(line * 10**6)  # Python rounds fractions half to even.
        return amount, total


BILL = """query($user: ID, $bot: ID, $month: String!, $book: Int) {
  billingPreview(userId: $user, botId: $bot, month: $month, book: $book) {
    amount total recordedAmount reratedBy rounding whatIf { amount total difference } } }"""
DAYS = """query($after: Cursor) { dailyUsage(groupBy: [USER, BOT, MODEL], first: 500, after: $after) {
  nodes { day userId botId provider model totalTokens amount } pageInfo { hasNextPage endCursor } } }"""


def compare(gateway, clerk):
    checks = 0

    def same(what, shown, counted):
        nonlocal checks
        checks += 1
        assert Fraction(shown) == counted, f"{what}: shown {shown}, counted {float(counted)}"

    same("tenant", gateway.ask("{ tenantTokenStats { amount } }")["tenantTokenStats"]["amount"], clerk.totals["tenant",])
    users = sorted({key[1] for key in clerk.totals if key[0] == "user"})
    for start in range(0, len(users), 200):
        read = gateway.ask("query($ids: [ID!]!) { usersTokenStats(userIds: $ids) { userId stats { amount totalTokens } } }",
                           ids=users[start:start + 200])
        for line in read["usersTokenStats"]:
            same(line["userId"], line["stats"]["amount"], clerk.totals["user", line["userId"]])
            same(line["userId"], line["stats"]["totalTokens"], clerk.tokens["user", line["userId"]])
    bots = sorted({key[1] for key in clerk.totals if key[0] == "bot" and key[1]})
    for bot in bots:
        read = gateway.ask("query($bot: ID!) { botTokenStats(botId: $bot) { amount } }", bot=bot)
        same(bot, read["botTokenStats"]["amount"], clerk.totals["bot", bot])
    seen, after = set(), None
    while True:
        page = gateway.ask(DAYS, after=after)["dailyUsage"]
        for node in page["nodes"]:
            key = "day", node["day"], node["userId"], node["botId"], node["provider"], node["model"]
            assert key not in seen, f"{key} comes twice"
            seen.add(key)
            same(key, node["amount"], clerk.totals[key])
            same(key, node["totalTokens"], clerk.tokens[key])
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert seen == {key for key in clerk.totals if key[0] == "day"}, "days are missing"
    for month in sorted({key[1] for key in clerk.rows}):
        book = clerk.rerated.get(month)
        rerated = clerk.books[book - 1] if book else None
        for subject in ["t"] + ["u:" + user for user in users[:60]] + ["b:" + bot for bot in bots]:
            if (subject, month) not in clerk.rows:
                continue
            named = {"user": subject[2:]} if subject[0] == "u" else {"bot": subject[2:]} if subject[0] == "b" else {}
            bill = gateway.ask(BILL, month=month, book=1, **named)["billingPreview"]
            amount, total = clerk.bill(subject, month, rerated)
            same((subject, month), bill["amount"], amount)
            same((subject, month, "total"), bill["total"], Fraction(total))
            same((subject, month, "rounding"), bill["rounding"], Fraction(total, 10**6) - amount)
            assert bill["reratedBy"] == book
            merged = {**(rerated or {}), **clerk.books[0]}
            amount_if, total_if = clerk.bill(subject, month, merged)
            same((subject, month, "what if"), bill["whatIf"]["amount"], amount_if)
            same((subject, month, "what if"), bill["whatIf"]["total"], Fraction(total_if))
            same((subject, month, "difference"), bill["whatIf"]["difference"], amount_if - amount)
    days = sum(value for key, value in clerk.totals.items() if key[0] == "day")
    assert days == clerk.totals["tenant",] == sum(v for k, v in clerk.totals.items() if k[0] == "user")
    return checks


def main():
    binary, usages, seed = sys.argv[1], *(sys.argv[2:4] + ["100000", "7"][len(sys.argv) - 2:])
    with tempfile.TemporaryDirectory(prefix="belvedere-money-") as directory:
        gateway = Gateway(binary, directory)
        try:
            gateway.ask("mutation($z: String!) { setUsageTimeZone(timeZone: $z) { __typename } }", z=ZONE)
            gateway.run("demo", "generate", "--usages", usages, "--days", "34", "--seed", seed)
            month = (datetime.now(timezone.utc) - timedelta(days=20)).strftime("%Y-%m")
            gateway.ask("mutation($m: String!) { rerateUsage(input: { month: $m, book: 2 }) { __typename } }", m=month)
            gateway.catch_up()
            export = gateway.run("events", "export")
            checks = compare(gateway, Clerk(line for line in export.splitlines() if '"tenant":"demo"' in line))
        finally:
            gateway.stop()
    print(f"{usages} usages, seed {seed}: {checks} amounts and counts are those of the clerk, to the last digit.")


if __name__ == "__main__":
    main()
