"""What a page says of itself: cases as data, and pages made to hurt."""

import json
import operator
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.page import parse
from ingest.extract.page_hints import page_hints

CASES = Path(__file__).parent / "cases" / "page-hints"


def cases() -> list:
    return [
        pytest.param(case, id=case["label"])
        for name in ("left-alone", "found")
        for case in tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))["case"]
    ]


@pytest.mark.parametrize("case", cases())
def test_a_page_says_of_itself_what_its_case_says(case: dict) -> None:
    got = [[h.field, h.value, h.origin] for h in page_hints(parse(case["html"]))]
    by_field = operator.itemgetter(0)  # inside a field the order counts
    assert sorted(got, key=by_field) == sorted(case["hints"], key=by_field), case["why"]


ODD = {
    "bylines inside bylines": '<p class="byline" itemprop="author">a' * 20_000,
    "dates inside dates": '<div itemprop="datePublished">a' * 20_000,
    "a JSON-LD deeper than any stack": '<script type="application/ld+json">' + "[" * 100_000 + "</script>",
    "JSON-LD commas": '<script type="application/ld+json">{' + ", " * 200_000 + "</script>",
    "many metas": '<meta name="author" content="a">' * 50_000,
    "many links": '<a rel="license" href="https://a.example">x</a>' * 20_000,
}


@pytest.mark.parametrize("name", ODD)
def test_a_page_made_to_hurt_is_read_in_linear_time(name: str) -> None:
    tree = parse("<html><body>" + ODD[name])
    start = time.process_time()
    page_hints(tree)
    assert time.process_time() - start < 10, "a hang, not a slow machine"


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=9),
        lambda c: (
            st.lists(c, max_size=4)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "@type",
                        "@id",
                        "@graph",
                        "author",
                        "name",
                        "headline",
                        "publisher",
                        "url",
                        "keywords",
                        "datePublished",
                        "mainEntityOfPage",
                    ]
                ),
                c,
                max_size=5,
            )
        ),
        max_leaves=20,
    )
)
def test_no_json_ld_makes_it_raise(value: object) -> None:
    body = json.dumps(
        [value, {"@type": "Article", "author": value, "publisher": value, "headline": value, "url": value}]
    )
    page_hints(parse(f'<html><script type="application/ld+json">{body}</script></html>'))
