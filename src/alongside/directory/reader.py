"""Turns tables of the data files into a Directory, refusing what it cannot trust.

The TOML files are for people; `compiled/*.json` holds the same tables for the machine (reading 204 TOML files takes longer than a
whole plan). `alongside directory check` compares the two.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from alongside.directory import standing, vocabulary
from alongside.directory.dates import Span
from alongside.directory.fields import BadFile, Fields
from alongside.directory.mechanism import Area, Channel, Mechanism, RuleUse, Scope, Source
from alongside.directory.standing import Answer, Code, Period

DATA = Path(__file__).parent / "data"
MOST_ANSWERS = 10_000  # remembered, with what was told of them: a plan asks some 150, most of them the same every day
Tables = dict[str, Any]
TEXT_LINES = (
    "name", "operator", "does", "speed", "for_whom", "who_may_ask", "discloses", "ask", "would_open", "next_step",
    "status_note",
)  # fmt: skip
TEXT_LISTS = ("conditions", "have_ready", "outcome", "follow_up", "warnings", "check")
MAY_BE_EMPTY = ("status_note",)


class Directory:
    """Everything this room knows, read once. Mechanisms keep the order of their ids."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self.sources = {key: _source(key, table) for key, table in tables["sources"].items()}
        self.states: dict[str, Mapping[str, str]] = tables["states"]
        self.codes = {code: _code(code, table, self.sources) for code, table in tables["standing"].items()}
        self._periods: dict[tuple[str, str], tuple[Period, ...]] = {}
        self._answers: dict[tuple[str, str, str], Answer] = {}
        self.mechanisms = {
            id_: _mechanism(id_, table, self.codes, self.states) for id_, table in sorted(tables["mechanisms"].items())
        }
        for mechanism in self.mechanisms.values():
            for other in mechanism.bars:
                if other not in self.mechanisms:
                    raise BadFile(
                        f"mechanisms/{mechanism.id}.toml", "bars", f"unknown mechanism {other!r}", "ids of the directory"
                    )

    def standing(self, code: str, iso3: str, day: Span) -> Answer:
        """Whether the State belonged to treaty, body or group `code` on that day, and how well that is known.

        A territory is looked up as the State it is part of: territorial extensions are not in the data.
        """
        key = (code, iso3, day.text)
        answer = self._answers.get(key)
        if answer is None:
            if len(self._answers) >= MOST_ANSWERS:
                self._answers.clear()
            whole = self.states[iso3].get("of", iso3)
            answer = self._answers[key] = standing.on_day(self.codes[code], self.periods(code, whole), day)
        return answer

    def periods(self, code: str, iso3: str) -> tuple[Period, ...]:
        """All periods of a State under a code; empty where its table does not list it."""
        key = (code, iso3)
        if key not in self._periods:
            rows = self._tables["standing"][code]["states"].get(iso3, [])
            self._periods[key] = tuple(_period(self.codes[code], iso3, row, self.sources) for row in rows)
        return self._periods[key]

    def table(self, id_: str) -> Mapping[str, Any]:
        """A mechanism's coded facts as its file has them."""
        table: Mapping[str, Any] = self._tables["mechanisms"][id_]
        return table

    def rows(self, code: str, iso3: str) -> list[Mapping[str, Any]]:
        """A State's periods under a code as their file has them."""
        whole = self.states[iso3].get("of", iso3)
        rows: list[Mapping[str, Any]] = self._tables["standing"][code]["states"].get(whole, [])
        return rows

    def reports(self) -> list[Mapping[str, Any]]:
        """The library of the Secretary-General's reports on reprisals, newest first."""
        return sorted(self._tables["reports"]["report"], key=lambda row: -int(row["year"]))

    def check_everything(self) -> None:
        """Read every period as well, which ordinary use leaves until a State is asked for."""
        for code, table in self._tables["standing"].items():
            for iso3 in table["states"]:
                if iso3 not in self.states:
                    raise BadFile(f"standing/{code}.toml", f"states.{iso3}", "unknown State", "codes of states.toml")
                self.periods(code, iso3)


def toml_tables(data: Path = DATA) -> Tables:
    """Read the files that people write. Raises BadFile for one that is not TOML or not under its own id."""
    tables: Tables = {
        "mechanisms": _folder(data / "mechanisms", "id"),
        "standing": _folder(data / "standing", "code"),
        "states": _toml(data / "states.toml"),
        "sources": _toml(data / "state-sources.toml"),
        "reports": _toml(data / "reprisals-reports.toml"),
    }
    return tables


def text_tables(language: str, data: Path = DATA) -> dict[str, Tables]:
    """The words about each mechanism in one language, as people write them, checked field by field."""
    texts = {}
    for path in sorted((data / "text" / language).glob("*.toml")):
        table = _toml(path)
        check_text(f"text/{language}/{path.name}", table)
        texts[path.stem] = table
    return texts


def check_text(file: str, table: Tables) -> None:
    """Refuse a text file with a missing, empty or unknown field."""
    fields = Fields(file, table)
    for name in TEXT_LINES:
        if not (name in MAY_BE_EMPTY and fields.raw(name) == ""):
            fields.text(name)
    for name in TEXT_LISTS:
        fields.codes(name, None)
    channels = fields.table_at("channels")
    for key in channels.table:
        if not isinstance(channels.raw(key), str):
            raise channels.bad(key, "not text", "text, may be empty")
    fields.done()


@lru_cache(maxsize=1)
def load() -> Directory:
    """The directory that this release ships."""
    return Directory(json.loads((DATA / "compiled" / "directory.json").read_bytes()))


@lru_cache(maxsize=len(vocabulary.LANGUAGES))
def load_text(language: str) -> dict[str, Tables]:
    """The words of one language; empty where nobody has translated the directory yet."""
    path = DATA / "compiled" / f"text.{language}.json"
    return json.loads(path.read_bytes()) if path.exists() else {}


def _folder(folder: Path, key: str) -> Tables:
    tables = {}
    for path in sorted(folder.glob("*.toml")):
        table = _toml(path)
        if table.get(key) != path.stem:
            raise BadFile(path.name, key, f"{table.get(key)!r} is not the file's own name", f"{path.stem}")
        tables[path.stem] = table
    return tables


def _toml(path: Path) -> Tables:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadFile(path.name, "file", "is missing", "a TOML file of that name") from None
    except UnicodeDecodeError:
        raise BadFile(path.name, "file", "is not UTF-8", "UTF-8 text") from None
    except tomllib.TOMLDecodeError as error:
        raise BadFile(path.name, "file", f"is not TOML: {error}", "TOML 1.0") from None


def _source(key: str, table: Tables) -> Source:
    fields = Fields("state-sources.toml", table, f"{key}.")
    source = Source(fields.text("title"), fields.text_or_none("url"), fields.text_or_none("dated"))
    fields.done()
    return source


def _code(code: str, table: Tables, sources: Mapping[str, Source]) -> Code:
    fields = Fields(f"standing/{code}.toml", table)
    read = Code(
        code=fields.text("code"),
        name=fields.text("name"),
        kind=fields.code("kind", ("treaty", "declaration", "membership", "group")),
        instrument=fields.text("instrument"),
        entry=fields.code("entry", (*standing.ENTRY_RULES, *standing.OTHER_ENTRIES)),
        in_force_since=fields.span("in_force_since"),
        as_of=fields.span("as_of"),
        absent=fields.code("absent", ("none", "unknown")),
        absent_confidence=fields.code("absent_confidence", vocabulary.CONFIDENCES),
        absent_source=fields.code("absent_source", sources),
        timeless=fields.flag("timeless"),
    )
    fields.table_at("states")
    fields.done()
    return read


def _period(code: Code, iso3: str, row: Tables, sources: Mapping[str, Source]) -> Period:
    fields = Fields(f"standing/{code.code}.toml", row, f"states.{iso3}.")
    begins, deposited = fields.span("in_force"), fields.text_or_none("deposited")
    if deposited is not None:
        fields.span("deposited")
        begins = begins or standing.entry_into_force(code, deposited)
    fields.span("signed")
    period = Period(
        status=fields.code("status", ("party", "signed", "none", "unknown")),
        begins=begins,
        ends=fields.span("until"),
        deposited=deposited,
        confidence=fields.code("confidence", vocabulary.CONFIDENCES),
        source=fields.code("source", sources),
        name=fields.text_or_none("name"),
        known_to=fields.span("known_to"),
        doubt=fields.text_or_none("doubt"),
        doubt_from=fields.span("doubt_from"),
    )
    fields.done()
    return period


def _mechanism(id_: str, table: Tables, codes: Mapping[str, Code], states: Mapping[str, Any]) -> Mechanism:
    fields = Fields(f"mechanisms/{id_}.toml", table)
    read = Mechanism(
        id=fields.text("id"),
        kind=fields.code("kind", vocabulary.KINDS),
        provides=fields.codes("provides", vocabulary.PROVISIONS),
        scope=_scope(fields.table_at("scope")),
        at_risk_in=_area(fields.table_at("at_risk_in"), codes, states),
        delivered_in=_area(fields.table_at("delivered_in"), codes, states),
        beneficiaries=fields.codes("beneficiaries", vocabulary.VICTIM_KINDS),
        categories=fields.codes("categories", vocabulary.CATEGORIES, required=False),
        prefers=fields.codes("prefers", vocabulary.CATEGORIES, required=False),
        who_files=fields.codes("who_files", vocabulary.FILERS),
        access=fields.code("access", vocabulary.ACCESS_ROUTES),
        languages=fields.codes("languages", None, required=False),
        horizon=fields.code("horizon", vocabulary.HORIZONS),
        interim_horizon=fields.code_or_none("interim_horizon", vocabulary.HORIZONS),
        strength=fields.number("strength", 1, 3),
        ease=fields.number("ease", 1, 3),
        at_most=fields.code("at_most", vocabulary.STATUSES),
        discloses_to=fields.codes("discloses_to", vocabulary.DISCLOSURES),
        unnamed=fields.code("unnamed", vocabulary.UNNAMED),
        needs_consent=fields.codes("needs_consent", vocabulary.CONSENTS, required=False),
        asks_consent=fields.codes("asks_consent", vocabulary.CONSENTS, required=False),
        exile=fields.code("exile", ("any", "only", "no")),
        issuer=fields.code_or_none("issuer", (*states, "EU")),
        status=fields.code("status", vocabulary.ROUTE_STATUSES),
        status_since=fields.span("status_since"),
        last_verified=fields.span("last_verified"),
        since=fields.span("since"),
        until=fields.span("until"),
        confidence=fields.code("confidence", vocabulary.CONFIDENCES),
        bars=fields.codes("bars", None, required=False),
        rules=tuple(_rule(rule) for rule in fields.tables("rules")),
        channels=tuple(_channel(channel) for channel in fields.tables("channels")),
        sources=tuple(_mechanism_source(source) for source in fields.tables("sources")),
        info_url=fields.text_or_none("info_url"),
        replies_within=tuple(_reply(reply) for reply in fields.tables("replies")),
    )
    fields.done()
    keys = [channel.key for channel in read.channels]
    if len(set(keys)) != len(keys):
        raise fields.bad("channels", "two channels with one key", "each key once")
    return read


@lru_cache(maxsize=1024)
def _shared_scope(acts: tuple[str, ...], categories: tuple[str, ...], grounds: tuple[str, ...]) -> Scope:
    """One object for equal scopes, so that the plan tests them once and finds them by identity."""
    return Scope(acts, categories, grounds)


def _scope(fields: Fields) -> Scope:
    acts = fields.codes("acts", ("any", *vocabulary.ACTS))
    scope = _shared_scope(
        acts,
        fields.codes("categories", vocabulary.CATEGORIES, required=False),
        fields.codes("grounds", vocabulary.GROUNDS, required=False),
    )
    if not (scope.acts or scope.categories or scope.grounds):
        raise fields.bad("acts", "nothing is in scope", "at least one act, category or ground")
    fields.done()
    return scope


def _area(fields: Fields, codes: Mapping[str, Code], states: Mapping[str, Any]) -> Area:
    area = Area(
        rule=fields.code("rule", ("all", "member", "states", "same", "anywhere", "unknown")),
        codes=fields.codes("codes", codes, required=False),
        every=fields.flag("every"),
        states=fields.codes("states", states, required=False),
        outside=fields.codes("outside", codes, required=False),
        time=fields.code_or_none("time", ("facts", "facts-and-filing", "filing")) or "filing",
        about=fields.code_or_none("about", ("responsible", "place", "nationality", "either")) or "responsible",
        must_begin_after=fields.flag("must_begin_after"),
    )
    if (area.rule == "member") != bool(area.codes) or (area.rule == "states") != bool(area.states):
        raise fields.bad("rule", f"{area.rule!r} does not fit its lists", "member with codes, states with states")
    fields.done()
    return area


def _reply(fields: Fields) -> tuple[str, int]:
    reply = fields.code("to", ("urgent", "letter", "complaint")), fields.number("days", 1, 366)
    fields.done()
    return reply


def _rule(fields: Fields) -> RuleUse:
    name = fields.text("name")
    params = tuple(sorted((key, _frozen(fields.raw(key))) for key in fields.table if key != "name"))
    return RuleUse(name, params)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _channel(fields: Fields) -> Channel:
    source = fields.raw("source")
    channel = Channel(
        key=fields.text("key"),
        type=fields.code("type", vocabulary.CHANNEL_TYPES),
        value=fields.text_or_none("value"),
        confidence=fields.code("confidence", vocabulary.CONFIDENCES),
        secure=fields.code_or_none("secure", ("yes", "no", "unknown")) or "unknown",
        source=_mechanism_source(fields.table_at("source")) if source is not None else None,
        legacy=fields.flag("legacy"),
    )
    fields.done()
    return channel


def _mechanism_source(fields: Fields) -> Source:
    source = Source(fields.text("title"), fields.text_or_none("url"), fields.text_or_none("dated"))
    fields.done()
    return source


def compiled(tables: Tables) -> bytes:
    """The machine's copy of tables: same tables, one line, sorted, so that equal input gives equal bytes."""
    return json.dumps(tables, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def compiled_files(data: Path = DATA) -> Iterator[tuple[Path, bytes]]:
    """Every compiled file with the bytes it must have."""
    tables = toml_tables(data)
    Directory(tables).check_everything()
    yield data / "compiled" / "directory.json", compiled(tables)
    for language in vocabulary.LANGUAGES:
        texts = text_tables(language, data)
        for id_ in texts:
            if id_ not in tables["mechanisms"]:
                raise BadFile(f"text/{language}/{id_}.toml", "file", "has no mechanism", "an id of mechanisms/")
        if language == "en":
            _complete(tables["mechanisms"], texts)
        if texts:
            yield data / "compiled" / f"text.{language}.json", compiled(texts)


def _complete(mechanisms: Tables, texts: dict[str, Tables]) -> None:
    for id_, table in mechanisms.items():
        if id_ not in texts:
            raise BadFile(f"text/en/{id_}.toml", "file", "is missing", "English words for every mechanism")
        for channel in table.get("channels", []):
            if not channel.get("legacy") and channel["key"] not in texts[id_]["channels"]:
                raise BadFile(f"text/en/{id_}.toml", f"channels.{channel['key']}", "missing", "a line, may be empty")
