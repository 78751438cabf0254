"""Evaluations as JSON for programs and as Markdown for people and docs."""

from dataclasses import asdict

from language.evaluation import ALL, Case, Count, Evaluation


def as_json(evaluation: Evaluation) -> dict[str, dict[str, int]]:
    """`total`, `right`, `wrong` and `unclear` of each class and under "all"."""
    return {name: asdict(count) for name, count in evaluation.counts().items()}


def accuracy_table(evaluation: Evaluation) -> str:
    counts = evaluation.counts()
    if len(counts) == 2:  # one class says the same as all of them
        counts = {next(iter(counts)): counts[ALL]}
    rows = [[name, *map(str, asdict(count).values()), _percent(count)] for name, count in counts.items()]
    return table(["class", "total", "right", "wrong", "unclear", "right, %"], rows)


def confusion_table(evaluation: Evaluation) -> str:
    """What the cases of each class were taken for, the most frequent first."""
    rows = [
        [name, ", ".join(f"{label} {times}" for label, times in labels.most_common())]
        for name, labels in evaluation.confusion().items()
    ]
    return table(["class", "taken for"], rows)


def mistakes_table(mistakes: list[Case]) -> str:
    rows = [[case.name, case.asked, case.expected, case.given, case.verdict] for case in mistakes]
    return table(["class", "asked", "expected", "given", "verdict"], rows)


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table; what is a number in every row stands to the right."""
    numbers = [bool(rows) and all(_is_number(row[at]) for row in rows) for at in range(len(head))]
    rule = ["---:" if number else "---" for number in numbers]
    return "\n".join("| " + " | ".join(map(_cell, row)) + " |" for row in (head, rule, *rows))


def _percent(count: Count) -> str:
    return f"{100 * count.right / count.total:.1f}" if count.total else "–"


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal() or text == "–"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
