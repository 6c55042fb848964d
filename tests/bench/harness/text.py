"""Tables of plain text: first column to the left, figures to the right."""

from collections.abc import Sequence


def columns(headers: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    cells = [[str(each) for each in headers]] + [[shown(each) for each in row] for row in rows]
    widths = [max(len(row[i]) for row in cells) for i in range(len(headers))]
    lines = ["  ".join(cell.ljust(width) if i == 0 else cell.rjust(width)
                       for i, (cell, width) in enumerate(zip(row, widths, strict=True))).rstrip()
             for row in cells]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def shown(value: object) -> str:
    """Three significant figures, and thousands parted."""
    if isinstance(value, float):
        if abs(value) >= 100:
            return f"{value:,.0f}"
        return f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) else str(value)
