"""A trace as a picture: a line a span in the order of causes, its bar by the time it took."""

import html
import subprocess
from collections.abc import Iterator
from pathlib import Path

from support.traces import Span, Trace

WIDTH = 1500
NAMES_WIDTH = 640
BAR_LEFT = NAMES_WIDTH + 20
BAR_WIDTH = WIDTH - BAR_LEFT - 120
ROW = 34
TOP = 96
COLOURS = {"console": "#7c3aed", "ingest": "#0369a1", "classify": "#047857", "routing": "#b45309",
           "followup": "#be185d", "kpi": "#4d7c0f"}
OTHER_COLOUR = "#475569"
NS_PER_MS = 1e6
LINES = 5                      # of the scale
CHROMIUM = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]


def in_order(trace: Trace) -> Iterator[tuple[int, Span]]:
    """Each span after what caused it, with its depth."""
    children: dict[str, list[Span]] = {}
    for span in trace.spans:
        parent = span.parent_span_id if span.parent_span_id in trace.by_id else ""
        children.setdefault(parent, []).append(span)

    def below(span_id: str, depth: int) -> Iterator[tuple[int, Span]]:
        for span in children.get(span_id, []):
            yield depth, span
            yield from below(span.span_id, depth + 1)

    yield from below("", 0)


def text(x: float, y: float, words: str, style: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{html.escape(words)}</text>'


def row_of(number: int, depth: int, span: Span, start_ns: int, ns_per_pixel: float) -> str:
    y = TOP + number * ROW
    left = BAR_LEFT + (span.start_ns - start_ns) / ns_per_pixel
    width = max(2.0, (span.end_ns - span.start_ns) / ns_per_pixel)
    colour = COLOURS.get(span.service, OTHER_COLOUR)
    took = f"{(span.end_ns - span.start_ns) / NS_PER_MS:.1f} ms"
    indent = 16 + depth * 14
    name = (f'<text x="{indent}" y="{y + 22}"><tspan font-weight="700" fill="{colour}">'
            f"{html.escape(span.service)}</tspan>  {html.escape(span.name)}</text>")
    stripe = f'<rect x="0" y="{y}" width="{WIDTH}" height="{ROW}" fill="#f1f5f9"/>'
    return ((stripe if number % 2 else "") + name
            + f'<rect x="{left:.1f}" y="{y + 8}" width="{width:.1f}" height="{ROW - 16}" rx="3" '
            f'fill="{colour}"/>' + text(left + width + 8, y + 22, took))


def scale(height: int, whole_ns: int) -> str:
    lines = []
    for i in range(LINES + 1):
        x = BAR_LEFT + BAR_WIDTH * i / LINES
        lines.append(f'<line x1="{x:.1f}" y1="{TOP - 8}" x2="{x:.1f}" y2="{height - 8}" '
                     'stroke="#cbd5e1"/>')
        lines.append(text(x, TOP - 14, f"{whole_ns * i / LINES / NS_PER_MS:.0f} ms",
                          'text-anchor="middle" fill="#475569"'))
    return "".join(lines)


def svg_of(trace: Trace) -> str:
    rows = list(in_order(trace))
    start_ns = min(span.start_ns for span in trace.spans)
    whole_ns = max(span.end_ns for span in trace.spans) - start_ns
    height = TOP + len(rows) * ROW + 16
    head = text(16, 34, f"Trace {trace.spans[0].trace_id}", 'font-size="20" font-weight="700"')
    services = len({span.service for span in trace.spans})
    what = text(16, 60, f"{len(rows)} spans of {services} services in "
                f"{whole_ns / NS_PER_MS:.1f} ms, from the sender's call to the wall's push",
                'fill="#475569"')
    drawn = [row_of(i, depth, span, start_ns, max(1.0, whole_ns / BAR_WIDTH))
             for i, (depth, span) in enumerate(rows)]
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
            'font-family="DejaVu Sans, sans-serif" font-size="15" fill="#0f172a">'
            f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>'
            f"{scale(height, whole_ns)}{''.join(drawn)}{head}{what}</svg>")


def picture_of(trace: Trace, png: Path) -> None:
    """Writes the picture, and beside it the same as SVG."""
    png.parent.mkdir(parents=True, exist_ok=True)
    drawing = png.with_suffix(".svg")
    drawing.write_text(svg_of(trace), encoding="utf-8")
    height = TOP + len(trace.spans) * ROW + 16
    subprocess.run([*CHROMIUM, f"--window-size={WIDTH},{height}", f"--screenshot={png}",
                    drawing.as_uri()], check=True, capture_output=True, timeout=120)
