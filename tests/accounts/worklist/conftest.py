"""The people around one case file, as in the tests of questions."""

from tests.accounts.questions.conftest import case  # noqa: F401
