"""Sentences of what is known about an enterprise."""

from django.utils.translation import gettext_lazy as _

FINDINGS = {
    "not_reserved": _("This contract is not reserved: any enterprise may take part."),
    "own_test_yes": _(
        "Its own self-assessment, shared with us, says that it meets article 2.82. Ask for evidence."
    ),
    "own_test_no": _("Its own self-assessment, shared with us, says that it does not meet article 2.82."),
    "own_test_open": _("Its own self-assessment, shared with us, leaves something of article 2.82 open."),
    "thirty_is_not_enough": _(
        "It has a PSO 30+ certificate. That alone is not enough: ask for its main aim, and count workers as persons."
    ),
    "thirty_ends": _("Its certificate ends on %(day)s, before the contract does."),
    "recognised_says_aim": _(
        "We recognised it as a social enterprise: impact comes first. Ask for the share of its workers."
    ),
    "nothing_known": _("We know nothing of its aim or its workers: ask for evidence."),
    "recognised_282a": _(
        "We recognised it as a social enterprise: public aim, profit reinvested, social governance."
    ),
    "not_recognised_282a": _(
        "We did not recognise it as a social enterprise: ask for its aim, its profit and its governance."
    ),
    "earlier_award": _(
        "It was awarded “%(title)s” under article 2.82a on %(day)s. That is less than %(years)s years ago."
    ),
    "earlier_other_services": _(
        "It was awarded “%(title)s” under article 2.82a on %(day)s, for other services. "
        "Judge whether they are the same."
    ),
    "competition": _("%(number)s enterprises took part: there was competition."),
    "no_competition": _("%(number)s enterprise took part: there was no competition."),
}
