"""Plans of what goes wrong: every place fails in every way about as often, and there are always more of them."""

from collections import Counter

import pytest

from tests.faults.plans import everything, plans


@pytest.mark.parametrize("per_call", [1, 5, 6])
@pytest.mark.timeout(10)
def test_everything_goes_wrong_about_as_often(per_call: int) -> None:
    chosen = list(plans(3 * len(everything()), per_call, 27003))
    times = Counter(each for plan in chosen for each in plan.items())
    assert set(times) == set(everything())
    assert set(times.values()) <= {2, 3, 4}  # a place that the plan has already waits for the next one
    assert {len(plan) for plan in chosen[:-1]} == {per_call}
