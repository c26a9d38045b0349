"""A draft published, by two people where it must be, and the way back; and a service as one file."""

from __future__ import annotations

import json
from typing import Any

from builder.drafting import open_draft
from builder.edits import Set, apply
from builder.packs import Pack, document_hash, packed
from definitions.reading.beside import taken_in
from runtime import documents
from runtime.models.base import ORGANISATION
from tests.browser.operations.journey import Desk, does

SERVICE = "housing-repair"
HERE = f"/build/{SERVICE}"


@does("build_publish.send", "build_publish.withdraw", "build_requests.approve", "build_requests.refuse",
      "build_history.go_back")  # fmt: skip
def published_by_two(desk: Desk) -> None:
    message = _document(desk)["messages"][0]["id"]
    desk.changed(SERVICE, Set(f"message:{message}/to", {"address": f"repairs-{desk.mark}@town.example"}))
    mine, theirs = desk.mine.goes_to(f"{HERE}/publish"), desk.colleague()
    mine.presses("Ask for approval").reads("Say what changes and why")
    mine.types("What changes and why", "The desk answers").presses("Ask for approval")
    mine.reads("Waiting for a second person")
    mine.presses("Take it back").said("Taken back")
    mine.types("What changes and why", "The desk answers").presses("Ask for approval")
    theirs.goes_to("/build").follows("1 request waits").follows("Report a repair")
    theirs.types("Why not", "Whose address is it?").presses("Do not approve").reads("Whose address is it?")
    mine.goes_to(f"{HERE}/publish").types("What changes and why", "The new desk answers").presses("Ask for approval")
    theirs.goes_to("/build").follows("1 request waits").follows("Report a repair").presses("Approve")
    theirs.reads("It is live")
    mine.goes_to(f"{HERE}/history").types("Why", "The desk was not ready").presses("Make it live again")
    mine.reads("is live again")


@does("build_pack.download", "build_pack.upload", "build_pack.take")
def a_pack(desk: Desk) -> None:
    mine = desk.mine.goes_to(f"{HERE}/pack").types("Notes for whoever opens it", "Change the telephone number.")
    with mine.page.expect_download() as download:
        mine.presses("Download the pack")
    assert download.value.suggested_filename == f"{SERVICE}.pack.zip"
    with desk.live.database.read() as session:
        before = dict(documents.published(session, SERVICE, ORGANISATION).service.document)
    newer = apply(before, Set("/summary", f"Theirs, {desk.mark}")).document
    desk.changed(SERVICE, Set("/summary", f"Ours, {desk.mark}"))
    mine.gives("Choose a file", "newer.pack.zip", packed(Pack(json.dumps(newer), grew_from=(document_hash(before),))))
    mine.presses("Look at it").reads("Take in a pack").presses("Take it in").reads("Choose for each")
    mine.chooses("As it is in the pack").presses("Take it in").said("Took in a pack")


def _document(desk: Desk) -> dict[str, Any]:
    with desk.live.database.read() as session:
        return taken_in(open_draft(session, ORGANISATION, SERVICE).document)
