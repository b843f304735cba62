"""What is wrong with a value, a row or a file, in words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.casefile.models import Theme

LABELS: dict[str, str | Promise] = {
    "name": _("Enterprise"),
    "kvk_number": _("KVK number"),
    "contact_name": _("Contact person"),
    "contact_email": _("E-mail address"),
    "contact_phone": _("Telephone"),
    "themes": _("Impact themes"),
    "jobs": _("Jobs or places"),
    "phase": _("Phase"),
    "state": _("State"),
    "account_manager": _("Account manager"),
    "district": _("District"),
    "street": _("Street and number"),
    "postcode": _("Postcode"),
    "city": _("Place"),
    "last_contact": _("Last contact"),
    "notes": _("Notes"),
    "told": _("Contact moment"),
}
#: Words of the sheet, Dutch as the sheet is.
PHASE_WORDS = "idee, start, groei, opschaling, volwassen, actief, rustend, gesloten"
WORDS: dict[str, str | Promise] = {
    "no-name": _("The name of the enterprise is missing. Fill it in."),
    "sheet-error": _("The spreadsheet shows an error here. Mend the formula, or type the value."),
    "too-long": _("This is too long: at most %(detail)s characters. Make it shorter."),
    "kvk-rounded": _(
        "The spreadsheet rounded this number. Set the column to “Text” and type the number again."
    ),
    "kvk-letters": _("A KVK number has digits only. Look it up at kvk.nl."),
    "kvk-branch": _("This is the number of a branch (12 digits). Fill in the KVK number of 8 digits."),
    "kvk-length": _("This number has %(detail)s digits. A KVK number has 8. Look it up at kvk.nl."),
    "kvk-other": _(
        "The enterprise with this name and postcode has KVK number %(detail)s here. Which one is right?"
    ),
    "twice": _("This enterprise is in row %(detail)s too. Keep one of the two rows."),
    "name-known": _("There is a case file with this name already. Fill in the KVK number or the postcode."),
    "name-more": _("There are more case files with this name and postcode. Fill in the KVK number."),
    "email": _("This is not an e-mail address. An example: naam@voorbeeld.nl."),
    "phone": _("This is not a telephone number. A Dutch number has 10 digits, for example 06 12345678."),
    "theme": _("We do not know the theme “%(detail)s”. Use one of these: %(themes)s."),
    "phase": _("We do not know this phase or state. Use: %(phases)s."),
    "manager": _(
        "No account manager has this name. Fill in the name or e-mail address of a colleague who is one."
    ),
    "manager-more": _("More account managers are called this. Fill in the e-mail address."),
    "count": _("This is not a number. Fill in a whole number, for example 12."),
    "postcode": _("This is not a postcode. An example: 1234 AB."),
    "date": _("This is not a date. Write it like 31-12-2026."),
    "date-future": _("This date is in the future. Fill in the day of the last contact."),
    "date-old": _("This date is before 2000. Check the year."),
    "made-meanwhile": _(
        "A colleague made a case file of this enterprise after the check. Check the file again."
    ),
    "changed-meanwhile": _(
        "A colleague changed this case file after the check. Nothing of theirs was changed. Check the file again."
    ),
    "kvk-taken": _("Another enterprise got this KVK number after the check. Check the file again."),
}
#: Of the whole file or import.
FILE_WORDS: dict[str, str | Promise] = {
    "broken": _("We cannot read this file. Open it, save it again as xlsx or csv, and upload it once more."),
    "bomb": _("This file unpacks to more than we read. Copy the rows into a new file and upload that."),
    "merges": _("This sheet has too many merged cells. Unmerge them and upload the file again."),
    "too-many-rows": _("This sheet has more than 200.000 rows. Divide it over more files."),
    "too-many-register": _("This sheet has more than 20.000 rows. Divide it over more files."),
    "no-sheet": _("This file has no sheet with rows."),
    "empty": _("There are no rows below the headings. Choose another sheet, or another row with the headings."),
    "conflicts": _("Nothing was imported: colleagues changed things after the check. Check the file again."),
}  # fmt: skip


def words_of(problem: Mapping[str, Any]) -> str:
    """One problem of a row in a sentence."""
    themes = ", ".join(str(theme.label) for theme in Theme) if problem["code"] == "theme" else ""
    facts = {"detail": problem.get("detail", ""), "themes": themes, "phases": PHASE_WORDS}
    return str(WORDS[problem["code"]]) % facts


def file_words(code: str) -> str:
    """The problem of a whole file in a sentence; "" for none."""
    return str(FILE_WORDS.get(code, ""))


def label_of(field: str) -> str:
    """The name of a column."""
    return str(LABELS.get(field, field))
