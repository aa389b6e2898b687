"""Every page for the public, by name. Who may open it stands at the view; a test asks each for it."""

from django.urls import path

from luoshi.portal.views import case, complain, front, guide, ledger, progress

urlpatterns = [
    path("", front.front, name="portal"),
    path("guide/", guide.guide, name="portal-guide"),
    path("guide/<str:code>/", guide.item, name="portal-item"),
    path("case/", case.case, name="portal-case"),
    path("case/close/", case.close, name="portal-close"),
    path("case/papers/<int:position>.<str:form>", case.paper, name="portal-paper"),
    path("case/proof/", ledger.proof, name="portal-proof"),
    path("ledger/", ledger.roots, name="portal-ledger"),
    path("ledger/roots.jsonl", ledger.roots_file, name="portal-roots"),
    path("ledger/check_proof.py", ledger.checker, name="portal-checker"),
    path("progress/", progress.progress, name="portal-progress"),
    path("complain/", complain.complain, name="portal-complain"),
]
