"""Every word the domain shows to people: id, Japanese, English and where the term comes from."""

from kizuki.core.glossary.days import day_said, span_said, weekday
from kizuki.core.glossary.words import Lang, Word, all_words, say, word

__all__ = ["Lang", "Word", "all_words", "day_said", "say", "span_said", "weekday", "word"]
