"""The components, drawn from fields as a blueprint describes them."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import Context, Template

from modellkommune.blueprint import Choice, Field, FieldError, Input, Inputs
from modellkommune.pages.fields import view_of

LOAD = "{% load kern %}"


def draw(source: str, **values: Any) -> str:
    return Template(LOAD + source).render(Context({"language": "de", **values}))


def field_of(kind: str, *inputs: Input, grouped: bool = False, **more: Any) -> tuple[Field, Inputs]:
    settings = more.pop("settings", {})
    shown = {
        name: more.pop(name) for name in ("read_only", "text", "files", "accept", "body") if name in more
    }
    field = Field(
        "f", kind, {"de": "Frage", "en": "Question"}, {"de": "Ein Hinweis"}, settings=settings, **more
    )
    return field, Inputs(field, grouped, inputs, "Ein Hinweis", **shown)


def component(field: Field, inputs: Inputs, *errors: FieldError) -> str:
    return draw("{% field_component f i e 'de' %}", f=field, i=inputs, e=errors)


TEXT = Input("f", "f", "text", "Frage", "Żółć <b>")
WRONG = FieldError("f", "f", {"de": "Bitte schreiben Sie es so.", "en": "Please write it so."})


def test_a_text_field_ties_label_hint_and_error_to_its_input() -> None:
    html = component(*field_of("text", TEXT), WRONG)
    assert '<label class="kern-label" for="f">Frage</label>' in html
    assert 'aria-describedby="f-h f-e"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="f-e"' in html
    assert "Bitte schreiben Sie es so." in html


def test_what_was_entered_is_shown_again_and_escaped() -> None:
    assert 'value="Żółć &lt;b&gt;"' in component(*field_of("text", TEXT))


def test_no_field_lets_the_browser_validate() -> None:
    html = component(*field_of("text", TEXT))
    assert " required" not in html
    assert 'aria-required="true"' in html


def test_only_optional_fields_are_marked() -> None:
    assert "(freiwillig)" in component(*field_of("text", TEXT, optional=True))
    assert "(freiwillig)" not in component(*field_of("text", TEXT))


def test_an_error_of_another_field_stays_there() -> None:
    assert "aria-invalid" not in component(*field_of("text", TEXT), replace(WRONG, field_id="g"))


def test_the_only_question_of_a_page_is_its_h1() -> None:
    field, inputs = field_of("text", TEXT)
    html = draw("{% field_component f i e 'de' question=True %}", f=field, i=inputs, e=())
    assert '<h1 class="question kern-heading-x-large"><label' in html


def test_a_date_marks_only_the_part_that_is_wrong() -> None:
    parts = [Input(f"f-{part}", f"f-{part}", "text", part, width=2) for part in ("day", "month", "year")]
    html = component(*field_of("date", *parts, grouped=True), replace(WRONG, input_id="f-month"))
    assert html.count('aria-invalid="true"') == 1
    assert html.index('id="f-month"') < html.index("aria-invalid") < html.index('id="f-year"')
    assert "<legend" in html


CHOICES = (Choice("a", "Anna", "f-a"), Choice("b", "Bert", "f-b", selected=True, hint="Mit Beleg"))


@pytest.mark.parametrize(("kind", "input_type"), [("radio", "radio"), ("checkboxes", "checkbox")])
def test_a_choice_is_a_group_whose_legend_asks(kind: str, input_type: str) -> None:
    html = component(*field_of("choice", Input("f", "f", kind, "Frage", options=CHOICES), grouped=True))
    assert '<legend class="kern-label">Frage</legend>' in html
    assert html.count(f'type="{input_type}"') == 2
    assert 'id="f-b" name="f" value="b" checked aria-describedby="f-b-h"' in html


def test_a_select_keeps_the_choice() -> None:
    html = component(*field_of("choice", Input("f", "f", "select", "Frage", options=CHOICES), grouped=True))
    assert '<option value="b" selected>Bert</option>' in html


def test_a_number_shows_its_unit() -> None:
    html = component(*field_of("number", replace(TEXT, value="4284", inputmode="numeric", suffix="mm")))
    assert 'inputmode="numeric"' in html
    assert ">mm</span>" in html


def _plate(picked: str = "") -> tuple[Field, Inputs]:
    country = (
        Choice("D", "Deutschland", "f-D", picked != "NL"),
        Choice("NL", "Niederlande", "f-NL", picked == "NL"),
    )
    return field_of(
        "licence-plate",
        Input("f", "f", "text", "Frage", "DNA123"),
        Input(
            "f-choice",
            "f-choice",
            "radio",
            "Welches?",
            options=(Choice("DN-A 123", "DN-A 123", "f-choice-0"),),
        ),
        Input("f-country", "f-country", "select", "Land", picked or "D", options=country),
        grouped=True,
    )


def test_candidates_for_a_plate_are_asked_at_once_other_kinds_are_folded_away() -> None:
    html = component(*_plate())
    assert html.index("f-choice-0") < html.index("<details")
    assert '<details class="more">' in html


def test_a_foreign_plate_stays_unfolded() -> None:
    assert '<details class="more" open>' in component(*_plate("NL"))


def test_an_upload_lists_its_files_each_with_a_button_to_remove_it() -> None:
    files = ({"id": "7", "name": "brief.pdf", "size": 2048},)
    settings = {"accept": ["pdf", "jpg"], "max_mb": 10, "max_files": 3, "later": True}
    html = component(
        *field_of(
            "upload", Input("f", "f", "file", "Frage"), settings=settings, files=files, accept=".pdf,.jpg"
        )
    )
    assert 'name="remove" value="7"' in html
    assert "PDF, JPG, höchstens 10 MB je Datei, höchstens 3 Dateien" in html
    assert "später nachreichen" in html
    assert 'accept=".pdf,.jpg"' in html


def test_what_the_log_in_says_is_shown_and_cannot_be_changed() -> None:
    html = component(*field_of("name", TEXT, read_only=True, text="Anna"))
    assert "<input" not in html
    assert "Anna" in html
    assert "Aus Ihrem Online-Ausweis" in html


def test_an_information_asks_nothing() -> None:
    html = component(*field_of("information", body="Kein Parkplatz ist sicher."))
    assert "Kein Parkplatz ist sicher." in html
    assert "<input" not in html


def test_a_consent_is_one_box_with_its_sentence() -> None:
    html = component(*field_of("consent", Input("f", "f", "checkbox", "Frage", "yes", checked=True)))
    assert 'type="checkbox" id="f" name="f" value="yes" checked' in html


def test_the_error_summary_leads_to_each_input_in_the_same_words() -> None:
    html = draw("{% error_summary e %}", e=[WRONG])
    assert 'role="alert" tabindex="-1" autofocus' in html
    assert '<a class="kern-link" href="#f">Bitte schreiben Sie es so.</a>' in html
    assert draw("{% error_summary e %}", e=[]) == ""


def test_the_progress_is_named() -> None:
    html = draw("{% progress 2 4 'Ihr Fahrzeug' %}")
    assert "Schritt 2 von 4: Ihr Fahrzeug" in html
    assert 'value="2" max="4"' in html


def test_the_check_page_says_what_was_not_answered() -> None:
    html = draw("{% summary_list 1 'Fahrzeug' items '/x/' %}", items=[{"label": "E-Mail", "value": ""}])
    assert "Nicht angegeben" in html
    assert 'Ändern<span class="kern-sr-only"> Fahrzeug</span>' in html


def test_the_timeline_says_in_words_what_is_done_and_where_we_are() -> None:
    done, now = SimpleNamespace(state="done", title="Da"), SimpleNamespace(state="now", title="Prüfen")
    html = draw("{% timeline t %}", t=[done, now])
    assert "(erledigt)" in html
    assert html.count('aria-current="step"') == 1


def test_a_task_that_is_not_yet_possible_is_no_link() -> None:
    task = SimpleNamespace(title="Bezahlen", address="", kind="info", status="Noch nicht möglich")
    assert "<a" not in draw("{% task_list t %}", t=[task])


def test_a_list_of_one_page_has_no_pages() -> None:
    assert draw("{% pagination 1 1 %}") == ""
    assert '<span aria-current="page">2</span>' in draw("{% pagination 2 3 %}")


def test_a_button_with_an_address_is_a_link() -> None:
    assert draw("{% button 'step.next' href='/x/' %}").startswith(
        '<a class="kern-btn kern-btn--primary" href="/x/">'
    )
    assert draw("{% button 'step.next' %}").startswith('<button type="submit"')


def test_an_alert_is_not_announced() -> None:
    html = draw("{% alert 'success' 'Danke' %}<p>Ja</p>{% endalert %}")
    assert 'role="alert"' not in html
    assert "<p>Ja</p>" in html


def test_an_accordion_works_without_script() -> None:
    assert draw("{% accordion 'Recht' name='recht' %}x{% endaccordion %}").startswith(
        '<details class="kern-accordion" id="recht">'
    )


def test_our_own_forms_use_the_same_components() -> None:
    html = draw("{% text_field 'code' '' label='Code' error='Bitte prüfen Sie den Code.' %}")
    assert 'aria-describedby="code-e"' in html
    html = draw("{% radio_field 'art' o 'b' label='Art' %}", o=[("a", "Anna"), ("b", "Bert")])
    assert 'id="art-b" name="art" value="b" checked' in html
    html = draw("{% select_field 'art' o 'b' label='Art' %}", o=[("a", "Anna"), ("b", "Bert")])
    assert '<option value="b" selected>' in html
    assert "checked" in draw("{% consent_field 'ja' True label='Ja' %}")


def test_what_somebody_typed_is_never_kept_in_the_process() -> None:
    for personal in (
        field_of("text", TEXT),
        field_of(
            "upload", Input("f", "f", "file", "Frage"), files=({"id": "7", "name": "a.pdf", "size": 1},)
        ),
        field_of("name", read_only=True, text="Anna"),
    ):
        assert not view_of(*personal, (), "de").impersonal
    assert not view_of(*field_of("text", replace(TEXT, value="")), (WRONG,), "de").impersonal
    assert view_of(*field_of("text", replace(TEXT, value="")), (), "de").impersonal


def test_a_field_that_is_drawn_again_speaks_the_language_of_its_page() -> None:
    field, inputs = field_of("text", replace(TEXT, value=""), optional=True)
    template = Template(LOAD + "{% field_component f i %}")
    german, english = (
        template.render(Context({"language": x, "f": field, "i": inputs})) for x in ("de", "en")
    )
    assert "(freiwillig)" in german
    assert "(optional)" in english
    assert ">Question" in english


def test_a_number_is_kept_together_in_a_text_that_is_escaped() -> None:
    html = draw("{{ text|together }}", text="<b> BP-4F7K9-XTMC2 & mehr")
    assert html == '&lt;b&gt; <span class="together">BP-4F7K9-XTMC2</span> &amp; mehr'
    assert draw("{{ text|together }}", text="12 Ausweise") == "12 Ausweise"


def test_what_is_wrong_with_a_plate_stands_at_the_plate_and_not_below_what_is_folded_away() -> None:
    plate = Input("f", "f", "text", "Kennzeichen", "12345")
    country = Input("f-country", "f-country", "select", "Land", options=(), part="country")
    html = component(*field_of("licence-plate", plate, country, grouped=True), WRONG)
    assert html.index('id="f"') < html.index('id="f-e"') < html.index("<details")
    provider = Input("f-name", "f-name", "text", "Anbieter", "Stadtteilauto", part="name")
    unfolded = component(*field_of("licence-plate", plate, provider, grouped=True), WRONG)
    assert unfolded.index('id="f-name"') < unfolded.index('id="f-e"')
    assert unfolded.count('id="f-e"') == 1


def test_the_example_of_a_plate_is_not_broken_in_its_hint() -> None:
    field, inputs = field_of("licence-plate", TEXT, grouped=True)
    html = component(field, replace(inputs, hint="Zum Beispiel MST-AB 123"))
    assert 'Zum Beispiel <span class="together">MST-AB 123</span></div>' in html
