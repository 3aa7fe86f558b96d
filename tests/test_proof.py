"""The rules that prove a claim against the text of its source, and what does not.

The texts are invented, of an invented river Ossa; those of the story are not ours to copy. Where
they are at hand, the last tests prove the story's own claims against them.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from layers.errors import Problem
from layers.proof.claim_proof import ProofReport, prove_claim, prove_story
from layers.proof.quotes import quote_faults
from layers.proof.source_text import find_text, paragraphs
from layers.proof.speakers import credited
from layers.proof.words import fold
from layers.story import Claim, Info, Source, Story, load_story

ROOT = Path(__file__).parents[1]
COURIER: dict[str, Any] = {
    "id": "courier",
    "publisher": "The Velm Courier",
    "published": "2031-05-14",  # a Wednesday
    "language": "en",
    "read": "full text",
    "text_file": "courier.txt",
}
CLAIM: dict[str, Any] = {
    "id": "claim",
    "source": "courier",
    "about": "story",
    "attribute": "event",
    "says": "It is so.",
    "asserted_by": "The Velm Courier",
    "paragraph": 1,
}


def faults(text: str, published: str = "2031-05-14", **fields: Any) -> list[tuple[str, str, str]]:
    """Field, value and what would be right, for all of a claim that a text does not prove.

    The quote is the last paragraph's first three words, unless given.
    """
    texts = paragraphs(text)
    quote = " ".join(texts[-1].split()[:3]).strip('“”",.')
    given = CLAIM | {"paragraph": len(texts), "quote": quote} | fields
    claim = Claim(**{name: value for name, value in given.items() if value is not None})
    found = prove_claim(claim, Source(**COURIER | {"published": published}), texts, ["Ossa Bridge"])
    return [(field, str(value), right) for field, value, right in found]


# Quotes and paragraphs

OPENED = (
    "The bridge over the Ossa\n\n  \nIt opened to carts — and to ‘foot’ traffic.\nA band played."
)


def test_paragraphs_are_the_lines_that_are_not_empty() -> None:
    """People count paragraphs from 1, and empty lines are none."""
    assert paragraphs(OPENED)[1:] == [
        "It opened to carts — and to ‘foot’ traffic.",
        "A band played.",
    ]


@pytest.mark.parametrize(
    "quote", ["opened to carts", "carts - and", "to 'foot' traffic", "opened  to carts"]
)
def test_a_quote_may_differ_in_white_space_quotation_marks_and_dashes(quote: str) -> None:
    """Differences that typesetting makes leave a quote the same."""
    assert faults(OPENED, paragraph=2, quote=quote) == []


@pytest.mark.parametrize("quote", ["opened for carts", "Opened to carts", "pened to car"])
def test_a_quote_with_another_word_another_case_or_half_a_word_is_refused(quote: str) -> None:
    """A quote is the paper's words, from word to word."""
    assert faults(OPENED, paragraph=2, quote=quote) == [
        ("quote", quote, "paragraph 2 does not have it, nor has any other")
    ]


def test_a_quote_of_another_paragraph_says_which_paragraph_it_is_in() -> None:
    """A wrong paragraph number is named, with the right one."""
    assert faults(OPENED, paragraph=3, quote="opened to carts") == [
        ("paragraph", "3", "the quote stands in paragraph 2")
    ]


@pytest.mark.parametrize("paragraph", [4, 99, None])
def test_a_paragraph_that_the_text_does_not_have_is_refused(paragraph: int | None) -> None:
    """The text's paragraphs are counted in the message."""
    assert faults(OPENED, paragraph=paragraph) == [
        ("paragraph", str(paragraph), "must be 1 to 3, the paragraphs of the text")
    ]


def test_a_claim_without_a_quote_is_not_proved() -> None:
    """Without a quote nobody finds the words that a claim rests on."""
    assert faults(OPENED, quote=None) == [
        ("quote", "None", "missing; needed is a fragment of paragraph 3")
    ]


# Figures

COUNTS = (
    "The span is 1,240 metres long, takes 450 cars and 3,200 people a day, costs $7.5 "
    "million, is 60% done and will need a dozen guards, twenty-two lamps and 14 months."
)


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        (1240, "m"),
        (450, "vehicles/day"),
        (3200, "people/day"),
        (7.5, "million USD"),
        (60, "%"),
        (12, "guards"),
        (22, "lamps"),
        (14, "months"),
    ],
)
def test_a_value_stands_in_digits_or_words(value: float, unit: str) -> None:
    """Commas, decimals, currency, per cent and number words are all read."""
    assert faults(COUNTS, value=value, unit=unit) == []


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        (1241, "m"),
        (240, "m"),
        (1240, "km"),
        (450, "people/day"),
        (450, "vehicles/month"),
        (3200, "people"),
        (7.5, "billion USD"),
        (7.5, "million EUR"),
        (60, "people"),
        (13, "guards"),
        (12, "lamps"),
        (14, "weeks"),
    ],
)
def test_a_value_of_another_number_or_unit_is_refused(value: float, unit: str) -> None:
    """The number and what it counts must both be the text's."""
    assert [field for field, _, _ in faults(COUNTS, value=value, unit=unit)] == ["value"]


def test_a_refused_value_names_the_figures_that_are_there() -> None:
    """The message gives what could be right."""
    assert faults("The pier is 80 metres long.", value=81, unit="m") == [
        ("value", "81 m", "paragraph 1 does not have it; it has 80")
    ]


def test_numbers_that_share_a_unit_all_have_it() -> None:
    """In "80, 85 and 90 metres" the first is metres too."""
    assert faults("The piers are 80, 85 and 90 metres apart.", value=80, unit="m") == []


@pytest.mark.parametrize("says", ["It takes 450 cars.", "It costs $7.5 million.", "One of 14."])
def test_a_number_that_we_say_stands_in_the_paragraph(says: str) -> None:
    """A number in our own words is a claim too; "one of" is grammar."""
    assert faults(COUNTS, says=says) == []


@pytest.mark.parametrize(
    ("says", "number"),
    [
        ("It takes 460 cars.", "460"),
        ("It takes 450 people.", "450"),
        ("It costs $7.5 billion.", "$7.5 billion"),
        ("It needs a dozen lorries and three guards.", "three"),
        ("It takes 14 weeks.", "14"),
    ],
)
def test_a_number_that_only_we_say_is_refused(says: str, number: str) -> None:
    """In digits or words, of another amount, scale or thing."""
    found = [(field, value) for field, value, _ in faults(COUNTS, says=says)]
    assert ("says", number) in found


def test_a_day_of_the_month_is_no_count() -> None:
    """The 30 of "30 March" does not prove thirty of something."""
    text = "On 30 March the guards came."
    assert [f for f, _, _ in faults(text, value=30, unit="people")] == ["value"]
    assert [v for _, v, _ in faults(text, says="There were 30 guards.")] == ["30"]


# Dates


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("on March 9", "2031-03-09"),
        ("on March 9, 2029", "2029-03-09"),
        ("on 9 Mar 2029", "2029-03-09"),
        ("on the 9th of March 2029", "2029-03-09"),
        ("in March 2029", "2029-03"),
        ("in 2029", "2029"),
        ("on Wednesday", "2031-05-14"),
        ("on Thursday", "2031-05-08"),
        ("today", "2031-05-14"),
        ("yesterday", "2031-05-13"),
        ("last year", "2030"),
        ("next month", "2031-06"),
        ("last week", "2031-05-05/2031-05-11"),
        ("at the end of 2033", "2033-12"),
        ("at the end of this year", "2031-12"),
        ("in early 2033", "2033-01/2033-04"),
        ("in the summer of 2033", "2033-22"),
        ("in autumn 2033", "2033-23"),
        ("in the second quarter of 2033", "2033-04/2033-06"),
    ],
)
def test_words_resolve_to_one_date_which_value_and_when_must_equal(words: str, edtf: str) -> None:
    """Relative dates count from the day of publication."""
    text = f"The bridge opened {words}."
    assert faults(text, value=edtf, when=edtf) == []


def test_mid_of_a_year_is_about_its_sixth_month() -> None:
    """The middle of a year is recorded as about June, and is proved so."""
    text = "The bridge opened in mid-2033."
    assert faults(text, value="2033-06~", hedges=["approximate"]) == []


@pytest.mark.parametrize(
    "edtf",
    ["2031-03-08", "2030-03-09", "2031-04-09", "2031-03", "2031", "2031-03-09~", "2031-33-09"],
)
def test_a_date_that_is_not_quite_that_of_the_text_is_refused(edtf: str) -> None:
    """Coarser is not enough, and neither is a digit's difference."""
    right = "paragraph 1 does not have it; it has the dates 2031-03-09"
    text = "The bridge opened on March 9."
    assert faults(text, value=edtf) == [("value", edtf, right)]
    assert faults(text.replace("bridge", "pier"), value="2031-03-09") == []


def test_when_needs_a_date_in_the_paragraph() -> None:
    """The day of publication alone dates nothing."""
    assert faults("The bridge opened.", when="2031-05-14") == [
        ("when", "2031-05-14", "paragraph 1 does not have it; it has the dates none")
    ]


def test_a_weekday_is_not_resolved_when_the_day_of_publication_is_not_known() -> None:
    """From a source dated by its month, "on Wednesday" may be any of four."""
    text = "The bridge opened on Wednesday, not on March 9."
    assert [f for f, _, _ in faults(text, "2031-05~", when="2031-05-14")] == ["when"]
    assert faults(text, "2031-05~", when="2031-03-09") == []


def test_a_date_that_we_say_may_be_coarser_but_not_another() -> None:
    """The date in our own words is held to the text's dates, months included."""
    text = "The bridge opened on March 9."
    assert faults(text, says="It opened in 2031, on 9 March.") == []
    assert [v for _, v, _ in faults(text, says="It opened on 9 April.")] == ["2031-04-09"]
    assert [v for _, v, _ in faults(text, says="It opened in 2030.")] == ["2030"]


def test_numbers_in_an_address_are_no_dates() -> None:
    """A picture's path is not what the text says."""
    text = "The bridge [photo](https://velm.example/2029/03/1240.jpg) is open."
    assert [f for f, _, _ in faults(text, when="2029")] == ["when"]


# Text values


def test_the_words_of_a_text_value_stand_in_the_paragraph() -> None:
    """Findings compare these words; articles are not compared."""
    text = "Ada Lund is chair of Velm’s River Board."
    quote = "Velm’s River Board"
    assert faults(text, quote=quote, value="chair of the River Board") == []
    assert faults(text, quote=quote, value="head of the River Board") == [
        ("value", "head of the River Board", "paragraph 1 does not have 'head'")
    ]


def test_a_text_value_has_a_word_of_its_quote() -> None:
    """Another word of the paragraph is another claim's value."""
    text = "Ada Lund, chair of the Board, called it a milestone."
    assert faults(text, quote="a milestone", value="milestone", asserted_by="Ada Lund") == []
    assert faults(text, quote="a milestone", value="chair", asserted_by="Ada Lund") == [
        ("quote", "a milestone", "has no word of the value, 'chair'")
    ]


# Names


@pytest.mark.parametrize(
    "says",
    [
        "Karsk and Velm share it.",
        "The Karskian side paid.",
        "It is the Ossa Bridge.",
        "Payment came from Velm.",
    ],
)
def test_a_name_that_we_say_stands_in_the_paragraph_or_is_the_subject(says: str) -> None:
    """A name may be bent (Karsk, Karskian); a word that the text has in small letters is none."""
    text = "The payment was late.\nThe towns of Velm and Karsk paid for it."
    assert faults(text, says=says) == []


@pytest.mark.parametrize(
    ("says", "name"),
    [
        ("It belongs to Torvik.", "Torvik"),
        ("It was opened by Ada Lund-Berg.", "Lund-Berg"),
        ("It stands near Kars.", "Kars"),
    ],
)
def test_a_name_from_elsewhere_is_refused(says: str, name: str) -> None:
    """Also one that another paragraph has, and one that only looks alike."""
    text = "He went to Torvik.\nAda Lund opened it in Karskograd."
    assert faults(text, says=says) == [("says", name, "paragraph 2 does not have it")]


@pytest.mark.parametrize("name", ["Torvik", "Sorn"])
def test_a_sentence_does_not_begin_with_a_name_from_elsewhere(name: str) -> None:
    """A name that its paragraph lacks cannot begin one, be it in another paragraph or in none."""
    text = "He went to Torvik.\nAda Lund opened it."
    right = "paragraph 2 does not have it; if it is no name, begin with a word that the text has"
    assert faults(text, says=f"{name} owns it.") == [("says", name, right)]


# Who says it


@pytest.mark.parametrize(
    ("text", "quote", "who"),
    [
        ("Ada Lund said the bridge is safe.", "bridge is safe", "Ada Lund"),
        ("Mayor Ada Lund also noted that it is safe.", "it is safe", "Ada Lund"),
        ("Ada Lund, head of Velm Roads, told Ossa Radio that it is safe.", "is safe", "Ada Lund"),
        ("The mayor of Velm, Ada Lund, who came late, said it is safe.", "is safe", "Ada Lund"),
        ("“It is safe,” Ada Lund said at the bridge.", "It is safe", "Ada Lund"),
        ("“It is safe,” said Ada Lund.", "It is safe", "Ada Lund"),
        ("“Is it safe!” Ada Lund said.", "Is it safe", "Ada Lund"),
        ("Ada Lund called it “a safe bridge” and praised “its lamps”.", "its lamps", "Ada Lund"),
        ("The bridge is safe, Ada Lund said on Monday.", "bridge is safe", "Ada Lund"),
        ("The bridge is safe, engineers said, citing tests.", "bridge is safe", "engineers"),
        ("The bridge is safe, according to the River Board.", "bridge is safe", "River Board"),
        ("Karsk is accused by Velm of neglect.", "of neglect", "Velm"),
        (
            "A report released by Karsk’s Ossa Press Agency shows it.",
            "shows it",
            "Ossa Press Agency",
        ),
        (
            "Velm and Karsk opened it, calling it a sign of peace.",
            "sign of peace",
            "Velm and Karsk",
        ),
        ("Karsk’s Ossa Times newspaper said it is safe.", "it is safe", "Ossa Times"),
    ],
)
def test_what_somebody_is_said_to_say_is_asserted_by_them(text: str, quote: str, who: str) -> None:
    """By them, and neither by the publisher nor by anybody else who is named."""
    assert faults(text, quote=quote, asserted_by=who) == []
    for other in {"The Velm Courier", "Ada Lund", "Karsk", "Tom Berg"} - {who}:
        assert [f for f, _, _ in faults(text, quote=quote, asserted_by=other)] == ["asserted_by"]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Ada Lund crossed the bridge.", "crossed the bridge"),
        ("“It is safe,” Ada Lund said in a car with Tom Berg, the engineer.", "the engineer"),
        ("The mayor, Ada Lund, who came late, said it is safe.", "who came late"),
        ("Ada Lund said it is safe. It opened to carts.", "opened to carts"),
        ("A station called Ossa Halt is near.", "is near"),
        ("A picture released by the River Board shows it.", "shows it"),
    ],
)
def test_what_nobody_is_said_to_say_is_the_publishers(text: str, quote: str) -> None:
    """A name in the paragraph is not enough to be its speaker."""
    assert faults(text, quote=quote, asserted_by="The Velm Courier") == []
    assert faults(text, quote=quote, asserted_by="Ada Lund") == [
        (
            "asserted_by",
            "Ada Lund",
            "paragraph 1 gives it to no one, so The Velm Courier says it",
        )
    ]


def test_the_message_names_the_speaker() -> None:
    """Who is wrong about it reads who is right."""
    text = "Karsk’s engineer Tom Berg said the bridge is safe."
    assert faults(text, quote="bridge is safe", asserted_by="Ada Lund") == [
        ("asserted_by", "Ada Lund", 'paragraph 1 gives it to "Karsk\'s engineer Tom Berg"')
    ]


BEFORE = "Ada Lund came with Tom Berg.\n“It is safe,” Lund said to Berg.\n"


@pytest.mark.parametrize(
    "text", ["“It has lamps,” she added.", "She said it has lamps.", "“And it has lamps!”"]
)
def test_a_pronoun_or_a_bare_quotation_is_the_last_speaker_named(text: str) -> None:
    """In one of the two paragraphs before; a surname stands for the full name."""
    assert faults(BEFORE + text, quote="has lamps", asserted_by="Ada Lund") == []
    for other in ("Tom Berg", "Eva Lund", "The Velm Courier"):
        found = faults(BEFORE + text, quote="has lamps", asserted_by=other)
        assert found == [("asserted_by", other, 'paragraph 3 gives it to "Lund"')]


def test_a_pronoun_without_a_speaker_before_it_is_anybody_named_there() -> None:
    """Who "she" is, the rules cannot tell then; a name from further off is refused."""
    text = "Eva Holm came.\nAda Lund opened it.\nIt rained.\n“It has lamps,” she said."
    assert faults(text, quote="has lamps", asserted_by="Ada Lund") == []
    assert faults(text, quote="has lamps", asserted_by="Eva Holm") == [
        ("asserted_by", "Eva Holm", "does not stand in paragraph 4 or the two before it")
    ]


# A whole story


def story(*claims: dict[str, Any], **changed: Any) -> Story:
    """A story of one source, and claims with some fields changed."""
    made = [Claim(**(CLAIM | claim)) for claim in claims]
    return Story(
        info=Info(
            id="ossa",
            title="The bridge over the Ossa",
            summary="It is invented.",
            date="2031-05-14",
            main_place="ossa-bridge",
            home=("ossa-bridge",),
        ),
        subjects={},
        attributes={},
        sources={"courier": Source(**(COURIER | changed))},
        claims={claim.key: claim for claim in made},
        layers={},
        digest="",
    )


def prove(folder: Path, content: bytes | None, *claims: dict[str, Any], **of: Any) -> ProofReport:
    """The proof of such a story where its text has this content."""
    if content is not None:
        (folder / "courier.txt").write_bytes(content)
        of = {"text_sha256": hashlib.sha256(content).hexdigest()} | of
    return prove_story(story(*claims, **of), [folder / "none", folder], "seeds/{}.toml".format)


GOOD = {"id": "good", "quote": "opened to carts"}
BAD = {"id": "bad", "quote": "opened to carts", "value": 5, "unit": "m"}


def test_a_report_counts_what_is_proved_and_names_what_is_not(tmp_path: Path) -> None:
    """File, record, field, value, and what would be right."""
    report = prove(tmp_path, b"It opened to carts.\n", GOOD, BAD)
    assert report == ProofReport(
        problems=(
            Problem(
                "seeds/courier.toml",
                "bad",
                "value",
                "5 m",
                "paragraph 1 does not have it; it has no figures",
            ),
        ),
        proved={"courier": 1},
        absent=(),
        partly=(),
    )


def test_a_text_that_is_not_there_is_reported_as_absent(tmp_path: Path) -> None:
    """Who has no texts is told so, and nothing fails."""
    report = prove(tmp_path, None, GOOD)
    assert (report.problems, report.proved, report.absent) == ((), {}, ("courier",))


def test_a_source_that_was_not_read_in_full_is_not_missed(tmp_path: Path) -> None:
    """There is nothing to prove it by."""
    assert prove(tmp_path, None, GOOD, read="excerpt").absent == ()


def test_a_text_of_another_digest_is_a_problem_and_is_tried_still(tmp_path: Path) -> None:
    """The record may be of another edition, so its claims are worth a look."""
    report = prove(tmp_path, b"It opened to carts.\n", GOOD, text_sha256="0" * 64)
    assert [(p.record, p.field) for p in report.problems] == [("source", "text_sha256")]
    assert report.proved == {"courier": 1}


@pytest.mark.parametrize(
    ("content", "right"),
    [
        (b"It opened \xff", "must be UTF-8; byte 10 is not"),
        (b" \n", "has no text"),
        (b"a" * 4_000_001, "4000001 bytes; at most 4000000 are read"),
    ],
)
def test_a_text_that_cannot_be_read_is_one_problem(
    tmp_path: Path, content: bytes, right: str
) -> None:
    """A source whose text cannot be read is one problem, however many claims it has."""
    report = prove(tmp_path, content, GOOD, BAD)
    assert report.problems == (
        Problem("seeds/courier.toml", "source", "text_file", "courier.txt", right),
    )
    assert report.proved == {"courier": 0}


def test_of_another_language_only_quotes_and_digits_are_proved(tmp_path: Path) -> None:
    """Of a text not in English only quotes and digits are proved, and the report says so."""
    text = "2029년 다리가 450대에 개통되었다."
    rest = {"when": "1999", "asserted_by": "Tom Berg", "paragraph": 1}
    report = prove(
        tmp_path,
        text.encode(),
        {"id": "good", "quote": "450대에", "value": 450, "unit": "vehicles", **rest},
        {"id": "bad", "quote": "450대에", "value": 451, "unit": "vehicles", **rest},
        {"id": "bad-too", "quote": "450대에", "says": "It opened to 460.", **rest},
        language="ko",
    )
    assert report.partly == ("courier",)
    assert [(p.record, p.value) for p in report.problems] == [("bad", "451"), ("bad-too", "460")]


def test_a_text_is_found_in_the_first_folder_that_has_it(tmp_path: Path) -> None:
    """A source without a file's name has none."""
    for folder in ("first", "second"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "courier.txt").write_text("x")
    folders = [tmp_path, tmp_path / "first", tmp_path / "second"]
    assert find_text(Source(**COURIER), folders) == tmp_path / "first" / "courier.txt"
    assert find_text(Source(**COURIER | {"text_file": None}), folders) is None


# Hedges

ALL = {"approximate", "at least", "at most", "deadline", "expected", "capacity", "conditional"}
HEDGED: list[tuple[str, dict[str, Any], list[str]]] = [
    ("It is about 80 metres long.", {"value": 80, "unit": "m"}, ["approximate"]),
    ("It is 80 metres long or so.", {"value": 80, "unit": "m"}, ["approximate"]),
    ("It is at least 80 metres long.", {"value": 80, "unit": "m"}, ["at least"]),
    ("It is more than 80 metres long.", {"value": 80, "unit": "m"}, ["at least"]),
    ("It is no more than 80 metres long.", {"value": 80, "unit": "m"}, ["at most"]),
    (
        "It is less than about 80 metres long.",
        {"value": 80, "unit": "m"},
        ["approximate", "at most"],
    ),
    ("It will open by May 2033.", {"value": "2033-05"}, ["deadline"]),
    ("It will open before the end of 2033.", {"value": "2033-12"}, ["deadline"]),
    ("It will open by mid-2033.", {"value": "2033-06~"}, ["approximate", "deadline"]),
    ("It will open around May 2033.", {"value": "2033-05"}, ["approximate"]),
    ("It is expected to open in 2033.", {"value": "2033"}, ["expected"]),
    ("It is to open in 2033.", {"value": "2033"}, ["expected"]),
    ("It must be open in 2033.", {"value": "2033"}, ["expected"]),
    ("It is slated to take 18 months.", {"value": 18, "unit": "months"}, ["expected"]),
    ("It may open in May 2033.", {"value": "2033-05"}, ["conditional"]),
    ("It could cost $3 million.", {"value": 3, "unit": "million USD"}, ["conditional"]),
    (
        "It can carry up to 300 cars a day.",
        {"value": 300, "unit": "vehicles/day"},
        ["at most", "capacity"],
    ),
    (
        "Expected to handle up to 300 cars and 40 people daily.",
        {"value": 40, "unit": "people/day"},
        ["expected", "at most", "capacity"],
    ),
    ("It carries 300 cars a day.", {"value": 300, "unit": "vehicles/day"}, []),
    ("It would reportedly help the town.", {}, ["conditional"]),
    ("It is almost finished now.", {}, ["approximate"]),
    ("It stands roughly 300 metres off.", {}, ["approximate"]),
    ("It opened in May 2031.", {"value": "2031-05"}, []),
    ("Ada Lund said it would help.", {"asserted_by": "Ada Lund"}, []),
    ("It was built over 18 lamps.", {}, ["at least"]),
    ("It runs over the river.", {}, []),
]


def hedge_faults(text: str, **fields: Any) -> list[tuple[str, str, str]]:
    """Of `faults`, those of the hedges; the whole of a text of one sentence is the quote."""
    found = faults(text, **{"quote": text.rstrip(".")} | fields)
    assert {field for field, _, _ in found} <= {"hedges"}
    return found


@pytest.mark.parametrize(("text", "fields", "hedges"), HEDGED)
def test_a_record_has_exactly_the_hedges_of_its_passage(
    text: str, fields: dict[str, Any], hedges: list[str]
) -> None:
    """Each that is left out is asked for, and each that is put in besides is refused."""
    assert hedge_faults(text, **fields, hedges=hedges) == []
    for hedge in hedges:
        found = hedge_faults(text, **fields, hedges=[h for h in hedges if h != hedge])
        assert [right.endswith(f': add "{hedge}"') for _, _, right in found] == [True]
    for hedge in ALL - {*hedges}:
        found = hedge_faults(text, **fields, hedges=[*hedges, hedge])
        assert [r for _, _, r in found] == [f'paragraph 1 does not say it: leave out "{hedge}"']


def test_a_missing_hedge_is_named_with_the_words_that_are_one() -> None:
    """The message gives the hedge that is recorded and the one that would be right."""
    assert faults("The span is nearly 80 metres.", value=80, unit="m", hedges=["expected"]) == [
        ("hedges", "['expected']", 'paragraph 1 says "nearly": add "approximate"'),
        ("hedges", "['expected']", 'paragraph 1 does not say it: leave out "expected"'),
    ]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("About 40 men built it, and 3 are left.", {"value": 3, "unit": "people"}),
        ("It is 80 metres long and is expected to open soon.", {"value": 80, "unit": "m"}),
        ("The bridge, which could help, is 80 metres long.", {"value": 80, "unit": "m"}),
        ("It is 80 metres long, with more said to be planned.", {"value": 80, "unit": "m"}),
        ("It is 80 metres long — barriers could help.", {"value": 80, "unit": "m"}),
        ("It is 80 metres long. Lamps may come.", {"value": 80, "unit": "m"}),
        ("They aim to build a two-lane bridge.", {"value": 2, "unit": "lanes"}),
    ],
)
def test_a_hedge_of_another_figure_or_clause_is_not_the_values(
    text: str, fields: dict[str, Any]
) -> None:
    """Words beside a figure count for it, the others for their clause."""
    assert faults(text, **fields, quote=text.split(".")[0]) == []


def test_the_place_beside_the_quote_counts_where_a_value_stands_twice() -> None:
    """A hedge of another sentence is not asked for."""
    text = "About 80 metres were planned. It is 80 metres long."
    assert faults(text, value=80, unit="m", quote="It is 80 metres long") == []
    found = faults(text, value=80, unit="m", quote="80 metres were planned")
    assert [right.split(": ")[1] for _, _, right in found] == [
        'add "expected"',
        'add "approximate"',
    ]


# Quotes of sources whose text is not at hand

EXCERPT = COURIER | {"read": "excerpt", "text_file": None}


def quoted(quote: str | None, language: str = "en", **fields: Any) -> list[tuple[str, str, str]]:
    """Field, value and what would be right, where a claim does not agree with its own quote."""
    source = {name: fields.pop(name) for name in ("read", "title", "published") if name in fields}
    claim = Claim(**CLAIM | {"paragraph": None, "quote": quote} | fields)
    found = quote_faults(claim, Source(**EXCERPT | {"language": language} | source))
    return [(field, str(value), right) for field, value, right in found]


QUOTED: list[tuple[str, str, dict[str, Any], list[str]]] = [
    ("en", "about 80 metres long", {"value": 80, "unit": "m"}, ["approximate"]),
    ("en", "nearly one kilometre long", {"value": 1000, "unit": "m"}, ["approximate"]),
    ("en", "is due to open by May 2033", {"value": "2033-05"}, ["deadline", "expected"]),
    ("ko", "강 안쪽으로 약 150ｍ까지", {"value": 150, "unit": "m"}, ["approximate"]),
    ("ko", "최대 300대의 차량과 40명을", {"value": 40, "unit": "people/day"}, ["at most"]),
    ("ko", "2033년 5월까지 완공될 예정이다", {"value": "2033-05"}, ["deadline", "expected"]),
    ("ru", "около 1 км", {"value": 1000, "unit": "m"}, ["approximate"]),
    (
        "ru",
        "сможет принимать до 300 машин",
        {"value": 300, "unit": "vehicles"},
        ["at most", "capacity"],
    ),
    ("ru", "должен быть готов до конца 2033 года", {"value": "2033-12"}, ["deadline", "expected"]),
    ("uk", "понад 150 метрів", {"value": 150, "unit": "m"}, ["at least"]),
    ("ja", "全長約4.8キロとされる", {"value": 4.8, "unit": "km"}, ["approximate", "conditional"]),
    ("zh-hans", "预计2033年底前完工", {"value": "2033-12"}, ["deadline", "expected"]),
    ("de", "soll rund 80 Meter lang sein", {"value": 80, "unit": "m"}, ["approximate", "expected"]),
    ("fr", "au moins 80 mètres", {"value": 80, "unit": "m"}, ["at least"]),
    (
        "es",
        "podría costar unos 80 metros",
        {"value": 80, "unit": "m"},
        ["approximate", "conditional"],
    ),
]


@pytest.mark.parametrize(("language", "quote", "fields", "hedges"), QUOTED)
def test_a_hedge_in_the_quote_must_be_in_the_record(
    language: str, quote: str, fields: dict[str, Any], hedges: list[str]
) -> None:
    """In the source's language; one that the quote has not may stand beside it."""
    assert quoted(quote, language, **fields, hedges=[*hedges]) == []
    assert quoted(quote, language, **fields, hedges=[*{*hedges, "expected", "at least"}]) == []
    for hedge in hedges:
        found = quoted(quote, language, **fields, hedges=[h for h in hedges if h != hedge])
        assert [right.split(": ")[1] for _, _, right in found] == [f'add "{hedge}"']


@pytest.mark.parametrize(
    ("language", "quote", "fields"),
    [
        ("en", "several hundred cars and nearly 3,000 men", {"value": 2, "unit": "lanes"}),
        ("ru", "до 1974 — Осса", {"value": "1974"}),
        ("ru", "до 300 машин", {"value": 40, "unit": "lanes"}),
        ("ko", "다리를 건설하려는 계획은 2018년에", {}),
        ("pl", "około 80 metrów", {"value": 80, "unit": "m"}),
    ],
)
def test_a_quote_has_no_hedge_of_what_it_does_not_give(
    language: str, quote: str, fields: dict[str, Any]
) -> None:
    """Nor "until" of the past, nor a plan that is spoken of, nor a language we have no words of."""
    assert quoted(quote, language, **fields) == []


def test_a_missing_hedge_of_a_quote_is_named_with_its_words() -> None:
    """The message gives the hedge that is recorded and the one that would be right."""
    assert quoted("약 150ｍ까지", "ko", value=150, unit="m") == [
        ("hedges", "None", 'the quote says "약": add "approximate"')
    ]


def test_about_a_date_is_a_hedge() -> None:
    """The sign of "about" and the hedge go together."""
    assert quoted(None, value="2033-06~", hedges=["approximate"]) == []
    assert quoted(None, value="2033-06~") == [
        ("hedges", "None", '2033-06~ is about: add "approximate"')
    ]


@pytest.mark.parametrize(
    ("quote", "value", "unit"),
    [
        ("1,240 metres", 1240, "m"),
        ("1 240 м", 1240, "m"),
        ("1.240 Meter", 1240, "m"),
        ("17.28㎞ 구간", 17280, "m"),
        ("4,8 километра", 4.8, "km"),
        ("4・8キロ", 4800, "m"),
        ("３００대", 300, "vehicles/day"),
        ("4000万美元", 40, "million USD"),
        ("33 + 8×67 + 54 m", 67, "m"),
        ("相互1車線ずつ", 2, "lanes"),
        ("a two-lane bridge of 80 m", 2, "lanes"),
    ],
)
def test_a_number_in_the_quote_may_be_written_in_many_ways(
    quote: str, value: float, unit: str
) -> None:
    """Marks of thousands, full-width digits, another unit of length, a word for a large number."""
    assert quoted(quote, "ja", value=value, unit=unit) == []


@pytest.mark.parametrize(
    ("quote", "value", "unit", "has"),
    [
        ("1,240 metres", 1241, "m", "1240 m"),
        ("１５０ｍ", 150, "km", "150 m"),
        ("17.28㎞ 구간", 1728, "m", "17.28 km"),
        ("300 cars and 40 lamps", 301, "vehicles/day", "300 vehicles"),
        ("80 m or 90 m", 85, "m", "80 m and 90 m"),
    ],
)
def test_a_quote_of_other_numbers_is_refused(quote: str, value: float, unit: str, has: str) -> None:
    """When it counts what the value counts, and none of its numbers is the value."""
    assert quoted(quote, value=value, unit=unit) == [
        ("value", f"{value} {unit}", f"the quote has {has}")
    ]


def test_a_date_has_a_year_of_its_quote() -> None:
    """If the quote of a claim has a year, the claim's date must have it."""
    assert quoted("opened in 1959", value="1959-08") == []
    assert quoted("opened in August", value="1959-08") == []
    assert quoted("opened in 1959", value="1958-08") == [
        ("value", "1958-08", "the quote has the year 1959")
    ]


def test_every_source_without_a_text_is_held_against_its_quotes(tmp_path: Path) -> None:
    """An excerpt, and a full text that is not there; one that is there is proved as a whole."""
    claim = {"id": "span", "quote": "about 80 metres", "value": 80, "unit": "m"}
    right = 'the quote says "about": add "approximate"'
    for fields in ({"read": "excerpt"}, {}):
        report = prove(tmp_path, None, claim, **fields)
        assert report.problems == (Problem("seeds/courier.toml", "span", "hedges", "", right),)
    report = prove(tmp_path, b"It is about 80 metres long.", claim)
    assert [p.expected for p in report.problems] == ['paragraph 1 says "about": add "approximate"']


# The day of publication

HEADLINE = {"read": "headline only", "title": "Bridge over the Ossa opens", "value": "2031-05-14"}


def test_a_headline_without_a_day_gives_only_the_day_of_publication() -> None:
    """The record says so, whatever else it says."""
    assert quoted(None, **HEADLINE, hedges=["day of publication"]) == []
    right = 'the headline names no day, so it is only that of publication: add "day of publication"'
    assert quoted(None, **HEADLINE) == [("hedges", "None", right)]


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "Bridge opens on May 14"), ("en", "Bridge opens today"), ("ko", "14일 다리 개통")],
)
def test_a_headline_that_names_the_day_is_not_hedged(language: str, title: str) -> None:
    """A day named in a headline, in words or digits, needs no hedge of the publication day."""
    headline = HEADLINE | {"title": title}
    assert quoted(None, language, **headline) == []
    assert quoted(None, language, **headline, hedges=["day of publication"]) == [
        (
            "hedges",
            "['day of publication']",
            'the headline names the day: leave out "day of publication"',
        )
    ]


@pytest.mark.parametrize(
    ("fields", "right"),
    [
        ({"value": "2031-05-13"}, "2031-05-14, the value"),
        ({"value": 80, "unit": "m"}, "2031-05-14, the value"),
        ({}, "2031-05-14, the value"),
        ({"value": "2031-05", "published": "2031-05"}, "a source that is dated by its day"),
    ],
)
def test_no_other_value_is_the_day_of_publication(fields: dict[str, Any], right: str) -> None:
    """Another day, another kind of value, or a source without a day."""
    found = quoted(None, **fields, hedges=["day of publication"])
    assert [(f, r) for f, _, r in found] == [("hedges", f'"day of publication" needs {right}')]


def test_a_full_text_without_a_day_gives_only_the_day_of_publication() -> None:
    """With the hedge the day need not stand in the passage, and must not."""
    fields = {"value": "2031-05-14", "hedges": ["day of publication"]}
    assert faults("The bridge opened.", **fields) == []
    assert [r for _, _, r in faults("The bridge opened on Wednesday.", **fields)] == [
        'paragraph 1 names the day: leave out "day of publication"'
    ]


# Captions

CAPTION = (
    "Carts cross the Ossa, in this photo released by Karsk’s Ossa Press Agency [Lumen/Eva Holm]"
)


@pytest.mark.parametrize("text", [CAPTION, f"![{CAPTION}](https://velm.example/2031/1.jpg)"])
def test_a_caption_is_said_by_the_publisher_or_its_credit(text: str) -> None:
    """Who released the picture says nothing of what is written under it."""
    for who in ("The Velm Courier", "Lumen", "LUMEN", "Eva Holm"):
        assert faults(text, quote="Carts cross the Ossa", asserted_by=who) == []
    for who in ("Ossa Press Agency", "Karsk", "Ada Lund"):
        assert faults(text, quote="Carts cross the Ossa", asserted_by=who) == [
            (
                "asserted_by",
                who,
                "paragraph 1 is a caption, said by The Velm Courier or its credit, Lumen/Eva Holm",
            )
        ]


def test_a_caption_without_a_credit_is_said_by_the_publisher() -> None:
    """An image is a caption without brackets, too."""
    text = "![Carts cross the Ossa](https://velm.example/2031/1.jpg)"
    assert faults(text, quote="cross the Ossa", asserted_by="The Velm Courier") == []
    assert faults(text, quote="cross the Ossa", asserted_by="Ada Lund") == [
        ("asserted_by", "Ada Lund", "paragraph 1 is a caption, said by The Velm Courier")
    ]


def test_brackets_within_a_text_are_no_credit() -> None:
    """Nor is an address for letters."""
    for text in ("Carts [Lumen] cross the Ossa.", "Carts cross the Ossa [eva@velm.example]"):
        found = faults(text, quote="Carts", asserted_by="Lumen")
        assert [r for _, _, r in found] == [
            "paragraph 1 gives it to no one, so The Velm Courier says it"
        ]


# Our own wording

LONG = "The old bridge over the wide river Ossa opened late."


def test_eight_words_in_a_row_of_the_text_are_not_ours() -> None:
    """Whatever their case and punctuation, and in whichever paragraph."""
    text = f"{LONG}\nThe old bridge is safe."
    assert faults(text, says="The old bridge over the wide river is safe.") == []
    found = faults(text, says="Safe: the OLD bridge, over the wide river “Ossa”, is.")
    assert found == [
        (
            "says",
            "the old bridge over the wide river ossa",
            "paragraph 1 has the same words in a row; say it in your own",
        )
    ]


# Computed values

EAST = {"id": "east", "value": 424, "unit": "m"}
WEST = {"id": "west", "value": 0.581, "unit": "km"}
SUM: dict[str, Any] = {
    "id": "sum",
    "asserted_by": "computed here",
    "computed": ["courier/east", "courier/west"],
    "paragraph": None,
    "unit": "m",
}


def computed(tmp_path: Path, *claims: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The problems of a story of claims whose texts are not at hand."""
    found = prove(tmp_path, None, *claims, read="excerpt").problems
    return [(p.field, p.value, p.expected) for p in found]


@pytest.mark.parametrize("value", [1005, 157])
def test_a_computed_value_is_the_sum_or_the_difference(tmp_path: Path, value: float) -> None:
    """In one unit, whatever units the claims have."""
    assert computed(tmp_path, EAST, WEST, SUM | {"value": value}) == []


def test_another_value_is_refused_with_the_right_ones(tmp_path: Path) -> None:
    """The message on a wrong value names it and those that the text has."""
    assert computed(tmp_path, EAST, WEST, SUM | {"value": 1006}) == [
        ("value", "1006 m", "the sum is 1,005 m, the difference 157")
    ]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        (
            {"asserted_by": "Ada Lund"},
            ("asserted_by", "Ada Lund", 'must be "computed here": no source says it'),
        ),
        (
            {"hedges": ["approximate"]},
            ("hedges", '["approximate"]', "must be left out: a computed value stands in no source"),
        ),
        (
            {"basis": "own reporting"},
            ("basis", "own reporting", "must be left out: a computed value stands in no source"),
        ),
        (
            {"quote": "1,005 metres"},
            ("quote", "1,005 metres", "must be left out: a computed value stands in no source"),
        ),
        (
            {"computed": []},
            ("computed", "", "missing; name the claims that the value is computed from"),
        ),
        (
            {"computed": ["courier/east"]},
            ("computed", '["courier/east"]', "must name two claims or more"),
        ),
        (
            {"unit": "lanes"},
            (
                "computed",
                '["courier/east", "courier/west"]',
                "courier/east has 424 m, which is not in lanes",
            ),
        ),
        (
            {"value": "2031"},
            ("value", "2031", "must be a number: sums and differences are computed"),
        ),
    ],
)
def test_what_is_computed_says_so_and_nothing_else(
    tmp_path: Path, fields: dict[str, Any], problem: tuple[str, str, str]
) -> None:
    """No source says it, so nothing of a source is there; and its parts can be added."""
    assert computed(tmp_path, EAST, WEST, SUM | {"value": 1005} | fields) == [problem]


def test_a_part_without_a_number_cannot_be_added(tmp_path: Path) -> None:
    """A sum cannot have a part without a number, such as a statement."""
    statement = {"id": "west"}
    found = computed(tmp_path, EAST, statement, SUM | {"value": 1005})
    assert [right for _, _, right in found] == ["courier/west has no value, which is not in m"]


def test_a_computed_value_need_not_stand_in_the_text(tmp_path: Path) -> None:
    """A value computed from parts is proved by its parts, and need not stand in the text."""
    east = EAST | {"quote": "424 metres"}
    west = {"id": "west", "value": 581, "unit": "m", "quote": "581 metres"}
    text = b"One part is 424 metres long, one 581 metres."
    report = prove(tmp_path, text, east, west, SUM | {"value": 1005})
    assert (report.problems, report.proved) == ((), {"courier": 3})


# The story's own articles


@pytest.fixture(scope="module")
def articles() -> tuple[Story, list[Path]]:
    """The story and the folders of its texts; skips where they are not."""
    named = [Path(os.environ["TUMEN_TEXTS"])] if "TUMEN_TEXTS" in os.environ else []
    folders = [*named, ROOT / "seeds", ROOT.parent / "shared" / "seeds"]
    loaded = load_story(ROOT)
    for source in loaded.sources.values():
        if source.read == "full text" and find_text(source, folders) is None:
            pytest.skip(
                f"{source.text_file}, the text of {source.id}, is not here: put it into seeds/ or "
                "set TUMEN_TEXTS to its folder"
            )
    return loaded, folders


def mutated(text: str) -> Iterator[str]:
    """A text with one of its digits another."""
    for place, digit in enumerate(text):
        for other in set("0123456789") - {digit} if digit.isdigit() else ():
            yield text[:place] + other + text[place + 1 :]


def survivors(
    articles: tuple[Story, list[Path]], changes: list[tuple[Claim, dict[str, Any]]]
) -> list[tuple[str, dict[str, Any]]]:
    """The changes of claims that their texts prove nevertheless."""
    story, folders = articles
    names = [story.info.title, *(s.name for s in story.subjects.values())]
    names += [n for p in story.places.values() for n in p.main.names.get("en", ())]
    texts = {
        source.id: paragraphs(path.read_text("utf-8"))
        for source in story.sources.values()
        if (path := find_text(source, folders))
    }
    return [
        (claim.key, change)
        for claim, change in changes
        if not prove_claim(
            claim.model_copy(update=change), story.sources[claim.source], texts[claim.source], names
        )
    ]


def in_full(articles: tuple[Story, list[Path]]) -> list[Claim]:
    """The claims whose texts are here."""
    story, _ = articles
    return [c for c in story.claims.values() if story.sources[c.source].read == "full text"]


def credits_of(story: Story, folders: list[Path], claim: Claim) -> set[str]:
    """Who else may say what a caption says: as the story writes their names."""
    source = story.sources[claim.source]
    path = find_text(source, folders)
    assert path is not None
    texts = paragraphs(path.read_text("utf-8"))
    credit = credited(fold(texts[(claim.paragraph or 0) - 1]))
    named = {source.publisher, *(s.publisher for s in story.sources.values())}
    named |= {c.asserted_by for c in story.claims.values()}
    allowed = {name.casefold() for name in (source.publisher, *(credit or ()))}
    return {name for name in named if name.casefold() in allowed} if credit is not None else set()


def test_the_articles_prove_all_their_claims(articles: tuple[Story, list[Path]]) -> None:
    """Every claim of a source that was read in full stands in its text."""
    report = prove_story(*articles, "seeds/{}.toml".format)
    assert report.problems == ()
    assert sum(report.proved.values()) == len(in_full(articles))


@pytest.mark.parametrize("field", ["value", "when", "says", "quote", "paragraph"])
def test_no_other_digit_is_proved(articles: tuple[Story, list[Path]], field: str) -> None:
    """Each digit of each claim, made each other digit, is refused."""
    changes: list[tuple[Claim, dict[str, Any]]] = []
    for claim in in_full(articles):
        value = getattr(claim, field)
        changes += [(claim, {field: type(value)(text)}) for text in mutated(str(value))]
    assert changes
    assert survivors(articles, changes) == []


def test_no_other_speaker_is_proved(articles: tuple[Story, list[Path]]) -> None:
    """Whoever else asserts something in the story, or publishes it, is refused.

    A caption may be the publisher's or its credit's.
    """
    story, folders = articles
    names = {claim.asserted_by for claim in story.claims.values()}
    names |= {source.publisher for source in story.sources.values()}
    changes: list[tuple[Claim, dict[str, Any]]] = [
        (claim, {"asserted_by": name})
        for claim in in_full(articles)
        for name in sorted(names - {claim.asserted_by, *credits_of(story, folders, claim)})
    ]
    assert changes
    assert survivors(articles, changes) == []


def test_no_other_unit_is_proved(articles: tuple[Story, list[Path]]) -> None:
    """Whatever else the story counts in is refused."""
    story, _ = articles
    units = {unit for attribute in story.attributes.values() for unit in attribute.units}
    units |= {"days", "weeks", "months", "years"}
    changes: list[tuple[Claim, dict[str, Any]]] = [
        (claim, {"unit": unit})
        for claim in in_full(articles)
        if claim.unit
        for unit in sorted(units - {claim.unit})
    ]
    assert changes
    assert survivors(articles, changes) == []
