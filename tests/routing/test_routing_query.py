import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.routing.routing_helper import copy, matches, story, with_rules
from wireroom.errors import NetworkFileError
from wireroom.routing import Router

YES = [
    "*",
    "*:*",
    "missile",
    "MISSILE",
    "text:missile",
    "elysee",
    "Élysée",
    "geneve",
    '"missile defense"',  # reaches across the link's markup
    '"MISSILE   Defense"',
    "h2o",  # markup inside a line parts no word
    '"q a"',
    "otan",
    "导弹",
    "missile*",
    "mis*le",
    "m?ssile",
    "*fense",
    "headline:shield",
    "headline:missile*",
    '"missile shield"',
    "slugline:missile*",
    "slugline:us",
    "slugline:US-nuclear-missiles",
    'slugline:"nuclear missiles"',
    "slugline:*",
    "keyword:solar",
    'keyword:"solar power"',
    "place:geneva",
    "place:switzerland",
    "provider:mpa",
    "provider:M*",
    "source:wire",
    'service:"MPA World"',
    "service:mpa*",
    "genre:analysis",
    "genre:genre:Analysis",
    'genre:"genre:Analysis"',
    "language:pt",
    "language:pt-br",
    "language:PT_BR",
    "urgency:3",
    "urgency:[1 TO 3]",
    "urgency:[3 TO *]",
    "urgency:<4",
    "urgency:<=3",
    "urgency:>2",
    "urgency:>=3",
    "urgency:*",
    "subject:20000055",
    "subject:medtop:20000055",
    'subject:"medtop:20000055"',
    "subject:20000053",  # above it
    "subject:16000000",  # at the top
    'subject:"act of terror"',
    "subject:11002000",
    "subject:subj:11000000",
    "subject:11000000",  # politics, by the old code's mapping
    "subject:politics",
    "subject:mpacat:nuke",
    "subject:2000005*",
    "subject:*",
    "slugline:(rocket OR missile*)",
    "missile AND shield",
    "rocket OR shield",
    "rocket shield",
    "missile NOT rocket",
    "missile -rocket",
    "+missile rocket",
    "NOT rocket",
    "-rocket",
    "rocket OR NOT comet",
    "(rocket OR missile) AND (comet OR shield)",
    "missile^4",
    r"slugline:us\-nuclear",
    "Q&A",
]
NO = [
    "rocket",
    '"shield missile"',
    '"defense leaders"',
    '"answers a"',  # the headline's end and the summary's beginning
    "secret",  # in an address, not in the text
    "missil",
    "m?ile",
    "headline:summit",
    "headline:defense",
    '"grid solar"',
    'keyword:"power grid"',  # two keywords
    "provider:mp",
    "provider:world",
    "service:world",
    "source:nord",
    "genre:anal",
    "language:p",
    "language:pt-pt",
    "urgency:4",
    "urgency:{3 TO 5]",
    "urgency:[1 TO 3}",
    "urgency:<3",
    "urgency:>3",
    "subject:20000054",
    "subject:sport",
    "subject:subj:11001000",
    "subject:mpacat:other",
    "missile AND rocket",
    "missile NOT shield",
    "missile -shield",
    "rocket +comet",
    "+rocket missile",
    "NOT missile",
    "missile AND NOT shield",
    "slugline:(rocket AND missile*)",
    r"missil\*",
]


@pytest.mark.parametrize("when", YES)
def test_matches(when: str) -> None:
    assert matches(when)


@pytest.mark.parametrize("when", NO)
def test_does_not_match(when: str) -> None:
    assert not matches(when)


EMPTY = copy(
    language="", slugline="", urgency=None, genre=(), subjects=(), keywords=(), places=(), services=()
)  # fmt: skip


@pytest.mark.parametrize("field", ["language", "slugline", "urgency", "genre", "subject", "keyword", "service"])
def test_star_asks_whether_a_field_is_there(field: str) -> None:
    assert matches(f"{field}:*")
    assert not matches(f"{field}:*", story(EMPTY))


def test_missing_urgency_is_in_no_range() -> None:
    assert not matches("urgency:[* TO *]", story(EMPTY))


def test_subject_codes_without_a_mapping_lean_on_those_above() -> None:
    assert matches("subject:01000000", story(copy(subjects=("subj:01011007",))))


def test_new_media_topic_matches_an_old_rule() -> None:
    assert matches("subject:16001000", story(copy(subjects=("medtop:20000053",))))


@pytest.mark.parametrize(
    ("when", "said", "mark"),
    [
        ("slugine:x", "there is no field 'slugine'", "^^^^^^^"),
        ("a && b", "'&&' is not understood\n    a && b\n      ^^\n  → write AND", "  ^^"),
        ("!a", "'!' is not understood", "^^"),
        ("(a OR b", "it ends too early", "       ^"),
        ("a OR", "it ends too early", "    ^"),
        ("field:", "it ends too early", "      ^"),
        ("a)", "')' cannot stand there", " ^"),
        ("AND a", "'AND' cannot stand there", "^^^"),
        ('a "b', "a quote is not closed", "  ^"),
        ("mis~2", "'mis~2' cannot be used in a rule", "^^^^^"),
        ('"a b"~3', "cannot be used in a rule", "^^^^^^^"),
        ("/mis.*/", "regular expressions are not understood", "^^^^^^^"),
        ("headline:[a TO b]", "headline has no order", "         ^^^^^^^^"),
        ("urgency:high", "'high' is not a number", "        ^^^^"),
        ("urgency:[1 TO x]", "'x' is not a number", "        ^"),
        ("subject:sprot", 'did you mean "sport"', "        ^^^^^"),
        ('subject:"renewable energy"', "write one of 20000257, 20000436", "        ^^^^^^^^^^^^^^^^^^"),
        ("slugline:(headline:x)", "stands inside the field 'slugline'", "          ^^^^^^^^^^"),
        ('"..."', "holds no word to look for", "^^^^^"),
        ("   ", "it is empty", "^"),
        ("(" * 3000 + "a" + ")" * 3000, "it is nested too deeply", "^"),
    ],
)
def test_condition_that_cannot_be_read(when: str, said: str, mark: str) -> None:
    with pytest.raises(NetworkFileError) as caught:
        Router(with_rules(("good", "*", "orbit"), ("bad", when, "orbit")))
    [problem] = caught.value.problems
    assert problem.where == "network.toml:41"
    assert problem.what.startswith("rule 'bad': ")
    assert said in str(problem)
    assert f"\n    {mark}" in problem.what


def test_every_bad_rule_is_named_at_once() -> None:
    with pytest.raises(NetworkFileError) as caught:
        Router(with_rules(("one", "(", "orbit"), ("two", "*", "orbit"), ("three", "x:y", "orbit")))
    assert [problem.where for problem in caught.value.problems] == ["network.toml:40", "network.toml:42"]


def test_mark_stands_below_the_word_in_a_long_condition() -> None:
    when = " OR ".join(["slugline:missile"] * 20) + " OR slugine:x OR " + "y" * 200
    with pytest.raises(NetworkFileError) as caught:
        Router(with_rules(("bad", when, "orbit")))
    _, shown, mark = caught.value.problems[0].what.split("\n")
    assert shown[mark.index("^") : mark.rindex("^") + 1] == "slugine"


PARTS = st.text(alphabet='ab*?~^:()[]{}"+-!&|/\\<> 1', max_size=14)


@given(PARTS)
def test_any_text_is_read_or_refused_in_words(when: str) -> None:
    try:
        router = Router(with_rules(("rule", when, "orbit")))
    except NetworkFileError as error:
        assert error.problems[0].what
    else:
        assert router.place(story()) in {(), router.place(story())}


def test_parser_is_imported_only_for_rules_and_writes_nothing(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "import wireroom.routing as routing\n"
        "assert 'luqum' not in sys.modules\n"
        "import ply.yacc\n"
        "ply.yacc.YaccProduction  # the tables are looked for where they never are:\n"
        "sys.modules['luqum.parsetab'] = None\n"
        "from wireroom.routing.query import read\n"
        "print(read('a AND b').node)\n"
    )
    import luqum

    before = {path: path.stat().st_mtime_ns for path in Path(luqum.__path__[0]).glob("*")}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert list(tmp_path.iterdir()) == []
    after = {path: path.stat().st_mtime_ns for path in Path(luqum.__path__[0]).glob("*")}
    assert {path: at for path, at in after.items() if path.name != "__pycache__"} == {
        path: at for path, at in before.items() if path.name != "__pycache__"
    }


def test_rules_can_be_read_in_several_threads() -> None:
    failed: list[str] = []

    def work(name: str) -> None:
        for number in range(60):
            when = f"slugline:{name}{number} AND (a OR b{number})"
            try:
                Router(with_rules(("rule", when, "orbit")))
            except NetworkFileError as error:
                failed.append(str(error))

    threads = [threading.Thread(target=work, args=(name,)) for name in ("x", "y", "z")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
