"""Speakers in a paragraph of English news: whose each quotation and each sentence is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .words import ARTICLES, Span, plain

PRONOUNS = ("he", "she", "they", "it")
_TITLES = re.compile(
    "mr|mrs|ms|dr|prime|deputy|vice|first|foreign|defen[cs]e|transport|minister|president|premier"
    "|chair(?:wo)?man|governor|mayor|general|secretary|spokes(?:wo)?man"
)
# Who speaks: NAME, aside, said | " said NAME | accused by NAME | according to NAME.
_SAY = r"(?:said|says|say|told)\b"
_VERB = (
    rf"(?:{_SAY}|(?:stated|added|noted|called|described|suggested|expressed|emphasi[sz]ed|stressed"
    r"|announced|claimed|argued|explained|declared|wrote|insisted|warned|confirmed|denied|aired"
    r"|acknowledged|estimated|predicted|pledged|accused|urged|reported)\b)"
)
_CAPITAL = r"\b[A-ZÀ-Þ][\w'-]{0,60}"
_SMALL = rf"(?!{_VERB}|(?:is|are|was|were|be|been|being)\b)[a-z][\w'-]{{0,60}}"
NAME = re.compile(rf"{_CAPITAL}(?: (?:{_SMALL} )?{_CAPITAL}){{0,8}}(?: {_SMALL})?")
_WHO = rf"\b(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t)|{NAME.pattern}"
_SAID = re.compile(
    rf"(?P<who>{_WHO}|\b(?:the {_SMALL}|[a-z]{{1,30}}s)(?= {_SAY}))(?P<aside>, [^,.\"]{{1,200}},)?"
    rf"(?: (?:also|has|have|had|later|then|[a-z]{{1,30}}ly)){{0,3}} (?P<verb>{_VERB})(?! by\b)"
    rf"(?: reporters| {NAME.pattern})?"
)
_SAID_NAME = re.compile(
    rf"(?<=[\",] )(?P<verb>(?:said|says|added|wrote)\b)"
    rf" (?P<who>(?:{_SMALL},? ){{0,3}}{NAME.pattern})(?P<aside>)"
)
_PICTURES = ("photo", "photograph", "picture", "image", "footage", "video", "still")
_NO_PICTURE = "".join(rf"(?<!\b{p} )(?<!\b{p}s )" for p in _PICTURES)
_BY_NAME = re.compile(
    # Who releases a picture does not say what is written under it.
    rf"\b(?:(?P<accused>accused)|{_NO_PICTURE}(?:released|published|issued)|reported|broadcast) by "
    rf"(?P<who>(?:an? |the )?{NAME.pattern})"
    rf"|\b[Aa]ccording to (?P<source>(?:an? |the )?{NAME.pattern})"
)
# A picture's place for who took or gave it: "[AP]" at the end, before a picture's address or not.
_CREDIT = re.compile(r"\[(?P<credit>[A-ZÀ-Þ][^\[\]@]{1,200})\](?:\]\([^()]*\))?$")
_GOING_ON = re.compile(r", (?:and )?(?:describing|calling|saying|adding|stressing|claiming)\b")
_PAUSE = re.compile(r"(?: (?:on|in|at|to|during|last|this) [\w' ]{1,40}?)?(?:[.,;]|\s*$)")
_STOP = re.compile(
    r"(?<!\b[A-Z])(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bDr)(?<!\bGen)(?<!\bSt)"
    rf"(?:[.!?]\)*|\.\"\)*|[!?]\"\)*(?!\s{NAME.pattern} {_VERB}))\s+(?=[\"A-ZÀ-Þ[(])"
)
_HIDDEN = "\0"


@dataclass(frozen=True, order=True)
class _Saying:
    """Somebody says: the quotation beside it, what comes after, or the whole sentence."""

    verb: int
    who: str
    scope: str  # "quotation", "after" or "sentence"


def speaker(near: Sequence[str], place: Span) -> str | None:
    """Who says what stands at `place` of the last of `near`, or None when nobody does.

    A pronoun is the last one named before it; when nobody is, it stays a pronoun.
    """
    masked = mask(near[-1])
    sentence = next(s for s in sentences(masked) if place[0] < s[1])
    sayings = _sayings(masked, sentence)
    before = [s for s in sayings if s.verb < place[1]]
    if _HIDDEN in masked[slice(*place)]:
        tags = [s for s in sayings if s.scope == "quotation" and s.verb >= place[1]]
        found = tags[:1] or before[-1:] or sayings[:1]
        if not found and not re.search(r"\w", masked[slice(*sentence)]):
            found = [_Saying(place[0], "he", "quotation")]  # nothing but quotation
    else:
        after = [s for s in before if s.scope == "after"]
        found = after[-1:] or [s for s in sayings if s.scope == "sentence"][:1]
    if not found or found[0].who.lower() not in PRONOUNS:
        return found[0].who if found else None
    earlier = [s for text in near[:-1] for s in _all_sayings(mask(text))]
    earlier += [s for s in _all_sayings(masked) if s.verb < found[0].verb]
    named = [s.who for s in earlier if s.who.lower() not in PRONOUNS]
    return named[-1] if named else "he"


def credited(text: str) -> tuple[str, ...] | None:
    """Whom a caption is credited to, in its brackets; None when the paragraph is no caption."""
    credit = _CREDIT.search(text)
    if credit is None:
        return () if text.startswith("![") else None
    names = re.split(r"\s*(?:[/,;|&]|\bvia\b|\band\b)\s*", credit["credit"])
    return tuple(dict.fromkeys(name for name in (credit["credit"], *names) if name))


def mask(text: str) -> str:
    """The text with the inside of quotations made unreadable, but for a stop at their end."""

    def hide(quotation: re.Match[str]) -> str:
        inside = quotation[1]
        stop = inside[-1:] if inside.endswith((",", ".", "!", "?")) else ""
        return f'"{_HIDDEN * (len(inside) - len(stop))}{stop}{quotation[2]}'

    return re.sub(r'"([^"]*)("|$)', hide, text)


def sentences(masked: str) -> Iterator[Span]:
    """The positions of the sentences of a text whose quotations are masked."""
    start = 0
    for stop in _STOP.finditer(masked):
        yield start, stop.end()
        start = stop.end()
    yield start, len(masked)


def _all_sayings(masked: str) -> list[_Saying]:
    return [saying for sentence in sentences(masked) for saying in _sayings(masked, sentence)]


def _sayings(masked: str, within: Span) -> list[_Saying]:
    """Who says something in one sentence, in its order."""
    sentence = masked[slice(*within)]
    found: dict[int, _Saying] = {}  # by where the verb is, so that each has one subject
    for said in (*_SAID.finditer(sentence), *_SAID_NAME.finditer(sentence)):
        # "A bridge called Hope" says nothing; "a spokesman said" does.
        plain = re.fullmatch(r"(?:An?|The)(?: [a-z].*)?", said["who"])
        if said.start("verb") in found or (plain and not re.match(_SAY, said["verb"])):
            continue
        led = sentence[: said.start()]
        scope = "quotation" if led.endswith('" ') else "after"
        if led.endswith(", ") and not said["aside"] and _PAUSE.match(sentence, said.end()):
            scope = "sentence"
        found[said.start("verb")] = _Saying(said.start("verb"), said["who"], scope)
    for by in _BY_NAME.finditer(sentence):
        scope = "after" if by["accused"] else "sentence"
        found[by.start()] = _Saying(by.start(), by["who"] or by["source"], scope)
    for verb in _GOING_ON.finditer(sentence):
        earlier = [s for s in sorted(found.values()) if s.verb < verb.start()]
        subject = earlier[-1].who if earlier else NAME.match(sentence)
        if subject:
            who = subject if isinstance(subject, str) else subject[0]
            found[verb.start()] = _Saying(verb.start(), who, "after")
    return sorted(_Saying(s.verb + within[0], s.who, s.scope) for s in found.values())


def is_same(name: str, phrase: str, text: str) -> bool:
    """True when `phrase`, such as "Lund's Mayor Berg", is whom `name` names in full."""
    want = [word for word in name.split() if word.lower() not in ARTICLES]
    said = phrase.split("'s ")[-1].split()
    for start in range(len(said) - len(want) + 1):
        rest = said[start + len(want) :]
        if [plain(w) for w in said[start : start + len(want)]] == [plain(w) for w in want]:
            alone = "and" not in (*said[:start], *rest)
            return alone and not any(word[0].isupper() for word in rest)
    run = [word for word in said if word[0].isupper() and not _TITLES.fullmatch(word.lower())]
    person = len(want) > 1 and all(word[0].isupper() for word in want)
    return person and len(run) == 1 and run[0] in (want[0], want[-1]) and name in text
