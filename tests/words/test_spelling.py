"""Promises of comparing words: one key for all spellings, whatever the alphabet and the layout."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akkord.words.spelling import LONGEST, distance, key_of, keys_of, relaid, slips, trimmed, words_of

TEXTS = st.text(max_size=60)
RUSSIAN = st.text("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", min_size=1, max_size=12)
KEYS = st.text("abcšž", min_size=1, max_size=9)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Алёна", "алена"), ("Алёна", "Alyona"), ("Юлия", "Yulia"), ("Юлия", "Julija"), ("Юлия", "Iuliia"),
        ("Дмитрий", "Dmitry"), ("Дмитрий", "Dmitriy"), ("Сергей", "Sergej"), ("Алексей", "Alexey"),
        ("Ельцин", "Yeltsin"), ("Щукин", "Shchukin"), ("Хрущёв", "Khrushchyov"), ("Жуков", "Zhukov"),
        ("Чайковский", "Tchaikovsky"), ("Цой", "Tsoi"), ("Виктор", "Victor"), ("Фёдор", "Fyodor"),
        ("Ольга", "olga"), ("Анна", "Ana"), ("Éric", "eric"), ("Straße", "strasse"), ("Филипп", "Philip"),
        ("ＡＢＣ", "abc"), ("𝓐nna", "anna"), ("Київ", "Kiiv"),
    ],
)  # fmt: skip
def test_spellings_of_one_word_have_one_key(one: str, other: str) -> None:
    assert keys_of(one) == keys_of(other) != []


@pytest.mark.parametrize(("one", "other"), [("Рим", "Крым"), ("Саша", "Даша"), ("Лев", "Лёд"), ("10", "100")])
def test_other_words_have_other_keys(one: str, other: str) -> None:
    assert keys_of(one) != keys_of(other)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("ghbdtn", "привет"), ("Gtnhjd", "петров"), ("руддщ", "hello"), ("`krf", "ёлка"), (";tyz", "женя")],
)
def test_a_wrong_layout_is_read_in_the_other(typed: str, meant: str) -> None:
    assert relaid(typed) == meant


@pytest.mark.parametrize(
    ("meant", "typed"),
    [
        ("козявка", "козывка"),
        ("козявка", "козвяка"),
        ("козявка", "козвка"),
        ("каюта", "каэта"),
        ("каюта", "кюата"),
    ],
)
def test_a_slip_on_a_letter_that_latin_writes_with_two_is_one_slip(meant: str, typed: str) -> None:
    one, other = key_of(meant), key_of(typed)
    assert distance(one, other) == 1
    assert trimmed(one, 1) & trimmed(other, 1)


@given(RUSSIAN)
def test_the_layout_there_and_back_is_the_word(word: str) -> None:
    assert relaid(relaid(word)) in (word, relaid(word))  # of "б" alone nothing tells the alphabet
    assert relaid(word) != word


@given(TEXTS)
def test_any_text_has_bounded_keys_that_are_their_own(text: str) -> None:
    for key in keys_of(text):
        assert 0 < len(key) <= LONGEST
    assert keys_of(text.upper()) == keys_of(text.upper().lower())
    assert words_of(" ".join(words_of(text))) == words_of(text)


@given(RUSSIAN)
def test_small_and_capital_letters_are_one(word: str) -> None:
    assert key_of("".join(words_of(word.upper()))) == key_of("".join(words_of(word)))


@given(KEYS, st.data())
def test_one_slip_leaves_something_in_common(key: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(key) - 1))
    letter = data.draw(st.sampled_from("abcšž"))
    slipped = data.draw(
        st.sampled_from(
            [
                key[:place] + letter + key[place:],
                key[:place] + letter + key[place + 1 :],
                key[:place] + key[place + 1 :],
                key[:place] + key[place : place + 2][::-1] + key[place + 2 :],
            ]
        )
    )
    assert distance(key, slipped) <= 1
    assert distance(slipped, key) == distance(key, slipped)
    assert trimmed(key, 1) & trimmed(slipped, 1)


@given(KEYS, KEYS)
def test_distance_is_none_only_to_itself(one: str, other: str) -> None:
    assert (distance(one, other) == 0) == (one == other)
    assert abs(len(one) - len(other)) <= distance(one, other) <= max(len(one), len(other))


def test_short_words_and_numbers_forgive_nothing() -> None:
    assert [slips(key) for key in ("abc", "abcd", "abcdefgh", "2024", "track01")] == [0, 1, 2, 0, 0]
