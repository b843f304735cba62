"""The certificates of the demo get their evidence; recognition's demo wrote them down."""

from __future__ import annotations

from accounts.recognition.marks import change_mark
from accounts.recognition.models import Mark
from accounts.timeline.actions import add_document
from portal.kernel.files.actions import store_bytes
from portal.kernel.models import Municipality, Person


def make(municipality: Municipality, staff: dict[str, Person]) -> None:
    """Put a paper beside each certificate but the oldest, which shows what is missing."""
    for mark in Mark.objects.filter(kind="pso").select_related("case_file").order_by("-valid_from")[:2]:
        text = f"{mark.label}, {mark.number}. Verzonnen certificaat van {mark.case_file.name}."
        stored = store_bytes(
            content=text.encode(),
            name=f"pso-certificaat-{mark.number.lower()}.txt",
            content_type="text/plain",
            municipality=municipality,
            by=staff["sanne"],
        )
        document = add_document(
            case_file=mark.case_file, title=f"PSO-certificaat {mark.number}", file=stored, by=staff["sanne"]
        )
        change_mark(mark=mark, version=mark.version, by=staff["sanne"], evidence_id=document.pk)
