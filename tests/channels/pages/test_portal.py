"""The portal over HTTP, as a browser without JavaScript reads it."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from channels.pages import rendering
from channels.pages.contents import LONGEST_QUERY
from madoguchi.catalogue.catalogue import Catalogue, catalogue
from madoguchi.catalogue.procedure import LifeEvent, Way
from madoguchi.languages.strings import LANGUAGES, strings, text
from madoguchi.languages.translations import translations
from tests.channels.conftest import Gateway
from tests.channels.pages.html_page import Element, assert_sound, parse

BROWSER = {"Accept": "text/html,application/xhtml+xml"}
PAGES = [
    "/",
    "/procedures",
    "/procedures?q=引っ越し",
    "/procedures/moving-in",
    "/life-events/birth",
]
PROBES = [
    '"><script>alert(1)</script>',
    "' onfocus=alert(1) autofocus='",
    "</title><img src=x onerror=alert(1)>",
    "{{ 7*7 }}{% raw %}",
    "javascript:alert(1)",
    "｜<b>《<i>》",
    "\x00\u202e%00",
]


def fetch(gateway: Gateway, path: str, *, status: int = 200, **query: str) -> Element:
    """The page, which must be sound HTML."""
    return page_of(get(gateway, path, **query), status)


def get(gateway: Gateway, path: str, **query: str) -> httpx.Response:
    """A request of its own: no cookie of another test is sent."""
    url = httpx.URL(f"{gateway.base}{path}").copy_merge_params(query)
    return httpx.get(url, headers=BROWSER, timeout=30)


def page_of(response: httpx.Response, status: int = 200) -> Element:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    document = parse(response.text)
    assert_sound(document)
    return document


def links(document: Element) -> list[str]:
    return [element.attributes["href"] for element in document.one("main").all("a")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_sound_in_every_language(gateway: Gateway, path: str, language: str) -> None:
    document = fetch(gateway, path, ward="toshima", lang=language)
    html = document.one("html").attributes
    assert html["data-language"] == language
    assert html["lang"] == ("ja" if language == "ja-easy" else language)


@pytest.mark.parametrize("ward", ["", "shibuya"])
def test_every_procedure_and_life_event_has_its_page(
    gateway: Gateway, catalogue: Catalogue, ward: str
) -> None:
    for id_, procedure in catalogue.procedures.items():
        document = fetch(gateway, f"/procedures/{id_}", ward=ward, lang="en")
        assert document.one("h1").text == procedure.names.translations["en"]
    for id_, checklist in catalogue.checklists.items():
        document = fetch(gateway, f"/life-events/{id_}", ward=ward, lang="en")
        assert document.one("h1").text == checklist.translations["en"]
        shown = [step.all("a")[0].attributes["href"] for step in _steps(document)]
        assert sorted(href.split("?")[0] for href in shown) == sorted(
            f"/procedures/{step.procedure}" for step in checklist.steps
        )


def _steps(document: Element) -> list[Element]:
    return [li for ol in document.all("ol", **{"class": "checklist"}) for li in ol.all("li")]


def test_there_is_a_word_for_every_way_and_every_occasion() -> None:
    words = strings("ja")["portal"]
    assert {f"way_{way}" for way in Way} | {f"group_{event}" for event in LifeEvent} <= set(words)


def test_every_life_event_is_named_in_every_language(catalogue: Catalogue) -> None:
    for checklist in catalogue.checklists.values():
        assert set(checklist.translations) == set(LANGUAGES) - {"ja"}


def test_the_home_page_leads_to_search_events_office_and_emergency_numbers(
    gateway: Gateway, catalogue: Catalogue
) -> None:
    document = fetch(gateway, "/", ward="shibuya", lang="ja")
    form = document.one("form", role="search").attributes
    assert (form["action"], form["method"]) == ("/procedures", "get")
    found = links(document)
    for id_ in catalogue.checklists:
        assert f"/life-events/{id_}?ward=shibuya&lang=ja" in found
    assert "/procedures/moving-in?ward=shibuya&lang=ja" in found
    assert {"tel:119", "tel:110", "tel:%237119", "tel:%239110", "tel:03-3463-1211"} <= set(found)
    office = document.section("office-heading").text
    assert "渋谷区役所" in office
    assert "〒150-8010 東京都渋谷区宇田川町1番1号" in office
    widget = document.one("script", src="/widget.js").attributes
    assert (widget["data-ward"], widget["data-language"]) == ("shibuya", "ja")
    assert "async" in widget


def test_without_a_ward_none_is_guessed(gateway: Gateway) -> None:
    document = fetch(gateway, "/", lang="ja")
    assert text("ja", "portal.choose_for_office") in document.section("office-heading").text
    assert "data-ward" not in document.one("script", src="/widget.js").attributes


class TestChoosing:
    def test_what_is_chosen_is_remembered(self, gateway: Gateway) -> None:
        with httpx.Client(base_url=gateway.base, headers=BROWSER) as browser:
            browser.get("/?ward=nerima&lang=vi")
            document = page_of(browser.get("/procedures/moving-in"))
            assert document.one("html").attributes["lang"] == "vi"
            assert document.one("option", selected="").attributes["value"] == "nerima"
            other = page_of(browser.get("/?ward=ota"))
            assert other.one("option", selected="").attributes["value"] == "ota"
            assert other.one("html").attributes["lang"] == "vi"

    def test_and_forgotten_when_it_is_taken_back(self, gateway: Gateway) -> None:
        with httpx.Client(base_url=gateway.base, headers=BROWSER) as browser:
            browser.get("/?ward=nerima&lang=ja")
            browser.get("/?ward=&lang=ja")
            assert page_of(browser.get("/")).all("option", selected="") == []

    def test_who_chose_nothing_gets_no_cookie(self, gateway: Gateway) -> None:
        for query in ({}, {"ward": "osaka", "lang": "xx"}):
            assert "set-cookie" not in get(gateway, "/", **query).headers

    def test_the_cookies_are_plain_and_stay_here(self, gateway: Gateway) -> None:
        cookies = get(gateway, "/", ward="ota", lang="en").headers.get_list("set-cookie")
        assert [cookie.split(";")[0] for cookie in cookies] == [
            "madoguchi_ward=ota",
            "madoguchi_language=en",
        ]
        for cookie in cookies:
            assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))

    def test_a_cache_keeps_the_languages_apart(self, gateway: Gateway) -> None:
        vary = get(gateway, "/").headers["vary"]
        assert set(vary.split(", ")) == {"Accept-Language", "Cookie", "Accept-Encoding"}

    def test_an_unknown_ward_is_said_at_the_chooser(self, gateway: Gateway) -> None:
        document = fetch(gateway, "/procedures/moving-in", ward="osaka", lang="ja")
        chooser = document.one("select").attributes
        assert chooser["aria-invalid"] == "true"
        assert chooser["aria-describedby"] == "ward-error"
        assert document.one("p", id="ward-error").text == text("ja", "portal.ward_unknown")

    def test_the_language_links_keep_ward_and_search(self, gateway: Gateway) -> None:
        document = fetch(gateway, "/procedures", q="住民票 & 印鑑", ward="ota", lang="ja")
        languages = document.one("nav", **{"class": "languages"})
        english = languages.one("a", lang="en").attributes["href"]
        again = fetch(gateway, english)
        assert again.one("input", id="q").attributes["value"] == "住民票 & 印鑑"
        assert again.one("option", selected="").attributes["value"] == "ota"
        chooser = again.one("form", id="ward-choice")
        assert chooser.one("input", name="q").attributes["value"] == "住民票 & 印鑑"


class TestSearch:
    def test_finds_what_the_api_finds_in_the_same_order(self, gateway: Gateway) -> None:
        document = fetch(gateway, "/procedures", q="印鑑", lang="ja")
        items = gateway.http.get("/api/v1/procedures", params={"q": "印鑑"}).json()
        assert len(items) > 1
        results = document.section("results-heading")
        assert [link.text for link in results.all("a")] == [item["name"] for item in items]

    def test_without_words_all_are_listed_once(
        self, gateway: Gateway, catalogue: Catalogue
    ) -> None:
        for q in ("", "  　 "):
            found = [
                href for href in links(fetch(gateway, "/procedures", q=q)) if "/procedures/" in href
            ]
            assert len(found) == len(set(found)) == len(catalogue.procedures)

    def test_a_life_event_is_offered_with_the_procedures(self, gateway: Gateway) -> None:
        found = links(fetch(gateway, "/procedures", q="離婚", lang="ja"))
        assert "/life-events/divorce?lang=ja" in found

    def test_nothing_found_says_so_and_shows_all(
        self, gateway: Gateway, catalogue: Catalogue
    ) -> None:
        document = fetch(gateway, "/procedures", q="zzzz", lang="en")
        assert document.section("results-heading").one("h2").text == (
            "No procedure matches “zzzz”."
        )
        assert len([h for h in links(document) if "/procedures/" in h]) == len(catalogue.procedures)

    def test_words_that_are_too_long_are_refused_at_the_box(self, gateway: Gateway) -> None:
        document = fetch(
            gateway, "/procedures", q="あ" * (LONGEST_QUERY + 1), lang="ja", status=422
        )
        box = document.one("input", id="q").attributes
        assert box["aria-invalid"] == "true"
        assert "q-error" in box["aria-describedby"].split()
        assert str(LONGEST_QUERY) in document.one("p", id="q-error").text
        assert box["value"] == "あ" * LONGEST_QUERY

    def test_present_danger_gets_the_numbers_first(self, gateway: Gateway) -> None:
        document = fetch(gateway, "/procedures", q="家が燃えています", lang="ja")
        assert links(document.one("body"))[1:3] == ["tel:119", "tel:110"]
        assert not fetch(gateway, "/procedures", q="住民票").all("section", id="emergency")

    def test_search_results_are_not_for_search_engines(self, gateway: Gateway) -> None:
        found = fetch(gateway, "/procedures", q="住民票")
        assert found.one("meta", name="robots").attributes["content"] == "noindex"
        assert not fetch(gateway, "/procedures").all("meta", name="robots")


class TestProcedure:
    def test_shows_each_fact_of_the_catalogue(self, gateway: Gateway, catalogue: Catalogue) -> None:
        procedure = catalogue.procedures["moving-in"]
        document = fetch(gateway, "/procedures/moving-in", ward="shibuya", lang="ja")
        assert procedure.deadline
        assert procedure.deadline.text in document.section("deadline").text
        assert document.section("fee").text == "手数料 無料"
        for document_ in procedure.documents or ():
            assert document_.name in document.section("documents").text
        for applicant in procedure.applicants or ():
            assert applicant.who in document.section("who").text
        for place in procedure.places or ():
            assert place.name in document.section("where").text
        for method in procedure.methods or ():
            for step in method.steps:
                assert step in document.section("how").text
        assert "マイナポータル" in document.section("online").text
        assert "戸籍住民担当課" in document.section("contact").text
        assert "住民基本台帳法第22条" in document.section("legal").text
        assert len(document.section("related").all("a")) == len(procedure.related)
        source = document.section("source")
        assert "2026年11月23日" in source.text
        assert source.one("a").attributes["href"] == str(procedure.official_page)
        assert not document.all("p", **{"class": "notice"})

    def test_what_is_unknown_is_asked_of_the_ward_and_never_guessed(
        self, gateway: Gateway, catalogue: Catalogue
    ) -> None:
        sections = {
            "applicants": "who", "places": "where", "deadline": "deadline", "fee": "fee",
            "documents": "documents", "methods": "how",
        }  # fmt: skip
        seen = set()
        for id_, procedure in catalogue.procedures.items():
            unknown = [name for name in sections if getattr(procedure, name) is None]
            if not unknown:
                continue
            document = fetch(gateway, f"/procedures/{id_}", ward="shibuya", lang="ja")
            for name in unknown:
                section = document.section(sections[name])
                assert section.one("p").text == "区に確認してください。 渋谷区役所 03-3463-1211"
                seen.add(name)
        assert seen == set(sections)

    def test_without_a_ward_it_leads_to_the_chooser(self, gateway: Gateway) -> None:
        document = fetch(gateway, "/procedures/bulky-waste", lang="ja")
        section = document.section("deadline")
        assert section.one("a").attributes["href"] == "#ward"

    def test_what_nobody_has_verified_says_so(self, gateway: Gateway, catalogue: Catalogue) -> None:
        assert catalogue.procedures["bulky-waste"].verified_on is None
        for language in LANGUAGES:
            document = fetch(gateway, "/procedures/bulky-waste", lang=language)
            said = text(language, "portal.unverified").split("。")[0].split("｜")[0]
            assert said in document.section("source").text

    def test_a_wards_own_facts_replace_the_common_ones_and_are_marked(
        self, gateway: Gateway
    ) -> None:
        own = fetch(gateway, "/procedures/moving-in", ward="toshima", lang="ja")
        assert "豊島区役所本庁舎3階 総合窓口課" in own.section("where").text
        assert own.section("where").one("span", **{"class": "badge"}).text == "この区の情報"
        assert not own.section("deadline").all("span", **{"class": "badge"})
        assert "www.city.toshima.lg.jp" in own.section("source").one("a").attributes["href"]
        common = fetch(gateway, "/procedures/moving-in", ward="shibuya", lang="ja")
        assert "豊島区" not in common.section("where").text
        assert not common.all("span", **{"class": "badge"})

    def test_applying_is_offered_only_where_applications_are_taken(
        self, gateway: Gateway, catalogue: Catalogue
    ) -> None:
        for id_, procedure in catalogue.procedures.items():
            found = links(fetch(gateway, f"/procedures/{id_}", ward="ota", lang="ja"))
            offered = f"/apply/{id_}?ward=ota&lang=ja" in found
            assert offered == procedure.form.accepting

    def test_japanese_is_marked_and_announced_in_another_language(
        self, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rendering, "translations", lambda language: {})
        document = fetch(gateway, "/procedures/moving-in", ward="toshima", lang="ne")
        assert text("ne", "portal.details_in_japanese") in document.one("main").text
        for span in _unmarked_japanese(document.one("body"), "ne"):
            raise AssertionError(f"not marked as Japanese: {span}")

    def test_what_is_translated_is_shown_and_said_to_be_translated(self, gateway: Gateway) -> None:
        document = fetch(gateway, "/procedures/moving-in", ward="toshima", lang="en")
        assert document.one("h1").text == "Moving-in notification"
        shown = document.one("main").text
        assert text("en", "shared.translated") in shown
        procedure = catalogue().procedure("moving-in", "toshima").procedure
        assert translations("en")[procedure.summary].text in shown
        assert procedure.summary not in shown

    def test_a_fee_in_yen_reads_in_the_readers_language(self, gateway: Gateway) -> None:
        said = {
            language: fetch(gateway, "/procedures/seal-certificate", ward="ota", lang=language)
            .section("fee")
            .all("strong")[0]
            .text
            for language in ("ja", "en", "vi")
        }
        assert said == {"ja": "300円", "en": "¥300", "vi": "300 yên"}


def _unmarked_japanese(element: Element, lang: str) -> list[str]:
    """Texts with kana in them that stand where the language is another one."""
    lang = element.attributes.get("lang", lang)
    found: list[str] = []
    for child in element.children:
        if isinstance(child, Element):
            found += _unmarked_japanese(child, lang)
        elif lang != "ja" and any("\u3041" <= character <= "\u30ff" for character in child):
            found.append(child)
    return found


class TestUnknown:
    @pytest.mark.parametrize(
        "path", ["/procedures/no-such", "/life-events/no-such", "/no-such", "/procedures/a/b"]
    )
    @pytest.mark.parametrize("language", ["ja", "ja-easy", "ne"])
    def test_a_browser_gets_a_page_in_its_language(
        self, gateway: Gateway, path: str, language: str
    ) -> None:
        document = fetch(gateway, path, lang=language, status=404)
        expected = parse(text(language, "portal.error_not_found_title")).text
        assert document.one("h1").text == expected
        assert document.one("html").attributes["data-language"] == language
        document.one("form", role="search")

    def test_a_program_still_gets_a_problem(self, gateway: Gateway) -> None:
        for path in ("/procedures/no-such", "/no-such"):
            response = gateway.http.get(path, headers={"Accept": "application/json"})
            assert response.headers["content-type"] == "application/problem+json"
        response = gateway.http.get("/api/v1/procedures/no-such", headers=BROWSER)
        assert response.json()["code"] == "unknown-procedure"

    def test_the_wrong_method_is_a_page_too(self, gateway: Gateway) -> None:
        response = httpx.post(f"{gateway.base}/procedures", headers=BROWSER)
        assert page_of(response, 405).one("h1").text == text("ja", "portal.error_title")
        assert response.headers["allow"] == "GET"

    def test_a_failure_is_polite_and_shows_no_trace(
        self, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*arguments: object) -> Any:
            raise RuntimeError("佐藤美咲 in an error's text")

        monkeypatch.setattr("channels.pages.contents.groups", fail)
        response = get(gateway, "/procedures", lang="ja")
        assert "申し訳ありません" in page_of(response, 500).one("main").text
        assert "佐藤" not in response.text
        assert "RuntimeError" not in response.text

    def test_where_no_page_can_be_made_a_problem_is_answered(
        self, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*arguments: object, **named: object) -> Any:
            raise RuntimeError

        monkeypatch.setattr("channels.pages.errors.page", fail)
        monkeypatch.setattr("channels.pages.portal.page", fail)
        response = get(gateway, "/")
        assert response.status_code == 500
        assert response.json()["code"] == "internal-error"


@pytest.mark.parametrize("probe", PROBES)
@pytest.mark.parametrize("field", ["q", "ward", "lang"])
@pytest.mark.parametrize("path", ["/", "/procedures", "/procedures/moving-in", "/no-such"])
def test_nothing_that_a_link_says_becomes_markup(
    gateway: Gateway, path: str, field: str, probe: str
) -> None:
    harmless = get(gateway, path, **{field: "zzzz"})
    response = get(gateway, path, **{field: probe})
    assert response.status_code == harmless.status_code
    scripts = [
        [element.attributes for element in parse(answer.text).all("script")]
        for answer in (harmless, response)
    ]
    assert scripts[0] == scripts[1]
    document = page_of(response, response.status_code)
    assert not document.all("i")
    assert not [element for element in document.all("img") if element.attributes["src"] == "x"]
    for link in document.all("a"):
        assert link.attributes["href"].startswith(("/", "#", "tel:", "https://", "http://"))
    if field == "q" and path == "/procedures":
        assert document.one("input", id="q").attributes["value"] == probe.strip("\x00")
