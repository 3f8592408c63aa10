from __future__ import annotations

from madoguchi.voice.synthesis import speaking
from madoguchi.voice.synthesis.cache import SpeechCache, Utterance


def utterance(sentence: str) -> Utterance:
    return Utterance("ja", 1.0, sentence)


def test_what_was_used_longest_ago_goes_first() -> None:
    cache = SpeechCache(max_bytes=10)
    for sentence in "abc":
        cache.put(utterance(sentence), bytes(3))
    assert cache.get(utterance("a")) == bytes(3)
    cache.put(utterance("d"), bytes(3))
    assert cache.get(utterance("b")) is None
    assert cache.get(utterance("a")) == bytes(3)
    assert cache.size == 9


def test_replacing_counts_once_and_what_is_too_large_is_not_kept() -> None:
    cache = SpeechCache(max_bytes=10)
    cache.put(utterance("a"), bytes(4))
    cache.put(utterance("a"), bytes(6))
    cache.put(utterance("b"), bytes(11))
    assert cache.size == 6
    assert cache.get(utterance("b")) is None


def test_speed_and_voice_are_part_of_the_content() -> None:
    cache = SpeechCache(max_bytes=100)
    cache.put(Utterance("en", 1.0, "a"), b"en")
    cache.put(Utterance("en", 0.8, "a"), b"slow")
    assert cache.get(Utterance("en", 1.0, "a")) == b"en"
    assert cache.get(Utterance("ko", 1.0, "a")) is None


def test_a_sentence_is_made_once() -> None:
    speaking.forget()
    first = list(speaking.speak("Good morning. Good morning.", "en"))
    again = list(speaking.speak("Good morning.", "en"))
    assert first[0][0] is first[1][0] is again[0][0]
    speaking.forget()
    assert next(speaking.speak("Good morning.", "en"))[0] is not again[0][0]
