import pytest

from bot.domain.merging import Merge, merge


@pytest.mark.parametrize(
    ("before", "kept", "said", "outcome"),
    [
        ("a", "a", "a", Merge.SAME),
        ("a", "b", "b", Merge.SAME),
        (None, "a", "a", Merge.SAME),
        ("a", "a", "b", Merge.TAKE),
        (None, None, "a", Merge.TAKE),
        ("a", "b", "a", Merge.KEEP),
        ("a", None, "a", Merge.KEEP),
        ("a", "b", "c", Merge.CONFLICT),
        ("a", None, "b", Merge.CONFLICT),
        (None, "a", "b", Merge.CONFLICT),
        (False, True, False, Merge.KEEP),
        (["x"], ["x"], ["x", "y"], Merge.TAKE),
    ],
)
def test_the_file_and_people_on_one_value(before: object, kept: object, said: object, outcome: Merge):
    assert merge(before=before, kept=kept, said=said) is outcome
