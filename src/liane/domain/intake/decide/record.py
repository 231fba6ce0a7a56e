"""Conditions of intake.md §5 on the record proposed: known, alone, well before the others, proven twice."""

from liane.domain.intake.decide.facts import Facts, Reason
from liane.domain.intake.decide.relatives import is_contact, is_named_whole
from liane.domain.intake.matching.match import Nearness


def check_known(facts: Facts) -> Reason | None:
    """A record is likely enough to be proposed. Rule: intake.md §5 (patient unknown)."""
    if facts.first is not None and facts.probability > facts.policy.propose_min:
        return None
    if not facts.has_identity:
        return Reason(code="INT-010", message="Aucune identité de patient n'a été lue sur le document.")
    if facts.first is not None and (_is_shared(facts) or facts.is_date_one_digit_off):
        return None
    return Reason(code="INT-009", message="Patient absent de l'index.")


def _is_shared(facts: Facts) -> bool:
    return bool(facts.neighbours(Nearness.HOMONYM, Nearness.SAME_INS)) or facts.matching.margin < 1.0


def check_homonyms(facts: Facts) -> Reason | None:
    """Nobody else has this name and this birth date, unless the INS settles it. Rule: intake.md §4, §5."""
    homonyms = facts.neighbours(Nearness.HOMONYM)
    if homonyms and not facts.is_ins_settling:
        words = {1: "Deux", 2: "Trois", 3: "Quatre"}
        count = words.get(len(homonyms), "Plusieurs")
        return Reason(code="INT-011", message=f"{count} patients portent ce nom et cette date de naissance.")
    return None


def check_same_ins(facts: Facts) -> Reason | None:
    """One record only has this INS. Rule: intake.md §4 (merged records), §5."""
    if facts.neighbours(Nearness.SAME_INS):
        return Reason(code="INT-012", message="Deux dossiers de l'index portent le même INS : doublon à traiter.")
    return None


def check_twins(facts: Facts) -> Reason | None:
    """No twin could be meant: the first name is printed, and only this one, unless the INS settles it.

    A twin named whole on the pages is never settled by the INS: the document may be of both.
    Rule: intake.md §5 (ambiguous twins without INS, several patients).
    """
    twins = facts.neighbours(Nearness.TWIN)
    if not twins:
        return None
    if facts.is_ins_settling:
        is_meant = any(is_named_whole(one.person, facts) for one in twins)
    else:
        is_meant = not facts.is_given_printed or any(one.is_on_page for one in twins)
    if is_meant:
        text = "Un autre patient porte ce nom et cette date de naissance avec un autre prénom : jumeaux à départager."
        return Reason(code="INT-013", message=text)
    return None


def check_named(facts: Facts) -> Reason | None:
    """No other record is named whole on the pages: which of the two the document is about, a person says.

    But one told twice, by a label and by a link of kin, to be the contact of the patient. Mother and child who both
    have a record are for a person too, though the papers of a birth name both by nature (``newborns``): one line
    taken for another would file the child's paper in the mother's record.
    Rule: intake.md §5 (several patients in the document), §3 (roles may be misread).
    """
    others = (one.person for one in facts.neighbours(Nearness.NAMED))
    if any(not is_contact(one, facts) for one in others):
        text = "Un autre patient de l'index est nommé sur ce document, avec sa date de naissance."
        return Reason(code="INT-044", message=text)
    return None


def check_near(facts: Facts) -> Reason | None:
    """Nobody else in the index within one edit or one digit, unless the INS settles it. Rule: intake.md §5."""
    if facts.matching.neighbours is None:
        text = "Trop de dossiers ressemblent à celui qui est proposé pour être tous comparés."
        return Reason(code="INT-014", message=text)
    if facts.neighbours(Nearness.NEAR) and not facts.is_ins_settling:
        return Reason(code="INT-014", message="Un autre patient de l'index a presque les mêmes traits d'identité.")
    if facts.neighbours(Nearness.HOLDS_NUMBER):
        return Reason(code="INT-028", message="Le numéro local lu sur le document est celui d'un autre dossier.")
    return None


def check_margin(facts: Facts) -> Reason | None:
    """The first record stands well before the second, and is sure enough. Rule: intake.md §5 (unique, with margin)."""
    if facts.first is None:
        return None
    if facts.matching.margin < facts.policy.margin_min:
        return Reason(code="INT-015", message="Deux dossiers conviennent presque autant à ce document.")
    if facts.probability < facts.policy.record_min:
        return Reason(code="INT-016", message="Le dossier proposé n'est pas assez sûr.")
    return None


def check_two_evidences(facts: Facts) -> Reason | None:
    """Two independent pieces of identity evidence agree.

    Either the INS (key right, of the record alone) and the birth date and birth name printed; or birth name, first name
    and whole birth date printed, with nobody else near in the index.
    Rule: intake.md §5.
    """
    if facts.first is None:
        return None
    by_ins = facts.is_ins_settling and facts.is_date_printed and facts.is_birth_name_printed
    is_nobody_near = facts.matching.neighbours is not None and not facts.neighbours(Nearness.NEAR, Nearness.HOMONYM)
    by_traits = facts.is_birth_name_printed and facts.is_given_printed and facts.is_date_printed and is_nobody_near
    if by_ins or by_traits:
        return None
    return Reason(code="INT-032", message="Il n'y a pas deux preuves d'identité indépendantes qui concordent.")
