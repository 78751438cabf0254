"""The strategy: what is asked for never tells the floor, comes down to the target, and ends."""

from itertools import pairwise, product

import pytest

from voicebot.tools.job_offer_strategy import (
    LEAST_SHARE,
    MOST_COUNTERS,
    MOST_SHARE,
    Bid,
    Decision,
    Said,
    Terms,
    decide,
    share_of,
)

TERMS = Terms(floor=40_000, target=47_000, period="month", median=45_000, share=1.05)


def negotiate(terms: Terms, *salaries: int) -> list[Decision]:
    """What is answered to one bid after the other, whatever was agreed to meanwhile."""
    answers: list[Decision] = []
    for at, salary in enumerate(salaries):
        agreeable = [Bid(each.salary) for each in answers if each.kind == "agree"]
        said = Said(
            counters=tuple(each.salary for each in answers if each.kind == "counter" and each.bonus is None),
            traded=any(each.bonus is not None for each in answers),
            best=max(salaries[:at], default=0),
            agreeable=agreeable[-1] if agreeable else None,
            passed_on=any(each.kind == "pass_on" for each in answers),
        )
        answers.append(decide(terms, Bid(salary), said))
    return answers


def kinds(terms: Terms, *salaries: int) -> list[str]:
    return [each.kind for each in negotiate(terms, *salaries)]


def test_it_comes_down_from_an_anchor_to_the_target() -> None:
    answers = negotiate(TERMS, 42_000, 43_000, 44_000, 45_000)
    assert [each.kind for each in answers] == ["counter", "counter", "counter", "agree"]
    assert [each.salary for each in answers] == [49_500, 49_000, 44_000, 45_000]
    assert [each.tactic for each in answers[:3]] == ["anchor_on_market", "split_the_difference", "trade_for_bonus"]


@pytest.mark.parametrize("bid", [47_000, 60_000])
def test_what_is_aimed_at_is_agreed_to_at_once(bid: int) -> None:
    assert decide(TERMS, Bid(bid), Said()).kind == "agree"


def test_below_the_floor_the_last_word_is_the_candidates() -> None:
    answers = negotiate(TERMS, 38_000, 38_500, 39_000, 39_500)
    assert [each.kind for each in answers] == ["counter", "counter", "counter", "pass_on"]


def test_counters_are_the_same_whatever_the_floor_is() -> None:
    """So nobody can work it out from them: it is compared with what was offered, once."""
    bids = (41_000, 41_500, 42_500)
    told = {tuple(negotiate(Terms(floor, 47_000, "month", 45_000), *bids)) for floor in range(30_000, 47_001, 250)}
    assert len(told) == 1


def test_after_the_last_word_nothing_more_is_weighed() -> None:
    """Whoever goes on offering a little more each time hears the same for every floor, up to the target."""
    bids = (30_000, 30_000, 30_000, 30_000, *range(31_000, 47_000, 500))
    for floor in range(31_000, 47_001, 1_000):
        assert [each.kind for each in negotiate(Terms(floor, 47_000, "month"), *bids)][4:] == ["pass_on"] * 32


def test_what_could_be_agreed_to_is_not_weighed_downwards() -> None:
    """Whoever takes a yes back and offers less each time hears the same for every floor and every target."""
    down = range(46_500, 30_000, -500)
    for floor in range(31_000, 46_001, 1_000):
        assert kinds(Terms(floor, 47_000, "month"), 42_000, 42_000, 42_000, *down)[3:] == ["agree"] + ["pass_on"] * len(
            down[1:]
        )
    for target in range(31_000, 50_001, 1_000):
        assert (
            kinds(Terms(30_000, target, "month"), 50_000, *range(49_500, 30_000, -500)) == ["agree"] + ["pass_on"] * 39
        )


def test_after_a_yes_more_is_agreed_to_and_then_no_less() -> None:
    assert kinds(TERMS, 50_000, 51_000, 50_500, 51_000) == ["agree", "agree", "pass_on", "agree"]


def test_a_company_is_held_to_its_best_offer() -> None:
    """Both are above the floor: taking an offer back does not find that out."""
    assert kinds(TERMS, 42_000, 45_000, 42_000, 44_000)[-1] == "pass_on"
    assert kinds(TERMS, 42_000, 45_000, 42_000, 45_000)[-1] == "agree"


@pytest.mark.parametrize(("less", "more"), [(Bid(45_000), Bid(46_000)), (Bid(46_000), Bid(46_000, 5_000))])
def test_a_bonus_taken_back_is_less(less: Bid, more: Bid) -> None:
    said = Said((49_500,) * 3, 46_000, agreeable=more)
    assert (decide(TERMS, less, said).kind, decide(TERMS, more, said).kind) == ("pass_on", "agree")


@pytest.mark.parametrize(
    ("bid", "kind"),
    [
        (Bid(42_000), "pass_on"),
        (Bid(42_000, 20_000), "agree"),
        (Bid(42_500), "pass_on"),
        (Bid(44_000), "agree"),
        (Bid(41_000, 90_000), "pass_on"),
    ],
)
def test_a_company_is_held_to_its_best_offer_with_its_bonus(bid: Bid, kind: str) -> None:
    """A last word without the bonus that they had offered is less than that."""
    said = Said((49_500, 49_000), 42_000, traded=True, bids=(Bid(42_000, 20_000), Bid(41_000)))
    assert decide(TERMS, bid, said).kind == kind


@pytest.mark.parametrize(("period", "scale"), [("month", 1), ("year", 12)])
def test_it_never_asks_for_less_than_the_target_or_more_than_before(period: str, scale: int) -> None:
    for target, median, start in product(range(20_000, 60_001, 3_700), (None, 45_000, 70_000), (0.5, 0.9, 0.99)):
        middle = median * scale if median else None
        terms = Terms(target * scale // 2, target * scale, period, middle)
        answers = negotiate(terms, *[int(target * scale * start)] * MOST_COUNTERS)
        asked = [each.salary for each in answers if each.bonus is None]
        assert [each.kind for each in answers] == ["counter"] * MOST_COUNTERS
        assert answers[-1].salary == int(target * scale * start), "the bonus is asked for on top of theirs"
        assert len(asked) == MOST_COUNTERS - 1
        assert all(one >= other for one, other in pairwise(asked))
        assert min(asked) >= terms.target


def test_the_share_is_one_secrets_and_lies_in_between() -> None:
    shares = [share_of(f"2026-11-22 10:00:00.{at:06}") for at in range(200)]
    assert shares == [share_of(f"2026-11-22 10:00:00.{at:06}") for at in range(200)]
    assert LEAST_SHARE < min(shares) < LEAST_SHARE + 0.01
    assert MOST_SHARE - 0.01 < max(shares) < MOST_SHARE


@pytest.mark.parametrize("bid", [Bid(36_000), Bid(42_000), Bid(42_000, 20_000)])
def test_other_targets_with_the_same_anchor_are_told_the_same(bid: Bid) -> None:
    """Whatever is asked for, nobody can work out more of the target than that the anchor is 4% to 10% above it."""
    told = set[tuple[Decision, ...]]()
    for target in range(45_000, 47_501, 100):
        terms = Terms(40_000, target, "month", None, 49_400 / target)
        counters: list[int] = []
        answers: list[Decision] = []
        while len(counters) < MOST_COUNTERS:
            answers.append(decide(terms, bid, Said(tuple(counters), bid.salary if counters else 0)))
            counters.append(answers[-1].salary)
        told.add(tuple(answers))
    assert len(told) == 1


def test_after_the_last_word_raising_does_not_find_the_target() -> None:
    bids = (38_000,) * 4 + tuple(range(44_000, 49_000, 500))
    for target in range(45_000, 47_501, 500):
        terms = Terms(40_000, target, "month", None, 49_400 / target)
        assert kinds(terms, *bids, 49_000)[4:] == ["pass_on"] * 10 + ["agree"], "what we asked for was told"


def test_a_bonus_is_asked_for_on_top_of_what_is_offered() -> None:
    decision = decide(TERMS, Bid(43_000, bonus=30_000), Said((49_500, 48_500), 43_000))
    assert decision.salary == 43_000
    assert decision.bonus is not None
    assert decision.bonus > 30_000
