"""CPU per request as bars, one group a workload, on a logarithmic scale."""

import math
import statistics
from xml.sax.saxutils import escape

COLORS = {
    "belvedere": "#2f6fde", "belvedere-log": "#2f6fde", "nginx": "#9aa3ad",
    "graphql-js-cache": "#d9822b", "graphql-js": "#e8b47f",
    "gophers": "#3fa68a", "strawberry": "#c2455b", "ariadne": "#8d5bb5",
}
WIDTH, LABEL, BAR, GAP, GROUP = 900, 210, 16, 4, 30


def draw(samples, servers):
    groups = [(key, of) for key, of in samples.items() if not key.endswith((" half", " threefold"))]
    values = [statistics.median(one.cpu_us for one in taken) for _, of in groups for taken in of.values()]
    if not values:
        return '<svg xmlns="http://www.w3.org/2000/svg"/>'
    low = 10 ** math.floor(math.log10(max(min(values), 0.1)))
    high = 10 ** math.ceil(math.log10(max(values) * 1.01))

    def x(value):
        share = (math.log10(max(value, low)) - math.log10(low)) / (math.log10(high) - math.log10(low))
        return LABEL + share * (WIDTH - LABEL - 90)

    parts, y = [], 46
    for key, of in groups:
        parts.append(f'<text x="10" y="{y + 4}" class="group">{escape(key)}</text>')
        y += 12
        for server in servers:
            if server.key not in of:
                continue
            taken = [one.cpu_us for one in of[server.key]]
            value = statistics.median(taken)
            color = COLORS.get(server.key, "#666")
            parts.append(
                f'<text x="{LABEL - 8}" y="{y + 12}" class="name">{escape(server.title)}</text>'
                f'<rect x="{LABEL}" y="{y}" width="{max(1, x(value) - LABEL):.1f}" height="{BAR}" fill="{color}"/>'
                f'<line x1="{x(min(taken)):.1f}" x2="{x(max(taken)):.1f}" y1="{y + 8}" y2="{y + 8}" class="spread"/>'
                f'<text x="{x(max(taken)) + 6:.1f}" y="{y + 12}" class="value">{value:,.1f}</text>')
            y += BAR + GAP
        y += GROUP - 12
    grid = "".join(
        f'<line x1="{x(10 ** e):.1f}" x2="{x(10 ** e):.1f}" y1="34" y2="{y - 10}" class="grid"/>'
        f'<text x="{x(10 ** e):.1f}" y="28" class="tick">{10 ** e:g} µs</text>'
        for e in range(int(math.log10(low)), int(math.log10(high)) + 1))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" font-family="sans-serif" font-size="12">'
        "<style>.grid{stroke:#ddd}.tick{fill:#666;text-anchor:middle}.name{text-anchor:end;fill:#333}"
        ".group{font-weight:bold;fill:#111}.value{fill:#333}.spread{stroke:#111;stroke-width:1.5}</style>"
        f'<rect width="{WIDTH}" height="{y}" fill="#fff"/>'
        '<text x="10" y="14" class="group">Server CPU per request (per delivery in W5), logarithmic</text>'
        f"{grid}{''.join(parts)}</svg>\n")
