"""The document that describes the read API to programs (OpenAPI 3.1)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec

from wireroom.web.api.items import FORMATS

_TEXT = {"type": "string"}
_ID = {"type": "string", "pattern": "^[0-9a-hjkmnp-tv-z]{12}$"}


@lru_cache(maxsize=1)
def document() -> bytes:
    """The document as JSON: the same for everybody, and of nobody's copy."""
    return msgspec.json.format(msgspec.json.encode(_document()), indent=1)


def _document() -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Stories for partners",
            "version": "1",
            "description": "The stories that a partner's terms and their licences grant, and what became of them.",
        },
        "security": [{"token": []}],
        "paths": {
            "/api/v1/stories": {"get": _list()},
            "/api/v1/stories/{id}": {"get": _story("The story's line, with the ninjs item in it.", _json("Story"))},
            **{
                f"/api/v1/stories/{{id}}.{ending}": {
                    "get": _story(f"The story as {format}.", {media_type: {"schema": {}}})
                }
                for ending, (format, media_type) in FORMATS.items()
            },
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Story": _SCHEMA, "Stories": _STORIES, "Problem": _PROBLEM},
        },
    }


_SCHEMA = {
    "type": "object",
    "required": ["id", "state"],
    "properties": {
        "id": _ID,
        "state": {
            "enum": ["granted", "killed", "gone"],
            "description": "What is `killed` or `gone` must not be used any more, and nothing else is told of it.",
        },
        "form": {"enum": ["full", "summary", "headline", "link"], "description": "How much of it is granted."},
        "url": {"type": "string", "format": "uri", "description": "Its page, to which a headline has to lead."},
        "until": {
            "type": ["string", "null"],
            "format": "date-time",
            "description": "From then on what is granted is another: ask again, and use nothing of it until then.",
        },
        "item": {"type": "object", "description": "The story as ninjs 3.1, with the credit and notice it owes."},
    },
}
_STORIES = {
    "type": "object",
    "required": ["site", "section", "stories", "after"],
    "properties": {
        "site": _TEXT,
        "section": {"type": ["string", "null"]},
        "stories": {"type": "array", "items": {"$ref": "#/components/schemas/Story"}},
        "before": {
            "type": ["string", "null"],
            "description": "Where the list goes on; null at its end.",
        },
        "after": {"type": "string", "description": "The cursor to follow changes from."},
        "more": {"type": "boolean", "description": "Whether more changes are known already: ask again at once."},
    },
}
_PROBLEM = {
    "type": "object",
    "description": "RFC 9457",
    "required": ["type", "title", "status", "detail"],
    "properties": {"type": _TEXT, "title": _TEXT, "status": {"type": "integer"}, "detail": _TEXT},
}


def _list() -> dict[str, Any]:
    return {
        "operationId": "stories",
        "summary": "The stories of a site, newest first; with `after`, those that have changed since.",
        "parameters": [
            *_SITE,
            _parameter("section", "A section of the site."),
            _parameter("before", "Reads on in the list, from the last answer's `before`."),
            _parameter("after", "Follows changes, from the last answer's `after`."),
            {
                "name": "limit",
                "in": "query",
                "description": "How many stories at most.",
                "schema": {"type": "integer", "minimum": 1, "maximum": 50, "default": 20},
            },
        ],
        "responses": {"200": _response("The stories.", _json("Stories")), **_problems(400, 401, 403, 404, 410, 429)},
    }


def _story(words: str, content: dict[str, Any]) -> dict[str, Any]:
    return {
        "summary": words,
        "parameters": [{"name": "id", "in": "path", "required": True, "schema": _ID}, *_SITE],
        "responses": {"200": _response(words, content), **_problems(400, 401, 403, 404, 410, 429)},
    }


def _parameter(name: str, words: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": words, "schema": _TEXT}


_SITE = [_parameter("site", "The site; it may be left out where your terms name but one.")]


def _json(schema: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}


def _response(words: str, content: dict[str, Any]) -> dict[str, Any]:
    return {"description": words, "content": content}


_WORDS = {
    400: "A parameter that cannot be.",
    401: "No token, or one that is not known.",
    403: "Your terms do not name this site.",
    404: "Nothing of yours is there.",
    410: "The story is not to be used any more; or the cursor leads nowhere: read the list anew.",
    429: "Too many requests; `Retry-After` says how long to wait.",
}


def _problems(*statuses: int) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {str(one): _response(_WORDS[one], content) for one in statuses}
