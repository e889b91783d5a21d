"""Addresses of the portal. Guides and verification pages stand on paper: their addresses never change."""

from django.urls import path

from yichuang.web.portal.pages import (
    beginning,
    cases,
    corrections,
    drafts,
    following,
    guide,
    guide_files,
    home,
    materials,
    mine,
)

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("items/", home.items, name="items"),
    path("items/<str:code>/", guide.guide, name="guide"),
    path("items/<str:code>/print/", guide.guide_on_paper, name="guide_on_paper"),
    path("items/<str:code>/files/<str:digest>/", guide_files.guide_file, name="guide_file"),
    path("items/<str:code>/apply/", beginning.begin, name="begin"),
    path("drafts/<uuid:draft_id>/", drafts.draft, name="draft"),
    path("drafts/<uuid:draft_id>/situations/", drafts.situations, name="draft_situations"),
    path("drafts/<uuid:draft_id>/form/", drafts.form, name="draft_form"),
    path("drafts/<uuid:draft_id>/materials/", materials.materials, name="draft_materials"),
    path("drafts/<uuid:draft_id>/materials/<str:key>/", materials.upload, name="draft_upload"),
    path(
        "drafts/<uuid:draft_id>/materials/<str:key>/<uuid:file_id>/removal/",
        materials.take_back,
        name="draft_file_removal",
    ),
    path("drafts/<uuid:draft_id>/files/<uuid:file_id>/", materials.file, name="draft_file"),
    path("drafts/<uuid:draft_id>/review/", drafts.review, name="draft_review"),
    path("drafts/<uuid:draft_id>/removal/", drafts.remove, name="draft_removal"),
    path("my/", cases.my, name="my"),
    path("my/enterprises/", beginning.enterprise, name="enterprise"),
    path("my/agents/", mine.agents, name="agents"),
    path("my/agents/<int:agency_id>/removal/", mine.dismiss, name="agent_removal"),
    path("my/data/", mine.who_looked, name="who_looked"),
    path("cases/<str:number>/", cases.case, name="case"),
    path("cases/<str:number>/sent/", cases.sent, name="sent"),
    path("cases/<str:number>/clock/<str:kind>/", cases.clock, name="clock"),
    path("cases/<str:number>/letters/<uuid:letter_id>/", cases.letter, name="letter"),
    path("cases/<str:number>/files/<uuid:file_id>/", cases.file, name="file"),
    path("cases/<str:number>/withdrawal/", cases.withdrawal, name="withdrawal"),
    path("cases/<str:number>/correction/", corrections.correction, name="correction"),
    path("query/", following.query, name="query"),
    path("query/case/", following.followed, name="followed"),
    path("query/case/letters/<uuid:letter_id>/", following.followed_letter, name="followed_letter"),
    path("verify/", following.verify, name="verify"),
    path("verify/<str:code>/", following.verify, name="verify_code"),
]
