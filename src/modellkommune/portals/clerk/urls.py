"""The addresses of the portal clerk."""

from django.urls import URLPattern, URLResolver, path

from modellkommune.portals.clerk import (
    account_views,
    evidence_views,
    letter_views,
    money_views,
    refusal_views,
    review_views,
    session_views,
    views,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("amt/", views.home, name="office"),
    path("amt/vorschlaege/", views.proposals_page, name="office-proposals"),
    path("amt/vorschlaege/zusammenfassung/", views.summary, name="office-summary"),
    path("amt/vorschlaege/bewilligen/", views.approve_selected, name="office-approve"),
    path("amt/vorgang/<int:case_id>/", views.case_page, name="office-case"),
    path("amt/vorgang/<int:case_id>/bewilligen/", views.approve_this, name="office-approve-this"),
    path("amt/vorgang/<int:case_id>/pruefen/", review_views.take_into_review, name="office-review"),
    path("amt/vorgang/<int:case_id>/fortsetzen/", review_views.finish_review, name="office-finish-review"),
    path("amt/vorgang/<int:case_id>/mitteilen/", review_views.tell_applicant, name="office-tell"),
    path("amt/vorgang/<int:case_id>/anhoeren/", refusal_views.ask_applicant, name="office-ask"),
    path("amt/vorgang/<int:case_id>/ablehnen/", refusal_views.refuse_application, name="office-refuse"),
    path("amt/vorgang/<int:case_id>/datei/<uuid:file_id>/", evidence_views.evidence_page, name="office-file"),
    path(
        "amt/vorgang/<int:case_id>/datei/<uuid:file_id>/<int:number>.jpg",
        evidence_views.evidence_picture,
        name="office-picture",
    ),
    path(
        "amt/vorgang/<int:case_id>/datei/<uuid:file_id>/original/",
        evidence_views.evidence_original,
        name="office-original",
    ),
    path("amt/briefe/", letter_views.letters_page, name="office-letters"),
    path("amt/briefe/druck.pdf", letter_views.print_letters, name="office-print-letters"),
    path("amt/zahlungen/", money_views.money_page, name="office-money"),
    path("amt/zahlungen/<int:task_id>/erledigen/", money_views.close_matter, name="office-close-matter"),
    path("amt/profil/", views.profile, name="office-profile"),
    path("amt/profil/anmeldungen/", session_views.own_sessions, name="office-sessions"),
    path(
        "amt/mitarbeitende/<int:staff_id>/abmelden/",
        session_views.end_for_colleague,
        name="office-end-sessions",
    ),
    path("amt/mitarbeitende/", views.staff_page, name="office-staff"),
    # The names are those by which django-allauth looks its pages up.
    path("amt/konto/", account_views.to_profile, name="mfa_index"),
    path("amt/konto/anmelden/", account_views.log_in, name="account_login"),
    path("amt/konto/abmelden/", account_views.log_out, name="account_logout"),
    path("amt/konto/gesperrt/", account_views.locked, name="account_inactive"),
    path("amt/konto/code/", account_views.code, name="mfa_authenticate"),
    path("amt/konto/einrichten/", account_views.set_up, name="mfa_activate_totp"),
    path("amt/konto/eingerichtet/", account_views.to_profile, name="mfa_deactivate_totp"),
    path("amt/konto/bestaetigen/", account_views.again, name="account_reauthenticate"),
    path("amt/konto/bestaetigen/code/", account_views.code_again, name="mfa_reauthenticate"),
    path("amt/konto/passwort/", account_views.change_password, name="account_change_password"),
]
