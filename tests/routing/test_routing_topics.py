from wireroom.formats.mediatopics import vocabulary
from wireroom.routing.topics import lineage


def test_vocabulary_is_whole_and_a_forest() -> None:
    known = vocabulary().by_code
    assert len(known) == 1372
    assert sum(not topic.parent for topic in known.values()) == 17
    for code in known:
        assert len(lineage(f"medtop:{code}")) <= 6
        assert f"medtop:{code}" in lineage(f"medtop:{code}")


def test_lineage_goes_to_the_top() -> None:
    assert lineage("medtop:20000055") == {"medtop:20000055", "medtop:20000053", "medtop:16000000"}


def test_subject_code_has_its_own_lineage_and_that_of_its_vocabulary() -> None:
    assert lineage("subj:16001000") == {
        "subj:16001000",
        "subj:16000000",
        "medtop:20000053",
        "medtop:16000000",
    }


def test_top_codes_without_a_mapping_of_their_own_are_mapped_by_hand() -> None:
    for code in ("08000000", "14000000", "16000000"):
        assert f"medtop:{code}" in lineage(f"subj:{code}")


def test_unknown_codes_are_kept_as_they_are() -> None:
    assert lineage("MPACat:Nuke") == {"mpacat:nuke"}
    assert lineage("medtop:99999999") == {"medtop:99999999"}
    assert lineage("subj:rubbish") == {"subj:rubbish"}
