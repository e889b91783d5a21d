"""Addresses of the desk. The acts on a case are nouns below the case."""

from django.urls import URLPattern, path

from yichuang.web.desk.pages import (
    account,
    audit,
    case,
    catalogue_descent,
    catalogue_editor,
    catalogue_guides,
    catalogue_ledger,
    catalogue_life,
    catalogue_lists,
    catalogue_materials,
    catalogue_tables,
    catalogue_tree,
    counter,
    hall,
    handing_out,
    items,
    mandates,
    offices,
    papers,
    search_words,
    work,
)

app_name = "desk"
ONE = "cases/<str:number>/"
ITEM = "items/<str:code>/"
VERSION = f"{ITEM}versions/<int:number>/"
DRAFT = f"{ITEM}draft/"


def _act(noun: str, address: str) -> URLPattern:
    return path(f"{ONE}{address}/", case.act, {"noun": noun}, name=noun)


urlpatterns = [
    path("life-events/", catalogue_guides.guides, name="life_events"),
    path("life-events/<slug:key>/showing/", catalogue_guides.showing, name="life_event_showing"),
    path("", work.home, name="home"),
    path("work/", work.work, name="work"),
    path("keys/", work.keys, name="keys"),
    path(ONE, case.case, name="case"),
    path(f"{ONE}clock/", case.clock, name="clock"),
    path(f"{ONE}identity/", case.identity, name="identity"),
    path(f"{ONE}files/<uuid:file_id>/", papers.file, name="file"),
    path(f"{ONE}files/<uuid:file_id>/pages/<int:page>/", papers.file_page, name="file_page"),
    path(f"{ONE}letters/<uuid:letter_id>/", papers.letter, name="letter"),
    path(f"{ONE}letters/<uuid:letter_id>/pages/<int:page>/", papers.letter_page, name="letter_page"),
    _act("correction", "correction"),
    _act("corrected", "correction/answer"),
    _act("acceptance", "acceptance"),
    _act("declining", "declining"),
    _act("not_required", "not-required"),
    _act("examination", "examination"),
    _act("opinions", "opinions"),
    _act("proposal", "proposal"),
    _act("decision", "decision"),
    _act("making", "making"),
    _act("issue", "issue"),
    _act("delivery", "delivery"),
    _act("courier", "delivery/courier"),
    _act("arrival", "delivery/arrival"),
    path("counter/", counter.counter, name="counter"),
    path("counter/<str:number>/", counter.done, name="counter_done"),
    path("handing-out/", handing_out.handing_out, name="handing_out"),
    path("hall/", hall.hall, name="hall"),
    path("hall/cases/", hall.cases, name="hall_cases"),
    path("mandates/", mandates.mandates, name="mandates"),
    path("mandates/new/", offices.file_mandate, name="mandate_filing"),
    path("mandates/<int:mandate_id>/revocation/", offices.revoke_mandate, name="mandate_revocation"),
    path("offices/", offices.offices, name="offices"),
    path("offices/windows/new/", offices.open_window, name="window_opening"),
    path("offices/windows/<int:window_id>/closing/", offices.close_window, name="window_closing"),
    path("offices/postings/new/", offices.post, name="posting"),
    path("offices/postings/<int:posting_id>/end/", offices.end_posting, name="posting_end"),
    path("search-words/", search_words.search_words, name="search_words"),
    path("search-words/synonyms/", search_words.add_synonym, name="synonym_addition"),
    path("search-words/synonyms/<int:synonym_id>/ending/", search_words.end_synonym, name="synonym_ending"),
    path("search-words/misses/<int:miss_id>/settling/", search_words.settle_miss, name="miss_settling"),
    path("search-words/misses/<int:miss_id>/taking-up/", search_words.take_up_miss, name="miss_taking_up"),
    path("items/", items.items, name="items"),
    path(ITEM, items.item, name="item"),
    path(f"{ITEM}difference/", catalogue_life.difference, name="item_difference"),
    path(f"{ITEM}descent/", catalogue_descent.descent, name="item_descent"),
    path(f"{ITEM}history/", catalogue_life.story, name="item_history"),
    path(f"{ITEM}revision/", catalogue_life.act, {"noun": "beginning"}, name="item_beginning"),
    path(f"{VERSION}review/", catalogue_life.review, name="item_review"),
    *(
        path(f"{VERSION}{noun}/", catalogue_life.act, {"noun": noun}, name=f"item_{noun}")
        for noun in ("submission", "recall", "discarding", "publication", "pause", "resumption", "cancellation")
    ),
    path("materials/", catalogue_materials.materials, name="materials"),
    path("materials/new/", catalogue_materials.new, name="material_new"),
    path("materials/<slug:key>/", catalogue_materials.material, name="material"),
    path("materials/<slug:key>/retirement/", catalogue_materials.retire, name="material_retirement"),
    path("materials/<slug:key>/renewal/<str:code>/", catalogue_materials.renew, name="material_renewal"),
    path(DRAFT, catalogue_editor.draft, name="draft"),
    path(f"{DRAFT}step/", catalogue_editor.step, name="draft_step"),
    path(f"{DRAFT}<slug:key>/", catalogue_editor.section, name="draft_section"),
    path(f"{DRAFT}<slug:key>/<int:number>/", catalogue_editor.row, name="draft_row"),
    path("lists/", catalogue_lists.lists, name="lists"),
    path("tree/", catalogue_tree.tree, name="tree"),
    path("tables/", catalogue_tables.tables, name="tables"),
    path("tables/export/", catalogue_tables.export, name="table_export"),
    path("tables/<uuid:run_id>/", catalogue_tables.run, name="table_run"),
    path("tables/<uuid:run_id>/progress/", catalogue_tables.progress, name="table_progress"),
    path("tables/<uuid:run_id>/copy/", catalogue_tables.copy, name="table_copy"),
    path("ledger/", catalogue_ledger.ledger, name="ledger"),
    path("ledger/<str:code>/", catalogue_ledger.entry, name="ledger_entry"),
    path("audit/", audit.audit, name="audit"),
    path("account/", account.account, name="account"),
    path("account/password/", account.change_password, name="password"),
    path("account/sessions/", account.other_sessions, name="other_sessions"),
]
