"""Folded stacks from `perf script`, and a picture of them: wide is expensive, the callers stand below."""

import collections
import hashlib
from xml.sax.saxutils import escape, quoteattr

WIDTH, ROW, LEFT = 1_400, 17, 10
#: Frames narrower than so many pixels are left out.
NARROWEST = 0.6


def fold(lines):
    """Counts of each stack, outermost frame first."""
    stacks = collections.Counter()
    frames = []
    for line in lines:
        text = line.strip()
        if not text:
            if frames:
                stacks[tuple(reversed(frames))] += 1
            frames = []
        elif line[0] in " \t":
            _, _, rest = text.partition(" ")
            symbol = rest.rpartition(" (")[0] or rest
            frames.append(symbol.partition("+0x")[0])
    if frames:
        stacks[tuple(reversed(frames))] += 1
    return stacks


def tops(stacks, count=20):
    """The dearest functions by themselves and with all that they call."""
    own, total = collections.Counter(), collections.Counter()
    for frames, samples in stacks.items():
        own[frames[-1]] += samples
        for frame in set(frames):
            total[frame] += samples
    return own.most_common(count), total.most_common(count)


class _Node:
    def __init__(self):
        self.samples, self.children = 0, {}


def _tree(stacks):
    root = _Node()
    for frames, samples in stacks.items():
        root.samples += samples
        node = root
        for frame in frames:
            node = node.children.setdefault(frame, _Node())
            node.samples += samples
    return root


def _color(name):
    shade = hashlib.md5(name.encode()).digest()
    return f"rgb({205 + shade[0] % 50},{80 + shade[1] % 130},{40 + shade[2] % 50})"


def draw(stacks, title):
    root = _tree(stacks)
    scale = (WIDTH - 2 * LEFT) / max(1, root.samples)
    boxes, deepest = [], 0
    open_ = [(root, 0, LEFT)]
    while open_:
        node, depth, x = open_.pop()
        for name, child in sorted(node.children.items()):
            width = child.samples * scale
            if width >= NARROWEST:
                boxes.append((name, child.samples, depth, x, width))
                deepest = max(deepest, depth)
                open_.append((child, depth + 1, x))
            x += width
    height = (deepest + 4) * ROW
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="monospace" '
        'font-size="11">',
        f'<rect width="{WIDTH}" height="{height}" fill="#fffdf7"/><text x="{LEFT}" y="18">{escape(title)}</text>',
    ]
    for name, samples, depth, x, width in boxes:
        y = height - (depth + 2) * ROW
        share = samples / max(1, root.samples)
        room = int(width / 6.7)
        label = name if len(name) <= room else name[:max(0, room - 1)] + "…" if room > 3 else ""
        parts.append(
            f'<g><title>{escape(name)}: {samples} samples, {share:.2%}</title>'
            f'<rect x="{x:.1f}" y="{y}" width="{max(0.5, width - 0.4):.1f}" height="{ROW - 1}" '
            f'fill={quoteattr(_color(name))}/>'
            f'<text x="{x + 3:.1f}" y="{y + 12}">{escape(label)}</text></g>')
    return "\n".join(parts) + "\n</svg>\n"
