"""A receipt or certificate as one page of HTML that can be sent: no script, nothing loaded, black on white."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

_STYLE = (
    "body{font:16px/1.5 Georgia,serif;color:#111;background:#fff;max-width:64rem;margin:2rem auto;padding:0 1rem}"
    "h1{font-size:1.6rem;margin:0 0 .25rem}h2{font-size:1.15rem;margin:2rem 0 .5rem}"
    "table{border-collapse:collapse;width:100%;font-size:.85rem}th,td{text-align:left;vertical-align:top;"
    "padding:.3rem .6rem .3rem 0;border-bottom:1px solid #ccc;overflow-wrap:anywhere}"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dt{color:#555}"
    "dd{margin:0;overflow-wrap:anywhere}"
    ".verdict{font-size:1.2rem;border:2px solid;padding:.5rem 1rem;margin:1rem 0}.open{color:#a00000}"
    "code{font-size:.8em}@media print{body{margin:0;max-width:none}}"
)
_TITLES = {"takedown": "Takedown receipt", "correction": "Correction receipt"}


def page(title: str, network: str, verdict: str, good: bool, parts: Sequence[str]) -> str:
    """The whole page; `verdict` is the sentence that matters, `parts` are HTML."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>\n"
        f"<h1>{escape(title)}</h1><p>{escape(network)}</p>\n"
        f'<p class="verdict{"" if good else " open"}">{escape(verdict)}</p>\n' + "\n".join(parts) + "\n</body></html>\n"
    )


def facts(rows: Mapping[str, object]) -> str:
    """Names and values; what is empty is left out."""
    pairs = "".join(f"<dt>{escape(name)}</dt><dd>{escape(str(value))}</dd>" for name, value in rows.items() if value)
    return f"<dl>{pairs}</dl>"


def table(heading: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table with a heading, nothing without rows."""
    if not rows:
        return ""
    head = "".join(f"<th>{escape(one)}</th>" for one in columns)
    body = "".join("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>\n" for row in rows)
    return f"<h2>{escape(heading)}</h2><table><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table>"


def receipt_page(told: Mapping[str, Any]) -> str:
    """The page of one receipt as `receipts.recorded` or `Report.facts` gives it."""
    order, where = told["order"], told.get("recorded", {})
    good = bool(told["complete"])
    wrong = [one for one in told["checks"] if one["left"]]
    verdict = (
        f"Found as ordered at every address asked: {len(told['checks'])} answers, the last at {told['landed']}."
        if good
        else f"{len(wrong)} of {len(told['checks'])} answers are not as ordered."
    )
    about = facts(
        {
            "Story": told["headline"],
            "Identifier": told["uri"],
            "Provider": told["provider"],
            "Order": f"{order['kind']} {order['signal']}".strip(),
            "Ordered by": order["by"],
            "Reason": order["why"],
            "Received and in force": order["at"],
            "Entry of the ledger": order["seq"],
            "Fingerprint of the order": order["fingerprint"],
            "Asked by": told["asked_by"],
            "Receipt recorded": where and f"entry {where['seq']}, {where['at']}",
            "Digest of this receipt (BLAKE2b-256)": where.get("digest", ""),
        }
    )
    parts = [about]
    places = [(one["place"], one["asked"], one["left"], one["landed"] or "not yet") for one in told["places"]]
    parts.append(table("Where", ("place", "answers", "not as ordered", "as ordered since"), places))
    parts += [f"<p>{escape(one)}</p>" for one in told["notes"]]
    rows = [
        (one["url"], one["status"] or "–", one["bytes"], one["at"], one["left"] or "as ordered", one["sha256"])
        for one in [*wrong, *(one for one in told["checks"] if not one["left"])]
    ]
    parts.append(table("Answers", ("address", "status", "bytes", "asked", "found", "SHA-256 of the body"), rows))
    return page(_TITLES.get(told["receipt"], "Receipt"), told["network"], verdict, good, parts)
