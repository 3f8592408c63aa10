"""The rules of a conversation by voice, one at a time."""

from __future__ import annotations

import pytest

from madoguchi.answers import guidance
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.catalogue.procedure import FieldKind
from madoguchi.languages.answers import shown
from madoguchi.languages.strings import LANGUAGES
from madoguchi.messages import (
    Button,
    CardMessage,
    ChoicesMessage,
    LinkMessage,
    MessageSource,
    QuestionMessage,
    SummaryMessage,
    SummaryRow,
    TextMessage,
)
from madoguchi.voice.manners.acts import (
    Expect,
    HandOverLinks,
    HangUp,
    Say,
    Send,
    Speed,
    Transfer,
)
from madoguchi.voice.manners.dialogue import FASTEST, SLOWEST, Dialogue
from tests.madoguchi.voice.manners.caller import TODAY, dialogue, final, sent, spoken

NAME = QuestionMessage(
    text="お名前を教えてください。",
    field="name",
    field_kind=FieldKind.NAME,
    label="お名前",
    required=True,
    example="佐藤 美咲",
)
BORN = QuestionMessage(
    text="生年月日を教えてください。",
    field="birth_date",
    field_kind=FieldKind.DATE,
    label="生年月日",
    required=True,
    example="平成3年4月2日",
)
NAME_KANA = NAME.model_copy(
    update={"field": "name_kana", "field_kind": FieldKind.KANA, "label": "お名前（ふりがな）"}
)
ADDRESS = NAME.model_copy(
    update={
        "field": "address",
        "field_kind": FieldKind.ADDRESS,
        "label": "住所",
        "postal_code": "176-0012",
    }
)
HOUSING = QuestionMessage(
    text="お住まいはどちらですか。",
    field="housing",
    field_kind=FieldKind.CHOICE,
    label="お住まい",
    required=True,
    choices=(
        Button(label="一戸建て", postback="answer:housing:house"),
        Button(label="集合住宅", postback="answer:housing:apartment"),
    ),
)
SUMMARY = SummaryMessage(
    text="間違いがなければ押してください。",
    title="転出届の申請内容",
    rows=(SummaryRow(field="name", label="お名前", value="山田 太郎", edit="edit:name"),),
    choices=(
        Button(label="この内容で申請する", postback="submit:0123abcd"),
        Button(label="やめる", postback="cancel"),
    ),
)
ABANDON = ChoicesMessage(
    text="申請をやめますか。",
    choices=(
        Button(label="やめる", postback="abandon:0123abcd"),
        Button(label="申請を続ける", postback="keep"),
    ),
)
CARD = CardMessage(
    title="転出届に必要なもの",
    text="転出届に必要なものです。",
    items=("本人確認書類", "マイナンバーカード", "委任状"),
    source=MessageSource(procedure="moving-out", title="転出届", url="https://example.jp/a"),
)


def asked_ward(*, has_screen: bool = False) -> Dialogue:
    talk = dialogue(has_screen=has_screen)
    talk.answered([guidance.ask_ward(catalogue().wards)])
    return talk


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_is_greeted_in_itself(language: str) -> None:
    acts = dialogue(language).begin()
    assert {act.language for act in acts if isinstance(act, Say)} == {language}
    assert isinstance(acts[-1], Expect)


def test_a_request_is_sent_as_it_was_said() -> None:
    talk = dialogue()
    talk.begin()
    assert talk.heard(final("えーと、転出 届 を 出し たい です")) == [
        Send(text="転出届を出したいです")
    ]


def test_a_ward_is_understood_at_once_where_it_is_beyond_doubt() -> None:
    assert asked_ward().heard(final("渋谷区 です")) == [Send(postback="ward:shibuya")]


def test_a_ward_from_a_later_hypothesis_is_read_back() -> None:
    talk = asked_ward()
    acts = talk.heard(final("市部 屋 です", "渋谷 です", "渋い です"))
    assert "渋谷区、でよろしいですか" in spoken(acts)
    assert sent(acts) == []
    assert talk.heard(final("はい")) == [Send(postback="ward:shibuya")]


def test_a_ward_that_was_denied_is_not_sent() -> None:
    talk = asked_ward()
    talk.heard(final("しびや区"))
    acts = talk.heard(final("いいえ"))
    assert sent(acts) == []
    assert "どちらの区" in spoken(acts)
    assert talk.heard(final("港区")) == [Send(postback="ward:minato")]


@pytest.mark.parametrize("said", ["いいえ、港区です", "違います 港区 です"])
def test_a_ward_is_corrected_in_the_same_breath(said: str) -> None:
    talk = asked_ward()
    talk.heard(final("しびや区"))
    assert talk.heard(final(said)) == [Send(postback="ward:minato")]


def test_a_choice_by_its_number_is_confirmed_in_a_form() -> None:
    talk = dialogue()
    assert "1番、一戸建て。 2番、集合住宅。" in spoken(talk.answered([HOUSING]))
    assert "お住まいは、集合住宅、でよろしいですか" in spoken(talk.heard(final("二番")))
    assert talk.heard(final("そう です")) == [Send(postback="answer:housing:apartment")]


def test_more_choices_are_read_on_request_and_keep_their_numbers() -> None:
    talk = dialogue()
    buttons = tuple(Button(label=f"手続き{n}", postback=f"procedure:p-{n}") for n in range(1, 7))
    first = spoken(talk.answered([ChoicesMessage(text="どれですか。", choices=buttons)]))
    assert "4番、手続き4" in first
    assert "手続き5" not in first
    assert "ほかにもあります" in first
    assert "5番、手続き5。 6番、手続き6" in spoken(talk.heard(final("続けて")))
    assert talk.heard(final("五番")) == [Send(postback="procedure:p-5")]


def test_long_answers_come_in_portions() -> None:
    talk = dialogue(has_screen=True)
    heard = spoken(talk.answered([CARD]))
    assert "本人確認書類" in heard
    assert "マイナンバーカード" not in heard
    assert "続けますか" in heard
    assert "マイナンバーカード" in spoken(talk.heard(final("はい")))
    assert "ほかにご用件" in spoken(talk.heard(final("いいえ")))


def test_a_new_request_needs_no_answer_to_whether_to_go_on() -> None:
    talk = dialogue()
    talk.answered([CARD])
    assert talk.heard(final("手数料 は いくら ですか")) == [Send(text="手数料はいくらですか")]


def test_again_says_the_last_words_again() -> None:
    talk = dialogue()
    first = talk.answered([NAME])
    assert talk.heard(final("もう 一度 お願い します")) == first


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ja", "ゆっくり"),
        ("en", "slow down"),
        ("zh-Hans", "慢一点"),
        ("ko", "천천히"),
        ("vi", "nói chậm"),
    ],
)
def test_slower_is_a_word_in_every_language(language: str, words: str) -> None:
    talk = dialogue(language)
    talk.begin()
    acts = talk.heard(final(words))
    assert acts[0] == Speed(0.8)
    assert len([act for act in acts if isinstance(act, Say)]) == 3


def test_speed_has_its_limits() -> None:
    talk = dialogue()
    talk.answered([NAME])
    for _ in range(9):
        talk.heard(final("ゆっくり"))
    assert talk.speed == SLOWEST
    for _ in range(9):
        talk.heard(final("もっと速く"))
    assert talk.speed == FASTEST


def test_silence_is_met_three_times() -> None:
    talk = dialogue()
    talk.answered([NAME])
    first = spoken(talk.silence())
    assert "お聞きになれますか" in first
    assert "お名前を教えてください" in first
    assert "人と話したい" in spoken(talk.silence())
    last = talk.silence()
    assert "つづきは、LINEかウェブで" in spoken(last)
    assert last[-1] == HangUp()
    assert talk.silence() == []
    assert talk.heard(final("もしもし")) == []


def test_a_word_ends_the_silence() -> None:
    talk = dialogue()
    talk.answered([NAME])
    talk.silence()
    talk.silence()
    talk.heard(final("ヘルプ"))
    assert HangUp() not in talk.silence()


@pytest.mark.parametrize("has_screen", [True, False])
def test_misunderstandings_lead_to_other_means_and_a_person(has_screen: bool) -> None:
    talk = dialogue(has_screen=has_screen)
    talk.answered([HOUSING])
    assert "よく聞き取れませんでした" in spoken(talk.heard(final("ええと", confidence=0.1)))
    second = spoken(talk.heard(final("むにゃむにゃ")))
    assert ("画面で入力" if has_screen else "電話のボタン") in second
    assert "人と話したい" in second
    assert "職員におつなぎしましょうか" in spoken(talk.heard(final("もごもご")))
    acts = talk.heard(final("はい"))
    if has_screen:
        assert acts == [Send(postback="handover")]
    else:
        assert isinstance(acts[-1], Transfer)
        assert acts[-1].number == catalogue().wards["nerima"].office.phone


def test_a_transfer_tells_the_matter_and_no_value() -> None:
    talk = dialogue("en")
    source = MessageSource(procedure="moving-out")
    talk.answered([TextMessage(text="Moving out", language="en", source=source), NAME])
    talk.heard(final("John Smith"))
    acts = talk.heard(final("I want to talk to a person"))
    transfer = acts[-1]
    assert isinstance(transfer, Transfer)
    assert "転出届" in transfer.summary
    assert "お名前" in transfer.summary
    assert "英語" in transfer.summary
    assert "Smith" not in transfer.summary
    assert talk.heard(final("hello")) == []


def test_an_emergency_is_sent_before_anything_else() -> None:
    talk = dialogue()
    talk.answered([NAME])
    talk.heard(final("山田 太郎"))
    assert talk.heard(final("家事 です", "火事 です", confidence=0.1)) == [Send(text="火事です")]


def test_typing_and_pressing_make_void_what_waits_for_a_yes() -> None:
    talk = dialogue(has_screen=True)
    talk.answered([NAME])
    talk.heard(final("山田 太郎"))
    assert talk.typed("佐藤 美咲") == [Send(text="佐藤 美咲")]
    talk.answered([HOUSING])
    assert sent(talk.heard(final("はい"))) == []
    assert talk.chosen("back") == [Send(postback="back")]


def test_pages_are_never_spoken_and_offered_once() -> None:
    talk = dialogue()
    page = LinkMessage(text="ページ", title="練馬区の転出届", url="https://example.jp/tenshutsu")
    heard = spoken(talk.answered([page]))
    assert "http" not in heard
    assert "メッセージでお送りしましょうか" in heard
    acts = talk.heard(final("はい"))
    assert HandOverLinks("練馬区の転出届\nhttps://example.jp/tenshutsu") in acts
    assert "お送りしましょうか" not in spoken(talk.answered([page]))


def test_a_screen_shows_the_page_itself() -> None:
    talk = dialogue(has_screen=True)
    page = LinkMessage(text="ページ", title="転出届", url="https://example.jp/tenshutsu")
    assert spoken(talk.answered([page])) == "転出届のページを、画面に出しました。"


def test_keys_choose_confirm_and_repeat() -> None:
    talk = dialogue()
    first = talk.answered([HOUSING])
    assert talk.pressed("*") == first
    assert "集合住宅、でよろしいですか" in spoken(talk.pressed("2"))
    assert talk.pressed("1") == [Send(postback="answer:housing:apartment")]


def test_zero_asks_for_a_person() -> None:
    talk = dialogue()
    talk.answered([HOUSING])
    assert isinstance(talk.pressed("0")[-1], Transfer)


def test_a_ward_of_two_digits_is_ended_by_the_hash_key_or_its_length() -> None:
    wards = list(catalogue().wards)
    assert asked_ward().pressed("3") == []
    assert asked_ward().pressed("3#") == [Send(postback=f"ward:{wards[2]}")]
    assert asked_ward().pressed("13") == [Send(postback=f"ward:{wards[12]}")]


def test_a_cancelled_form_asks_and_takes_yes_or_no() -> None:
    for said, postback in (
        ("はい", "abandon:0123abcd"),
        ("いいえ", "keep"),
        ("やめる", "abandon:0123abcd"),
    ):
        talk = dialogue()
        talk.answered([ABANDON])
        assert talk.heard(final(said)) == [Send(postback=postback)]
    # Other words would be taken by the form as a value that nobody has confirmed.
    talk = dialogue()
    talk.answered([ABANDON])
    assert sent(talk.heard(final("山田 花子"))) == []


def test_easy_japanese_keeps_its_readings_for_the_voice() -> None:
    talk = dialogue("ja-easy")
    heard = spoken(talk.answered(shown([guidance.help_text()], "ja-easy")))
    assert "《" in heard
    assert "Number" not in heard


def test_news_in_between_leave_the_question_open() -> None:
    talk = dialogue()
    talk.answered([NAME])
    heard = spoken(talk.answered([TextMessage(text="申請を受け付けました。", author="区民課")]))
    assert heard == "申請を受け付けました。\nお名前を教えてください。"
    assert sent(talk.heard(final("山田 太郎"))) == []
    assert "よろしいですか" in spoken(talk.answered([TextMessage(text="お知らせです。")]))
    talk.heard(final("はい"))
    assert talk.heard(final("はい")) == [Send(text="山田 太郎")]


def test_a_no_before_what_cannot_be_read_is_still_a_no() -> None:
    talk = dialogue()
    talk.answered([BORN])
    talk.heard(final("平成三年四月二日"))
    acts = talk.heard(final("違います平成二年です"))
    assert "生年月日を教えてください" in spoken(acts)
    assert sent(talk.heard(final("はい"))) == []


def test_examples_are_for_who_speaks_japanese() -> None:
    for language, is_told in (("ja", True), ("ko", False)):
        talk = dialogue(language)
        talk.answered([BORN])
        assert ("平成3年" in spoken(talk.heard(final("?", confidence=0.1)))) is is_told


UNSURE = 0.32
"""Enough for a plain answer, too little for a value."""


def test_a_plain_answer_is_believed_where_a_value_is_not() -> None:
    talk = dialogue()
    talk.answered([HOUSING])
    assert "聞き取れません" in spoken(talk.heard(final("集合住宅", confidence=UNSURE)))
    talk.heard(final("集合住宅"))
    assert talk.heard(final("はい", confidence=UNSURE)) == [
        Send(postback="answer:housing:apartment")
    ]
    talk.answered([HOUSING])
    talk.heard(final("集合住宅"))
    acts = talk.heard(final("いいえ、一戸建てです", confidence=UNSURE))
    assert "集合住宅、でよろしいですか" in spoken(acts)
    assert sent(talk.heard(final("違います", confidence=UNSURE))) == []
    assert "一戸建て、でよろしいですか" in spoken(talk.heard(final("一番")))


def test_a_yes_without_a_question_needs_as_much_as_any_words() -> None:
    talk = dialogue()
    talk.begin()
    assert sent(talk.heard(final("はい", confidence=UNSURE))) == []
    talk.answered([NAME])
    assert "お名前を教えてください" in spoken(talk.heard(final("はい", confidence=UNSURE)))


@pytest.mark.parametrize(
    ("asked", "postback"), [(SUMMARY, "submit:0123abcd"), (ABANDON, "abandon:0123abcd")]
)
def test_what_cannot_be_taken_back_needs_a_yes_beyond_doubt(
    asked: SummaryMessage | ChoicesMessage, postback: str
) -> None:
    talk = dialogue()
    talk.answered([asked])
    if isinstance(asked, SummaryMessage):
        while "申請してよろしいですか" not in spoken(talk.heard(final("もう一度"))):
            talk.heard(final("はい"))
    assert sent(talk.heard(final("はい", confidence=UNSURE))) == []
    assert talk.heard(final("はい")) == [Send(postback=postback)]


def test_a_no_with_another_value_is_a_correction() -> None:
    talk = dialogue()
    talk.answered([HOUSING])
    talk.heard(final("集合住宅"))
    assert "一戸建て、でよろしいですか" in spoken(talk.heard(final("いいえ、一戸建てです")))


def test_a_korean_name_is_spelled_as_cards_have_it() -> None:
    talk = dialogue("ko")
    talk.answered([NAME])
    heard = spoken(talk.heard(final("제 이름은 김민지예요")))
    assert "KIM MINJI, K I M, M I N J I" in heard
    assert "GIM MINJI" in spoken(talk.heard(final("아니요")))
    assert talk.heard(final("네")) == [Send(text="GIM MINJI")]
    talk.answered([NAME_KANA])
    assert "キム ミンジ" in spoken(talk.heard(final("김민지")))
    assert talk.heard(final("네")) == [Send(text="キム ミンジ")]


def test_an_address_is_listened_for_and_found_at_its_postal_code() -> None:
    talk = dialogue()
    expected = talk.answered([ADDRESS])[-1]
    assert isinstance(expected, Expect)
    assert expected.words == ("練馬区豊玉北",)
    assert "練馬区豊玉北" in expected.example
    heard = spoken(
        talk.heard(final("練馬区豊田まきた 6丁目 12 の 1", "練馬区豊玉の 6丁目 12 の 1"))
    )
    assert "東京都練馬区豊玉北六丁目12-1、でよろしいですか" in heard
    assert talk.heard(final("はい")) == [Send(text="東京都練馬区豊玉北六丁目12-1")]


def test_an_address_that_was_rightly_heard_comes_after_a_no() -> None:
    talk = dialogue()
    talk.answered([ADDRESS])
    assert "豊玉北六丁目" in spoken(talk.heard(final("練馬区豊田まきた6丁目 12 の 1")))
    assert "豊田まきた六丁目12-1、でよろしいですか" in spoken(talk.heard(final("いいえ")))


def test_after_a_no_an_address_is_looked_for_anywhere_in_the_ward() -> None:
    talk = dialogue()
    talk.answered([ADDRESS])
    assert "豊玉北六丁目" in spoken(talk.heard(final("練馬区豊玉北6丁目 12 の 1")))
    expected = talk.heard(final("いいえ"))[-1]
    assert isinstance(expected, Expect)
    assert "豊玉北" not in expected.example
    assert "光が丘二丁目9-1、で" in spoken(talk.heard(final("練馬区光がおか 2の9の1")))


def test_what_is_not_read_back_must_be_surer() -> None:
    whisper = Dialogue("ja", lambda: TODAY, engine="whisper", has_screen=False)
    request = "転入届の期限はいつですか"
    assert spoken(whisper.heard(final(request, confidence=0.45))).startswith("すみません")
    assert sent(whisper.heard(final(request, confidence=0.55))) == [Send(text=request)]
    whisper.answered([NAME])
    assert "でよろしいですか" in spoken(whisper.heard(final("山田 太郎 です", confidence=0.45)))
