"""Assessing: findings, fee, proposal, and the reasons for each."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from modellkommune.blueprint import Release, Service, compile_service
from tests.blueprint.people import situation

HOME = {"street": "Bahnhofstr.", "number": 12, "addition": "a", "postcode": "52349", "place": "Düren"}


def test_anna_gets_a_proposal_to_grant(service: Service, release: Release) -> None:
    found = service.assess(situation(release))
    assert (found.proposal, found.reasons) == ("grant", ())
    assert found.terms == {"zone": "G", "plates": ["DN-AB 123"], "first": "2026-12-03", "last": "2027-12-02"}
    assert found.fee is not None
    assert found.fee.total == 3070


def test_a_preview_states_the_fee_and_terms_of_the_assessment(service: Service, release: Release) -> None:
    shown, found = service.preview(situation(release)), service.assess(situation(release))
    assert (shown.fee, shown.terms) == (found.fee, found.terms)


def test_a_silent_register_leaves_its_checks_open(service: Service, release: Release) -> None:
    found = service.assess(situation(release, replies={"population-register": None}))
    assert {finding.id: finding.result for finding in found.findings}["lives_here"] == "open"
    assert found.proposal == "review"
    assert found.reason_ids == ("lives_here",)


def test_a_reply_without_the_value_leaves_the_check_open(service: Service, release: Release) -> None:
    found = service.assess(
        situation(release, replies={"vehicle-register": {"found": True, "length_mm": "4284"}})
    )
    assert {finding.id: finding.result for finding in found.findings}["short_enough"] == "open"


def test_a_failed_check_is_reviewed_never_refused(service: Service, release: Release) -> None:
    elsewhere = {"found": True, "dwelling": "main", "address": {**HOME, "number": 13}}
    found = service.assess(situation(release, replies={"population-register": elsewhere}))
    assert (found.proposal, found.reason_ids) == ("review", ("lives_here",))
    assert found.reasons[0]["de"] == "Im Melderegister steht eine andere Wohnung."


def test_a_finding_says_rule_values_source_and_sentence(service: Service, release: Release) -> None:
    findings = {finding.id: finding for finding in service.assess(situation(release)).findings}
    length = findings["short_enough"]
    assert length.rule == "facts.length_mm <= parameters.max_length_mm"
    assert length.values == {"facts.length_mm": 4284, "parameters.max_length_mm": 20000}
    assert length.source == "vehicle-register"
    assert length.sentence == {"de": "Das Fahrzeug ist 4284 mm lang.", "en": "The vehicle is 4284 mm long."}
    assert findings["lives_here"].values["registers.population_register.dwelling"] == "main"
    assert findings["in_zone"].source == "answers"


def test_a_fee_step_says_row_inputs_and_source(service: Service, release: Release) -> None:
    fee = service.assess(situation(release)).fee
    assert fee is not None
    (step,) = fee.steps
    assert (step.rule, step.source, step.values["months"]) == ("tariff/flat", "Gebührenverordnung § 2", 12)
    assert step.sentence["de"] == "Bewohnerparkausweis für 12 Monate"


def test_facts_explain_themselves(service: Service, release: Release) -> None:
    facts = {fact.id: fact for fact in service.explain(situation(release))}
    assert facts["length_mm"].sentence["de"] == "Im Fahrzeugregister steht 4284 mm."
    assert facts["last"].shown["de"] == "Donnerstag, 2. Dezember 2027"
    assert facts["last"].values == {"facts.first": "2026-12-03", "answers.months": 12}


def test_a_review_names_its_reason(service: Service, release: Release) -> None:
    found = service.assess(situation(release, answers={"keeper": "family"}, identity=None))
    assert found.reason_ids == ("other_keeper", "not_identified")


def test_the_office_may_read_more_of_a_reason_than_the_applicant(service: Service, release: Release) -> None:
    [review] = [one for one in release.document["rules"]["reviews"] if one["id"] == "other_keeper"]
    office = {"de": "Halter ist jemand anderes.", "en": "Somebody else is the keeper."}
    guarded = compile_service(change_reviews(release, {**review, "office": office}), {})
    found = guarded.assess(situation(release, answers={"keeper": "family"}, identity=None))
    assert found.reason_ids == ("other_keeper", "not_identified")
    assert found.said == found.reasons == (review["reason"], found.explained[1].sentence)
    assert found.said_to_office == (office, found.explained[1].sentence)
    assert service.assess(situation(release, identity=None)).said_to_office == found.said[1:]


def change_reviews(release: Release, changed: dict[str, Any]) -> dict[str, Any]:
    """The release's document with another version of one of its reviews."""
    rules = release.document["rules"]
    reviews = [changed if one["id"] == changed["id"] else one for one in rules["reviews"]]
    return {**release.document, "rules": {**rules, "reviews": reviews}}


def test_an_unknown_fee_and_an_unknown_term_are_reviewed(service: Service, release: Release) -> None:
    outside = {**release.examples[0].answers["address"], "zone": None}
    found = service.assess(situation(release, answers={"address": outside, "months": 7}))
    assert found.fee is None
    assert {"fee", "terms", "in_zone"} <= set(found.reason_ids)


def test_what_a_check_explains_already_is_not_said_twice(service: Service, release: Release) -> None:
    outside = {**release.examples[0].answers["address"], "zone": None}
    found = service.assess(situation(release, answers={"address": outside}))
    assert found.reason_ids == ("in_zone", "terms")
    assert found.said == found.reasons[:1]


def test_what_nothing_else_explains_is_said(service: Service, release: Release) -> None:
    found = service.assess(situation(release, answers={"months": None}))
    assert found.reason_ids == ("fee", "terms")
    assert found.said == found.reasons


@pytest.mark.parametrize(("fee_date", "cents"), [("submission", 3070), ("issue", 4000), ("start", 5000)])
def test_the_dated_row_follows_the_fee_date(release: Release, fee_date: str, cents: int) -> None:
    table = release.document["rules"]["tables"][0]
    flat = {"id": "flat", "then": {"amount": "30.70"}}
    later = {"id": "issue", "then": {"amount": "40.00"}, "valid_from": "2026-12-10"}
    last = {"id": "start", "then": {"amount": "50.00"}, "valid_from": "2027-01-01"}
    rules = {**release.document["rules"], "tables": [{**table, "rows": [flat, later, last]}]}
    service = compile_service({**release.document, "rules": rules}, {"parameters": {"fee_date": fee_date}})
    case = replace(situation(release, answers={"start": "2027-01-02"}), today=date(2026, 12, 20))
    fee = service.assess(case).fee
    assert fee is not None
    assert fee.total == cents


def test_the_six_months_from_the_end_of_august_end_on_a_defined_day(
    service: Service, release: Release
) -> None:
    found = service.assess(situation(release, answers={"months": 6, "start": "2027-08-31"}))
    assert found.terms["last"] == "2028-02-29"


def test_a_deduction_never_makes_the_fee_negative(release: Release) -> None:
    service = compile_service(release.document, {"parameters": {"social_discount": "99.00"}})
    fee = service.assess(situation(release)).fee
    assert fee is not None
    assert fee.total == 0
