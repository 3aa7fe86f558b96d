"""A view: its way to and from an address, and what it leaves of the story to see."""

from __future__ import annotations

import string
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.findings.known import first_day, last_day
from layers.html.basemaps import TITLES
from layers.story import Story, load_story
from layers.story.search import folded, matching
from layers.view import Scope, Seen, View, default_view, from_query, seen, selectable, to_query
from layers.view.address import PARAMETERS, facet_names, position
from layers.view.choice import BASEMAPS

SHIPPED = load_story(Path(__file__).resolve().parent.parent)
SECOND = load_story(Path(__file__).resolve().parent / "second_story")  # invented, and as it is
NAMED = ("layers", "place", "basemap", "pick", "at", "as-of", "account", *PARAMETERS.values())
ROLES_OF_PROGRESS = ("reported reach", "joined", "completed", "open")
FEW = settings(max_examples=100, deadline=None, derandomize=True)


def opened(**query: Any) -> tuple[View, tuple[str, ...]]:
    """The view of an address, and the parameters that ask for nothing there is."""
    names = {name.replace("_", "-"): value for name, value in query.items()}
    return from_query(names, SHIPPED)


def within(of: Story = SECOND, **scope: Any) -> Seen:
    """The part that a scope leaves of a story, the invented one where no other is named."""
    sets = {k: frozenset(v) if isinstance(v, list) else v for k, v in scope.items()}
    return seen(of, Scope(**sets))


def asserters(found: Seen) -> set[str]:
    """Those whose claims are looked at."""
    return {claim.asserted_by for claim in found.claims}


# There and back


def some(names: Any) -> st.SearchStrategy[frozenset[str]]:
    """Any few of some names."""
    return st.frozensets(st.sampled_from(sorted(names)), max_size=3)


FACETS = facet_names(SHIPPED)
scopes = st.builds(
    Scope,
    as_of=st.none() | st.dates(first_day(SHIPPED), last_day(SHIPPED) - timedelta(1)),
    account=st.none() | st.sampled_from([*SHIPPED.accounts, *FACETS["asserters"]]),
    search=st.text(max_size=60).map(lambda text: " ".join(text.split())),
    **{facet: some(names) for facet, names in FACETS.items()},
)
views = st.builds(
    View,
    layers=st.frozensets(st.sampled_from([n for n, la in SHIPPED.layers.items() if la.switch])),
    place=st.none() | st.sampled_from([p for p in SHIPPED.places if selectable(SHIPPED, p)]),
    basemap=st.sampled_from(sorted(BASEMAPS)),
    pick=st.none() | st.sampled_from(sorted({c.group for c in SHIPPED.claims.values()})),
    at=st.none()
    | st.tuples(
        st.floats(-85, 85).map(lambda n: round(n, 5)),
        st.floats(-180, 180).map(lambda n: round(n, 5)),
        st.integers(400, 1800).map(lambda n: n / 100),
    ),
    scope=scopes,
)


def test_every_basemap_of_an_address_has_a_title() -> None:
    """In the order in which they are offered."""
    assert tuple(TITLES) == BASEMAPS


@FEW
@given(views)
def test_a_view_comes_back_from_its_address(view: View) -> None:
    """Layers, place, facets, search, day, position and selection; and nothing is unknown."""
    assert from_query(to_query(view, SHIPPED), SHIPPED) == (view, ())


def test_the_default_has_an_empty_address() -> None:
    """Everything that is as by default is left out of an address."""
    assert to_query(default_view(SHIPPED), SHIPPED) == {}
    assert opened() == (default_view(SHIPPED), ())


def test_an_address_has_a_parameter_for_each_choice() -> None:
    """As a reader who copies it sees it."""
    view = View(
        layers=frozenset(["river", "places"]),
        place=None,
        pick="road-bridge.completion",
        at=(42.4, 130.6, 12.5),
        scope=Scope(
            as_of=date(2025, 5, 1),
            account="kommersant",
            search="두만강",
            findings=frozenset(["conflict", "voices"]),
        ),
    )
    assert to_query(view, SHIPPED) == {
        "layers": ["river,places"],
        "place": ["none"],
        "as-of": ["2025-05-01"],
        "account": ["kommersant"],
        "search": ["두만강"],
        "pick": ["road-bridge.completion"],
        "finding": ["conflict", "voices"],
        "at": ["42.40000,130.60000,12.5"],
    }


def test_no_layer_at_all_has_an_address() -> None:
    """An empty list would be no parameter."""
    bare = replace(default_view(SHIPPED), layers=frozenset())
    assert to_query(bare, SHIPPED) == {"layers": ["none"]}


def test_the_last_of_two_values_counts_where_there_is_one_choice() -> None:
    """A facet takes all of its values."""
    found, unknown = opened(place=["khasan", "moscow"], where=["khasan", "moscow"])
    assert (found.place, found.scope.places) == ("moscow", frozenset(["khasan", "moscow"]))
    assert unknown == ()


# Hostile addresses

HOSTILE: dict[str, dict[str, Any]] = {
    "no such layer": {"layers": "river,lava"},
    "empty layer": {"layers": ""},
    "layer without a switch": {"layers": "sea"},
    "no such place": {"place": "nowhere"},
    "place that cannot be clicked": {"place": "land-russia"},
    "part of a place": {"place": "road-bridge-site-400"},
    "no such basemap": {"basemap": "secret"},
    "no such group": {"pick": "road-bridge"},
    "latitude 86": {"at": "86,130,12"},
    "longitude 181": {"at": "42,181,12"},
    "zoom 19": {"at": "42,130,19"},
    "zoom 3": {"at": "42,130,3"},
    "NaN": {"at": "nan,130,12"},
    "infinity": {"at": "42,inf,12"},
    "exponent": {"at": "1e1,130,12"},
    "two numbers": {"at": "42,130"},
    "line end": {"at": "42,130,12\n"},
    "other digits": {"at": "４２,130,12"},
    "many digits": {"at": "4" * 100_000 + ",130,12"},
    "no such day": {"as-of": "2025-02-30"},
    "year 10000": {"as-of": "10000-01-01"},
    "day in words": {"as-of": "yesterday"},
    "day and hour": {"as-of": "2025-05-01T00:00"},
    "account of nobody": {"account": "nobody"},
    "account by its title": {"account": "The Russian government"},
    "no such source": {"source": "pravda"},
    "asserter in lower case": {"by": "kommersant"},
    "no such attribute": {"attribute": "colour"},
    "no such finding": {"finding": "true"},
    "nothing known there": {"where": "sea-of-japan"},
    "control characters": {"place": "road-bridge\x00\x1b[2J"},
    "script": {"pick": "<script>alert(1)</script>"},
    "number": {"place": 7},
    "None": {"as-of": None},
    "object": {"layers": {"river": True}},
    "list in a list": {"source": [["tass-2025-04-30"]]},
    "two at once": {"place": "nowhere", "as-of": "never"},
}


@pytest.mark.parametrize("query", [pytest.param(q, id=name) for name, q in HOSTILE.items()])
def test_what_is_not_there_leaves_the_default_and_is_named(query: dict[str, Any]) -> None:
    """An old, mangled or hostile address never is an error."""
    assert from_query(query, SHIPPED) == (default_view(SHIPPED), tuple(query))


def test_what_is_right_counts_beside_what_is_not() -> None:
    """One slip does not cost the rest of the view."""
    found, unknown = opened(place="khasan", at="91,0,5", source=["tass-2025-04-30", "pravda"])
    assert found.place == "khasan"
    assert found.scope.sources == frozenset(["tass-2025-04-30"])
    assert unknown == ("at", "source")


@pytest.mark.parametrize("later", [0, 1, 2_900_000])
def test_a_day_from_the_last_one_on_is_today(later: int) -> None:
    """There is nothing more to know then."""
    day = last_day(SHIPPED) + timedelta(later)
    assert opened(as_of=day.isoformat()) == (default_view(SHIPPED), ())


def test_a_day_before_the_first_one_asks_for_nothing() -> None:
    """Nothing was known then; on the first day something was."""
    first = first_day(SHIPPED)
    before = (first - timedelta(1)).isoformat()
    assert opened(as_of=before) == (default_view(SHIPPED), ("as-of",))
    found, unknown = opened(as_of=first.isoformat())
    assert (found.scope.as_of, unknown) == (first, ())


@pytest.mark.parametrize(
    "finding",
    ["conflict", "rebutted", "agreed", "voices", "single", "not-comparable", "statement"],
)
def test_an_address_may_ask_for_any_kind_of_finding(finding: str) -> None:
    """Also for one that the story has none of today."""
    found, unknown = opened(finding=finding)
    assert (found.scope.findings, unknown) == (frozenset([finding]), ())


def test_a_parameter_of_somebody_else_is_passed_over() -> None:
    """A parameter that a mail program appends asks for nothing here, and is no reader's mistake."""
    assert opened(utm_source="letter", fbclid="x") == (default_view(SHIPPED), ())


def test_a_long_search_is_cut() -> None:
    """More than 200 letters say nothing more."""
    found, unknown = opened(search="x" * 100_000)
    assert (len(found.scope.search), unknown) == (200, ())


rubbish = st.one_of(
    st.text(max_size=30),
    st.text(string.digits + ",.-e+naif", max_size=20),
    st.sampled_from(["none", "own", "river", "khasan", "2025-05-01", "42,130,12", "conflict"]),
    st.integers(),
    st.floats(),
    st.none(),
)


@FEW
@given(
    st.dictionaries(
        st.sampled_from([*NAMED, "search"]) | st.text(max_size=8),
        rubbish | st.lists(rubbish, max_size=3),
        max_size=6,
    )
)
def test_any_address_is_a_view(query: dict[str, Any]) -> None:
    """Its own address leads back to it, and only parameters that stand in it are called unknown."""
    found, unknown = from_query(query, SHIPPED)
    assert from_query(to_query(found, SHIPPED), SHIPPED) == (found, ())
    assert set(unknown) <= query.keys() & set(NAMED)
    assert len(set(unknown)) == len(unknown)


def test_a_position_is_three_numbers() -> None:
    """Latitude, longitude, zoom, within the map that can be drawn."""
    assert position("-42.5,130,12.25") == (-42.5, 130.0, 12.25)
    assert position("85,-180,4") == (85.0, -180.0, 4.0)


# What decides and what only chooses


def test_sources_decide_what_is_found() -> None:
    """One article alone contradicts itself on one thing."""
    found = within(SHIPPED, sources=["korea-daily-2025-05"])
    assert [f.key for f in found.conflicts] == ["road-bridge.completion"]
    assert len(found.conflicts[0].values) == 2


def test_of_several_sources_one_alone_contradicts_nobody() -> None:
    """A source is in no conflict as long as the sources that contradict it are left out."""
    assert within(sources=["gazette"]).conflicts == ()
    two = within(sources=["gazette", "cronica"])
    assert [f.key for f in two.conflicts] == [
        "ferry-harbour.ready",
        "ferry-harbour.offset",
        "ferry-harbour.cost",
    ]


def test_asserters_decide_what_is_found() -> None:
    """Of three who give a site, one alone is not in conflict."""
    found = within(asserters=["Crónica Inventada"])
    assert found.known.findings["ferry-harbour.offset"].status == "single"
    assert found.conflicts == ()


def test_the_day_decides_what_is_found() -> None:
    """Before the second report of it a site was not in dispute."""
    for day, status in ((date(2032, 11, 29), "single"), (date(2032, 11, 30), "conflict")):
        then = within(as_of=day).known.findings["ferry-harbour.offset"]
        assert then.status == status, day


def test_an_account_is_of_all_its_asserters() -> None:
    """A council speaks through two mouths, of which neither dates when the work began."""
    found = within(account="alba-council")
    assert asserters(found) == {"Council of Alba", "Ines Marr"}
    assert [f.key for f in found.not_comparable] == ["ferry-harbour.ready"]
    assert found.conflicts == ()


def test_an_account_may_be_that_of_one_asserter() -> None:
    """Also of one whom the story does not list."""
    found = within(account="Ines Marr")
    assert asserters(found) == {"Ines Marr"}
    assert found.known.findings["ferry-harbour.ready"].status == "single"


def test_an_account_and_asserters_leave_those_of_both() -> None:
    """By whom is chosen within the account."""
    both = within(account="alba-council", asserters=["Ines Marr", "Invented Gazette"])
    assert asserters(both) == {"Ines Marr"}
    assert within(account="breva-assembly", asserters=["Ines Marr"]).claims == ()


def test_the_accounts_of_the_shipped_story_are_of_those_they_name() -> None:
    """Each has claims, and all of them by its asserters, but for what is computed from these."""
    for name, account in SHIPPED.accounts.items():
        told = {c.asserted_by for c in within(SHIPPED, account=name).claims if not c.computed}
        assert told == set(account.asserters), name


@pytest.mark.parametrize(
    "choice",
    [
        {"attributes": ["depth"]},
        {"findings": ["statement"]},
        {"places": ["salt-quarry"]},
        {"search": "lighthouse"},
        {"search": "no such word"},
    ],
)
def test_other_choices_leave_the_findings_as_they_are(choice: dict[str, Any]) -> None:
    """They say what is looked at, not what counts."""
    assert within(**choice).known is within().known
    assert 0 <= len(within(**choice).claims) < len(within().claims)


def test_a_finding_is_seen_whole() -> None:
    """Who looks for one side of a conflict sees the other, too."""
    found = within(search="feet west")
    assert [c.key for c in found.claims] == ["gazette/offset-feet"]
    (conflict,) = found.conflicts
    assert (conflict.key, len(conflict.values)) == ("ferry-harbour.offset", 3)


@pytest.mark.parametrize("of", [SECOND, SHIPPED], ids=["invented", "shipped"])
@pytest.mark.parametrize("kind", ["conflict", "rebutted", "agreed", "voices", "single"])
def test_findings_are_chosen_by_their_kind(of: Story, kind: str) -> None:
    """The claims of the findings of that kind, without those that are not comparable."""
    found = within(of, findings=[kind])
    every = [f for f in within(of).known.findings.values() if f.status == kind]
    assert list(found.findings) == every
    assert {claim.key for claim in found.claims} == {
        claim.key for f in every for claim in f.claims if claim not in f.not_comparable
    }


def test_the_second_story_has_four_conflicts_and_two_agreements() -> None:
    """The second story's findings are four conflicts and two agreements."""
    assert len(within(findings=["conflict"]).findings) == 4
    assert len(within(findings=["agreed"]).findings) == 2
    assert len(within(findings=["voices"]).findings) == 0


# Search


@pytest.mark.parametrize("name", ["Tumen", "Tumangan", "Туманная", "두만강", "图们江"])
def test_the_river_is_found_in_every_script(name: str) -> None:
    """A search for any of the river's five names finds the river."""
    assert "tumen-river" in matching(SHIPPED, name)[1]
    assert "tumen-river" in within(SHIPPED, search=name).places


@pytest.mark.parametrize(
    "typed", ["TUMEN", "ｔｕｍｅｎ", "ТУМАННАЯ", "tu\u0301men", "  tumen  ", "tümen", "tume"]
)
def test_case_accents_and_width_do_not_matter(typed: str) -> None:
    """Nor do blanks around a word, or its end."""
    assert "tumen-river" in matching(SHIPPED, typed)[1]


def test_hangul_is_found_composed_or_not() -> None:
    """The same letters, as two systems type them."""
    assert folded("두만강") == folded("\u1103\u116e\u1106\u1161\u11ab\u1100\u1161\u11bc")
    assert folded("Straße’s") == folded("STRASSE'S")


def test_every_word_must_be_found() -> None:
    """One that is nowhere leaves nothing."""
    assert matching(SHIPPED, "tumen xyzzy") == (frozenset(), frozenset())


def test_a_claim_is_found_by_its_source_and_its_place() -> None:
    """A search finds a claim by its source's and its place's names, too."""
    assert matching(SECOND, "cronica harbour 2.1")[0] == {"cronica/offset-miles"}


@FEW
@given(st.text(max_size=40))
def test_any_question_has_an_answer(question: str) -> None:
    """A search for any text has a result: no text is taken for a pattern."""
    claims, places = matching(SHIPPED, question)
    assert claims <= SHIPPED.claims.keys()
    assert places <= SHIPPED.places.keys()


# What is drawn


def test_a_filter_that_leaves_nothing_leaves_every_place_faint(story: Story) -> None:
    """A filter that leaves nothing makes every place faint, without an error."""
    found = within(story, search="xyzzy")
    assert (found.claims, found.places, found.findings, found.conflicts) == (
        (),
        frozenset(),
        (),
        (),
    )
    assert found.faint == {place for place in story.places if selectable(story, place)}


def test_nothing_is_faint_where_nothing_is_filtered() -> None:
    """A day or an account changes what is known, not what is looked at."""
    assert within().faint == frozenset()
    assert within(as_of=date(2033, 1, 1), account="alba-council").faint == frozenset()


def test_places_that_are_not_looked_at_are_faint() -> None:
    """Layers that cannot be switched, as land and sea, never are."""
    faint = within(places=["salt-quarry"]).faint
    assert "salt-quarry" not in faint
    assert {"ferry-harbour", "water-pipeline", "lighthouse"} <= faint
    assert faint.isdisjoint({"alba", "breva", "channel"})


def test_a_drawing_is_absent_until_a_claim_behind_it_is_known() -> None:
    """A site reported in November 2032 is not drawn in October, and one of January 2033 later."""
    assert within(as_of=date(2032, 10, 1)).absent == {"site-miles", "site-km", "breakwater-2"}
    assert within(as_of=date(2032, 12, 1)).absent == {"site-km", "breakwater-2"}
    assert within().absent == frozenset()


def test_a_drawing_is_partly_known_until_all_claims_behind_it_are() -> None:
    """The area of three sites is drawn after the first of them, and says so."""
    partly = within(as_of=date(2032, 10, 1)).partly
    assert [f.id for f in partly] == ["ferry-harbour"]
    assert within().partly == ()


def test_a_drawing_follows_an_account() -> None:
    """The council of Alba gives one site and one length."""
    found = within(account="alba-council")
    assert {f.id for f in found.partly} == {"ferry-harbour"}
    assert found.absent == {"site-miles", "site-km", "breakwater-2"}


def test_drawings_of_the_shipped_story_are_there_by_today() -> None:
    """Absent are those that no known claim is behind, and reports that others have overtaken."""
    overtaken = {f.id for f in SHIPPED.features.values() if f.role in ROLES_OF_PROGRESS}
    assert within(SHIPPED).absent == overtaken - {"road-bridge-open"}
    assert within(SHIPPED).partly == ()
    for day in sorted(set(SHIPPED.known_from.values()))[::10]:
        found = within(SHIPPED, as_of=day)
        drawn = {f.id for f in SHIPPED.features.values() if f.id not in found.absent}
        for name in drawn:
            claims = SHIPPED.features[name].claims
            assert not claims or found.known.keys.intersection(claims), (day, name)
