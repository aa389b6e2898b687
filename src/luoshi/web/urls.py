"""Every page for staff, by name. Who may open it stands at the view; a test asks each for it."""

from django.urls import path

from luoshi.web.views import (
    card,
    cards,
    catalogue,
    due,
    health,
    imports,
    item_form,
    law,
    matter,
    matters,
    overview,
    session,
    style,
    uploads,
)

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("matters/", matters.matters, name="matters"),
    path("matters.xlsx", matters.matters_excel, name="matters-excel"),
    path("matters/<path:name>", matter.matter, name="matter"),
    path("cards/", cards.cards, name="cards"),
    path("cards/<int:position>/", card.card, name="card"),
    path("cards/<int:position>/<slug:act>/", card.card_act, name="card-act"),
    path("cards.xlsx", cards.cards_excel, name="cards-excel"),
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue.xlsx", catalogue.catalogue_excel, name="catalogue-excel"),
    path("catalogue/upload/", uploads.catalogue_upload, name="catalogue-upload"),
    path("catalogue/new/", item_form.item_new, name="item-new"),
    path("catalogue/item/<str:code>/", catalogue.item, name="item"),
    path("catalogue/item/<str:code>/change/", item_form.item_change, name="item-change"),
    path("catalogue/item/<str:code>/retire/", item_form.item_retire, name="item-retire"),
    path("law/", law.law, name="law"),
    path("due/", due.due_page, name="due"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<uuid:run>/", imports.import_run, name="import"),
    path("style/", style.style, name="style"),
    path("sign-in/", session.sign_in, name="sign-in"),
    path("sign-out/", session.sign_out, name="sign-out"),
    path("language/", session.language, name="language"),
    path("healthz", health.healthz, name="healthz"),
    path("metrics", health.metrics, name="metrics"),
]
