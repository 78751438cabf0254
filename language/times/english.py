from language.times.clues import Clue, Words
def read_english(words: Words) -> tuple[Clue, ...] | None:
    return None
