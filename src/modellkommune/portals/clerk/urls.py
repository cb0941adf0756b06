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
    stand_stations,
    stand_views,
    stand_wheel,
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
    path("amt/infostand/", stand_views.events_page, name="office-stand"),
    path("amt/infostand/<int:event_id>/", stand_views.event_page, name="office-stand-event"),
    path("amt/infostand/<int:event_id>/preis/", stand_wheel.new_prize, name="office-stand-prize"),
    path("amt/infostand/<int:event_id>/bestand/", stand_wheel.new_entry, name="office-stand-entry"),
    path("amt/infostand/<int:event_id>/bestand.csv", stand_wheel.stock_file, name="office-stand-stock"),
    path("amt/infostand/<int:event_id>/protokoll.json", stand_wheel.protocol_file, name="office-stand-protocol"),
    path("amt/infostand/<int:event_id>/stand/", stand_wheel.new_state, name="office-stand-state"),
    path("amt/infostand/<int:event_id>/drehen/", stand_wheel.turn_for_somebody, name="office-stand-turn"),
    path("amt/infostand/<int:event_id>/drehung/<int:number>/", stand_wheel.spin_page, name="office-stand-spin"),
    path("amt/infostand/<int:event_id>/tablets/", stand_stations.stations_page, name="office-stations"),
    path(
        "amt/infostand/<int:event_id>/tablets/<int:station_id>/code/",
        stand_stations.station_code,
        name="office-station-code",
    ),
    path(
        "amt/infostand/<int:event_id>/tablets/<int:station_id>/sperren/",
        stand_stations.revoke_station,
        name="office-station-revoke",
    ),
    path("amt/infostand/<int:event_id>/blaetter/", stand_stations.sheets_page, name="office-sheets"),
    path(
        "amt/infostand/<int:event_id>/blaetter/<slug:code>.pdf", stand_stations.sheet_file, name="office-sheet"
    ),
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
