"""The rule of filing without a click, case by case: what is filed, what is shown and why, what is sent back."""

from dataclasses import dataclass, replace

import pytest

from liane.domain.intake.decide.decision import COMMAND_LINE_POLICY, FilingMode, IntakePolicy
from liane.domain.intake.fields import Candidate, FieldName, ReadDocument, Role, Source, TypeGuess
from liane.domain.intake.matching.match import IndexPerson
from liane.domain.intake.outcome import IntakeAction
from liane.domain.intake.page import Legibility, Page, PageQuality, Word
from tests.domain.intake.match_kit import (
    LETTER,
    LETTER_INS,
    TRAITS,
    ZOE,
    boxes_of,
    candidate,
    index_of,
    ins_of,
    judge,
    mention,
    page_of,
    person,
    read_of,
    symbol,
)

PAGE = page_of(LETTER)
PAGE_INS = page_of(LETTER_INS)
NO_INS = replace(ZOE, ins="", ins_oid="")
LEO = person("T2", "QUEMENEUR", "LEO", "19620315", "M")
FETCHER = person("F1", "TESTAUBERGE", "MAEL", "19810808", "M")
LEA = person("T1", "QUEMENEUR", "LEA", "19620315")
OTHER_INS = ins_of("19740809", "M", "123")
AUTO, REVIEW, REJECT = IntakeAction.AUTO, IntakeAction.REVIEW, IntakeAction.REJECT


def without(name: FieldName, **changes: str) -> dict[FieldName, str]:
    """The usual traits, one left out, others changed."""
    kept = {key: value for key, value in TRAITS.items() if key is not name}
    return kept | {FieldName(key): value for key, value in changes.items()}


def with_ins(value: str = ZOE.ins) -> dict[FieldName, str]:
    """The usual traits and an INS."""
    return TRAITS | {FieldName.INS: value}


@dataclass(frozen=True, kw_only=True)
class Case:
    """One document and its index. code: the first reason; record: the one named."""

    name: str
    index: tuple[IndexPerson, ...] = (ZOE,)
    page: Page | tuple[Page, ...] = PAGE
    read: ReadDocument | None = None
    policy: IntakePolicy = COMMAND_LINE_POLICY
    action: IntakeAction = REVIEW
    code: str = ""
    record: str | None = "R1"


def traits_page(text: str) -> Page:
    return page_of(f"Compte rendu du 2 mars 2026\n{text}\nMerci de votre confiance.\n")


def _sticker(ins: str, family: str, givens: str, date: str, sex: str, **more: str) -> Page:
    return replace(PAGE, symbols=(symbol(ins, family, givens, date, sex, **more),))


OWN_STICKER = _sticker(ZOE.ins, "QUEMENEUR", "ZOE MARIE", "19620315", "F")
WRONG_STICKER = _sticker(OTHER_INS, "BERNARD", "PAUL", "19740809", "M")
BAD_KEY = ZOE.ins[:-2] + f"{(int(ZOE.ins[-2:]) + 1) % 97 + 1:02d}"


def coded(name: FieldName, value: str) -> tuple[FieldName, Candidate]:
    """A value that the datamatrix gives."""
    return name, candidate(value, source=Source.DATAMATRIX, page=1)


def stated(name: FieldName, value: str, source: Source = Source.CDA) -> tuple[FieldName, Candidate]:
    """A value of the metadata, or of the message."""
    return name, candidate(value, source=source)


FILED = [
    Case(
        name="the birth date of another record, its name nowhere",
        index=(ZOE, FETCHER),
        page=page_of(LETTER + "Vaccin du 08/08/1981 par le docteur Maël TESTFOUGERE\n"),
        action=AUTO,
    ),
    Case(name="names and birth date, nobody near", action=AUTO),
    Case(name="INS in the text, names and date", page=PAGE_INS, read=read_of(with_ins()), action=AUTO),
    Case(name="its own datamatrix", page=OWN_STICKER, read=read_of(with_ins()), action=AUTO),
    Case(name="INS read, none in the index, traits agree", index=(NO_INS,), page=PAGE_INS, action=AUTO),
    Case(
        name="homonyms told apart by the INS",
        index=(ZOE, replace(NO_INS, record_id="R2", ipp="")),
        page=PAGE_INS,
        read=read_of(with_ins()),
        action=AUTO,
    ),
    Case(
        name="twins of near first names told apart by the INS",
        index=(ZOE, person("T3", "QUEMENEUR", "ZOEE", "19620315")),
        page=PAGE_INS,
        read=read_of(with_ins()),
        action=AUTO,
    ),
    Case(name="twins of other first names, first name printed", index=(ZOE, LEO), action=AUTO),
    Case(
        name="father and son of one name, birth date printed",
        index=(ZOE, person("P1", "QUEMENEUR", "ZOE", "19341102")),
        action=AUTO,
    ),
    Case(
        name="same name and same day, other year",
        index=(ZOE, person("P2", "QUEMENEUR", "ZOE", "19930315")),
        action=AUTO,
    ),
    Case(
        name="birth name and used name both printed",
        index=(replace(ZOE, traits=replace(ZOE.traits, used_family="MARTIN")),),
        page=traits_page("Madame MARTIN née QUEMENEUR Zoé le 15/03/1962"),
        read=read_of(TRAITS | {FieldName.USED_NAME: "MARTIN"}),
        action=AUTO,
    ),
    Case(
        name="a labelled box of the used name, unknown here",
        page=traits_page("Nom utilisé : MARTIN\nNom de naissance : QUEMENEUR\nPrénom : Zoé\nNée le : 15/03/1962"),
        read=read_of(
            TRAITS | {FieldName.USED_NAME: "MARTIN"},
            mentions=[
                mention(Role.PATIENT, "MARTIN", "", page_of("Nom utilisé : MARTIN")),
                mention(Role.PATIENT, "QUEMENEUR", "Zoé", PAGE, birth="1962-03-15"),
            ],
        ),
        action=AUTO,
    ),
    Case(
        name="first names in another order",
        page=traits_page("Patiente : QUEMENEUR Marie Zoé née le 15/03/1962"),
        read=read_of(without(FieldName.FIRST_NAME, first_names="Marie Zoé")),
        action=AUTO,
    ),
    Case(
        name="accents, hyphens and particles folded",
        index=(person("D1", "DE L'ESTANG", "JEAN PIERRE", "19500607", "M"),),
        page=traits_page("Patient : Jean-Pierre de l'Estang né le 07/06/1950"),
        read=read_of(
            {
                FieldName.BIRTH_NAME: "DE L ESTANG",
                FieldName.FIRST_NAME: "Jean-Pierre",
                FieldName.BIRTH_DATE: "1950-06-07",
                FieldName.SEX: "M",
            }
        ),
        action=AUTO,
        record="D1",
    ),
    Case(
        name="metadata of a CDA, pages in agreement",
        page=PAGE_INS,
        read=read_of(with_ins(), source=Source.CDA, more=[(FieldName.BIRTH_DATE, candidate("1962-03-15"))]),
        action=AUTO,
    ),
    Case(
        name="a doctor of the patient's own name",
        page=page_of(LETTER + "Docteur Paul QUEMENEUR\n"),
        read=read_of(
            TRAITS, PAGE, mentions=[mention(Role.STAFF, "QUEMENEUR", "Paul", page_of("Docteur Paul QUEMENEUR"))]
        ),
        action=AUTO,
    ),
    Case(
        name="a mother in the document, told so",
        page=page_of(LETTER + "Mère : Anne MARTIN née le 03/04/1930\n"),
        read=read_of(
            TRAITS,
            more=[(FieldName.BIRTH_DATE, candidate("1930-04-03", role=Role.RELATIVE))],
            mentions=[
                mention(Role.RELATIVE, "MARTIN", "Anne", page_of("Mère : Anne MARTIN"), birth="1930-04-03"),
            ],
        ),
        action=AUTO,
    ),
    Case(name="blank back page", page=(PAGE, Page(number=2, width_pt=595, height_pt=842, is_blank=True)), action=AUTO),
    Case(
        name="a second reader agrees",
        page=replace(PAGE, second=(Word(text="15/03/1962", box=boxes_of(PAGE, "15/03/1962")[0]),)),
        action=AUTO,
    ),
    Case(
        name="a local number of elsewhere, borne here by somebody else",
        index=(ZOE, person("N1", "BERNARD", "LUC", "19410101", "M", ipp="778899001")),
        page=page_of(LETTER + "IPP 778899001\n"),
        read=read_of(TRAITS | {FieldName.IPP: "778899001"}),
        action=AUTO,
    ),
]

SHOWN = [
    Case(
        name="another record named whole, as somebody whose role the words do not tell",
        index=(ZOE, FETCHER),
        page=page_of(LETTER + "Retiré par : Maël TESTAUBERGE, le 08/08/1981\n"),
        code="INT-044",
    ),
    Case(
        name="another record named whole, as a relative",
        index=(NO_INS, FETCHER),
        page=page_of(LETTER + "Donneur : TESTAUBERGE Maël né(e) le 08/08/1981\n"),
        read=read_of(
            TRAITS,
            PAGE,
            more=[(FieldName.BIRTH_DATE, candidate("1981-08-08", role=Role.RELATIVE))],
        ),
        code="INT-044",
    ),
    Case(
        name="another record named whole, beside the INS of the first",
        index=(ZOE, FETCHER),
        page=page_of(LETTER_INS + "TESTAUBERGE Maël (08/08/1981)\n"),
        read=read_of(with_ins(), PAGE_INS),
        code="INT-044",
    ),
    Case(
        name="another record named whole, one letter misread",
        index=(ZOE, FETCHER),
        page=page_of(LETTER + "Ordonnance de : TESTAUBERQE Maël (08/08/1981)\n"),
        code="INT-044",
    ),
    Case(name="patient not in the index", index=(), code="INT-009", record=None),
    Case(
        name="namesake born another day, patient unknown",
        index=(person("P3", "QUEMENEUR", "ZOE", "19811224"),),
        code="INT-009",
        record=None,
    ),
    Case(name="twin known, patient unknown", index=(LEO,), code="INT-009", record=None),
    Case(name="two homonyms, no INS", index=(NO_INS, replace(NO_INS, record_id="R2")), code="INT-011", record=None),
    Case(
        name="three homonyms",
        index=(NO_INS, replace(NO_INS, record_id="R2"), replace(NO_INS, record_id="R3")),
        code="INT-011",
        record=None,
    ),
    Case(name="homonyms, INS not printed", index=(ZOE, replace(NO_INS, record_id="R2")), code="INT-011", record=None),
    Case(
        name="one INS on two records",
        index=(ZOE, replace(ZOE, record_id="R2")),
        page=PAGE_INS,
        read=read_of(with_ins()),
        code="INT-012",
        record=None,
    ),
    Case(
        name="twins, an initial only",
        index=(ZOE, LEO),
        page=traits_page("Patient : Z. QUEMENEUR né le 15/03/1962"),
        read=read_of(without(FieldName.FIRST_NAME, first_name="Z", sex="")),
        code="INT-013",
    ),
    Case(
        name="twins, no first name",
        index=(LEA, LEO),
        page=traits_page("Patient : QUEMENEUR né le 15/03/1962"),
        read=read_of({FieldName.BIRTH_NAME: "QUEMENEUR", FieldName.BIRTH_DATE: "1962-03-15"}),
        code="INT-014",
        record=None,
    ),
    Case(
        name="twins, both first names on the page",
        index=(ZOE, LEO),
        page=page_of(LETTER + "Son frère Léo va bien.\n"),
        code="INT-013",
    ),
    Case(
        name="twins of near first names",
        index=(LEA, LEO),
        page=traits_page("Patiente : Léa QUEMENEUR née le 15/03/1962"),
        read=read_of(TRAITS | {FieldName.FIRST_NAME: "Léa"}),
        code="INT-014",
        record="T1",
    ),
    Case(
        name="somebody one letter away",
        index=(ZOE, person("N2", "QUEMENER", "ZOE", "19620315")),
        code="INT-014",
    ),
    Case(
        name="somebody one digit away",
        index=(ZOE, person("N3", "QUEMENEUR", "ZOE", "19620316")),
        code="INT-014",
    ),
    Case(
        name="somebody with day and month exchanged",
        index=(
            person("N4", "QUEMENEUR", "ZOE", "19620305"),
            person("N5", "QUEMENEUR", "ZOE", "19620503"),
        ),
        page=traits_page("Patiente : Zoé QUEMENEUR née le 05/03/1962"),
        read=read_of(TRAITS | {FieldName.BIRTH_DATE: "1962-03-05"}),
        code="INT-014",
        record="N4",
    ),
    Case(
        name="a namesake without birth date",
        index=(ZOE, person("N6", "QUEMENEUR", "ZOE", "")),
        code="INT-014",
    ),
    Case(
        name="birth date one digit away",
        page=traits_page("Patiente : Zoé QUEMENEUR née le 16/03/1962"),
        read=read_of(TRAITS | {FieldName.BIRTH_DATE: "1962-03-16"}),
        code="INT-017",
    ),
    Case(
        name="birth date one digit away, INS of the record",
        page=traits_page(f"Patiente : Zoé QUEMENEUR née le 16/03/1962 INS {ZOE.ins}"),
        read=read_of(with_ins() | {FieldName.BIRTH_DATE: "1962-03-16"}),
        code="INT-017",
    ),
    Case(
        name="day and month exchanged",
        index=(person("N7", "QUEMENEUR", "ZOE", "19620305"),),
        page=traits_page("Patiente : Zoé QUEMENEUR née le 03/05/1962"),
        read=read_of(TRAITS | {FieldName.BIRTH_DATE: "1962-05-03"}),
        code="INT-018",
        record="N7",
    ),
    Case(
        name="another birth date, INS of the record",
        page=traits_page(f"Patiente : Zoé QUEMENEUR née le 27/11/1975 INS {ZOE.ins}"),
        read=read_of(with_ins() | {FieldName.BIRTH_DATE: "1975-11-27"}),
        code="INT-019",
    ),
    Case(
        name="no birth date",
        page=traits_page("Patiente : Zoé QUEMENEUR"),
        read=read_of(without(FieldName.BIRTH_DATE)),
        code="INT-020",
    ),
    Case(
        name="no birth date, INS of the record",
        page=traits_page(f"Patiente : Zoé QUEMENEUR INS {ZOE.ins}"),
        read=read_of(without(FieldName.BIRTH_DATE) | {FieldName.INS: ZOE.ins}),
        code="INT-020",
    ),
    Case(
        name="birth date given by convention",
        index=(person("A1", "QUEMENEUR", "ZOE", "19620101"),),
        page=traits_page("Patiente : Zoé QUEMENEUR née le 01/01/1962"),
        read=read_of(TRAITS | {FieldName.BIRTH_DATE: "1962-01-01"}),
        code="INT-021",
        record="A1",
    ),
    Case(
        name="used name only",
        index=(replace(ZOE, traits=replace(ZOE.traits, used_family="MARTIN")),),
        page=traits_page("Madame Zoé MARTIN née le 15/03/1962"),
        read=read_of(without(FieldName.BIRTH_NAME, used_name="MARTIN")),
        code="INT-023",
    ),
    Case(
        name="used name read as birth name",
        index=(replace(ZOE, traits=replace(ZOE.traits, used_family="MARTIN")),),
        page=traits_page("Madame Zoé MARTIN née le 15/03/1962"),
        read=read_of(TRAITS | {FieldName.BIRTH_NAME: "MARTIN"}),
        code="INT-023",
    ),
    Case(
        name="used name only, with the INS",
        index=(replace(ZOE, traits=replace(ZOE.traits, used_family="MARTIN")),),
        page=traits_page(f"Madame Zoé MARTIN née le 15/03/1962 INS {ZOE.ins}"),
        read=read_of(without(FieldName.BIRTH_NAME, used_name="MARTIN") | {FieldName.INS: ZOE.ins}),
        code="INT-023",
    ),
    Case(
        name="another used name",
        index=(replace(ZOE, traits=replace(ZOE.traits, used_family="MARTIN")),),
        page=traits_page("Madame BERNARD née QUEMENEUR Zoé le 15/03/1962"),
        read=read_of(TRAITS | {FieldName.USED_NAME: "BERNARD"}),
        code="INT-026",
    ),
    Case(
        name="birth name broken by the reader",
        page=traits_page("Patiente : Zoé QUEMENFUR née le 15/03/1962"),
        read=read_of(TRAITS | {FieldName.BIRTH_NAME: "QUEMENFUR"}),
        code="INT-022",
    ),
    Case(
        name="part of a double name",
        index=(person("D2", "QUEMENEUR-MARTIN", "ZOE", "19620315"),),
        code="INT-022",
        record="D2",
    ),
    Case(
        name="another first name, INS of the record",
        page=traits_page(f"Patiente : Nadège QUEMENEUR née le 15/03/1962 INS {ZOE.ins}"),
        read=read_of(with_ins() | {FieldName.FIRST_NAME: "Nadège"}),
        code="INT-027",
    ),
    Case(
        name="first name cut short",
        index=(person("D3", "QUEMENEUR", "ANNE-MARIE", "19620315"),),
        page=traits_page("Patiente : Anne QUEMENEUR née le 15/03/1962"),
        read=read_of(TRAITS | {FieldName.FIRST_NAME: "Anne"}),
        code="INT-029",
        record="D3",
    ),
    Case(
        name="no first name",
        page=traits_page("Patiente : QUEMENEUR née le 15/03/1962"),
        read=read_of(without(FieldName.FIRST_NAME)),
        code="INT-029",
    ),
    Case(name="another sex", read=read_of(TRAITS | {FieldName.SEX: "M"}), code="INT-031"),
    Case(
        name="INS with a wrong key in the text",
        page=traits_page(f"Patiente : Zoé QUEMENEUR née le 15/03/1962\nINS : {BAD_KEY}"),
        code="INT-004",
    ),
    Case(
        name="INS with a wrong key in the datamatrix",
        page=_sticker(BAD_KEY, "QUEMENEUR", "ZOE", "19620315", "F"),
        code="INT-004",
    ),
    Case(name="datamatrix of another person stuck on the page", page=WRONG_STICKER, code="INT-005"),
    Case(
        name="datamatrix of another person, known here",
        index=(ZOE, person("B1", "BERNARD", "PAUL", "19740809", "M", ins=OTHER_INS)),
        page=WRONG_STICKER,
        read=read_of(TRAITS, more=[coded(FieldName.INS, OTHER_INS), coded(FieldName.BIRTH_DATE, "1974-08-09")]),
        code="INT-005",
    ),
    Case(
        name="datamatrix of the twin",
        index=(NO_INS, replace(LEO, ins=ins_of("19620315", "M", "077"))),
        page=_sticker(ins_of("19620315", "M", "077"), "QUEMENEUR", "LEO", "19620315", "M"),
        read=read_of(
            TRAITS,
            more=[coded(FieldName.FIRST_NAME, "LEO"), coded(FieldName.INS, ins_of("19620315", "M", "077"))],
        ),
        code="INT-005",
        record=None,
    ),
    Case(
        name="INS of another record in the text",
        index=(ZOE, person("B1", "BERNARD", "PAUL", "19740809", "M", ins=OTHER_INS)),
        page=page_of(LETTER + f"INS {OTHER_INS}\n"),
        read=read_of(TRAITS | {FieldName.INS: OTHER_INS}),
        code="INT-006",
    ),
    Case(
        name="another INS, known to nobody",
        page=page_of(LETTER + f"INS {ins_of('19620315', 'F', '444')}\n"),
        read=read_of(TRAITS | {FieldName.INS: ins_of("19620315", "F", "444")}),
        code="INT-006",
    ),
    Case(
        name="INS read that fits neither sex nor date",
        index=(NO_INS,),
        page=page_of(LETTER + f"INS {OTHER_INS}\n"),
        read=read_of(TRAITS | {FieldName.INS: OTHER_INS}),
        code="INT-025",
    ),
    Case(
        name="the only INS told as that of somebody close",
        page=page_of(LETTER + f"INS {OTHER_INS}\n"),
        read=read_of(TRAITS, more=[(FieldName.INS, candidate(OTHER_INS, role=Role.RELATIVE, page=1))]),
        code="INT-047",
    ),
    Case(
        name="the INS of somebody close beside the patient's own",
        page=page_of(LETTER_INS + f"Mère : INS {OTHER_INS}\n"),
        read=read_of(with_ins(), more=[(FieldName.INS, candidate(OTHER_INS, role=Role.RELATIVE, page=1))]),
        action=AUTO,
    ),
    Case(
        name="two datamatrix of two persons",
        page=replace(PAGE, symbols=(*OWN_STICKER.symbols, *WRONG_STICKER.symbols)),
        code="INT-003",
    ),
    Case(name="several patients, told by the reading", read=read_of(TRAITS, several=True), code="INT-003"),
    Case(
        name="a list of two patients",
        page=page_of(LETTER + "Patient : Paul BERNARD né le 09/08/1974\n"),
        read=read_of(
            TRAITS,
            mentions=[
                mention(Role.PATIENT, "QUEMENEUR", "Zoé", PAGE, birth="1962-03-15"),
                mention(Role.PATIENT, "BERNARD", "Paul", page_of("Paul BERNARD"), birth="1974-08-09"),
            ],
        ),
        code="INT-003",
    ),
    Case(
        name="another person named as the patient, without a date",
        read=read_of(TRAITS, mentions=[mention(Role.PATIENT, "BERNARD", "", page_of("Patient : BERNARD"))]),
        code="INT-030",
    ),
    Case(
        name="a newborn beside the mother",
        page=page_of(LETTER + "Enfant Léo QUEMENEUR né le 15/02/2026\n"),
        read=read_of(
            TRAITS,
            mentions=[
                mention(Role.PATIENT, "QUEMENEUR", "Zoé", PAGE, birth="1962-03-15"),
                mention(Role.PATIENT, "QUEMENEUR", "Léo", page_of("Enfant Léo QUEMENEUR"), birth="2026-02-15"),
            ],
        ),
        code="INT-003",
    ),
    Case(
        name="another patient's birth date, unlabelled by the reading",
        page=page_of(LETTER + "né le 09/08/1974\n"),
        code="INT-019",
    ),
    Case(
        name="CDA header of somebody else than the page",
        index=(ZOE, person("B1", "BERNARD", "PAUL", "19740809", "M", ins=OTHER_INS)),
        read=read_of(
            {
                FieldName.BIRTH_NAME: "BERNARD",
                FieldName.FIRST_NAME: "PAUL",
                FieldName.BIRTH_DATE: "1974-08-09",
                FieldName.INS: OTHER_INS,
            },
            source=Source.CDA,
            more=[(name, candidate(value)) for name, value in TRAITS.items()],
        ),
        code="INT-007",
        record="B1",
    ),
    Case(
        name="XDM metadata with another birth date",
        read=read_of(TRAITS, more=[stated(FieldName.BIRTH_DATE, "1962-03-16", Source.XDM)]),
        code="INT-007",
    ),
    Case(
        name="HL7 message with another first name",
        read=read_of(TRAITS, more=[stated(FieldName.FIRST_NAME, "NADEGE", Source.HL7)]),
        code="INT-007",
    ),
    Case(
        name="subject of the message naming somebody else",
        read=read_of(TRAITS, more=[stated(FieldName.BIRTH_NAME, "BERNARD", Source.MAIL)]),
        code="INT-045",
    ),
    Case(
        name="test identity in production",
        page=OWN_STICKER,
        read=read_of(with_ins()),
        policy=replace(COMMAND_LINE_POLICY, is_production=True),
        code="INT-008",
    ),
    Case(
        name="poor scan",
        page=replace(PAGE, quality=PageQuality(legibility=Legibility.POOR, dpi=100)),
        code="INT-033",
    ),
    Case(name="a page without words", page=(PAGE, page_of("", 2)), code="INT-034"),
    Case(
        name="a second reader reads another date",
        page=replace(PAGE, second=(Word(text="15/08/1962", box=boxes_of(PAGE, "15/03/1962")[0]),)),
        code="INT-035",
    ),
    Case(
        name="type unsure",
        read=replace(read_of(TRAITS), types=(TypeGuess(code="11490-0", label="CR", probability=0.6),)),
        code="INT-036",
    ),
    Case(name="type unknown", read=replace(read_of(TRAITS), types=()), code="INT-036"),
    Case(name="no document date", read=read_of(TRAITS | {FieldName.DOC_DATE: ""}), code="INT-037"),
    Case(
        name="document older than the patient",
        read=read_of(TRAITS | {FieldName.DOC_DATE: "1950-01-01"}),
        code="INT-038",
    ),
    Case(
        name="source not allowed",
        policy=replace(COMMAND_LINE_POLICY, allowed_sources=frozenset({"scanner"})),
        code="INT-041",
    ),
    Case(name="source stopped", policy=replace(COMMAND_LINE_POLICY, stopped_sources=frozenset({""})), code="INT-040"),
    Case(
        name="proposal mode",
        policy=replace(COMMAND_LINE_POLICY, default_mode=FilingMode.PROPOSAL),
        code="INT-042",
    ),
    Case(
        name="manual for this type",
        policy=replace(COMMAND_LINE_POLICY, modes={("*", "11490-0"): FilingMode.MANUAL}),
        code="INT-043",
    ),
    Case(
        name="only a relative bears the name",
        index=(person("F1", "QUEMENEUR", "YANN", "19300102", "M"),),
        page=page_of(
            "Patient : Paul BERNIER né le 09/08/1974\nPersonne à prévenir : Yann QUEMENEUR né le 02/01/1930\n"
        ),
        read=read_of(
            {
                FieldName.BIRTH_NAME: "BERNIER",
                FieldName.FIRST_NAME: "Paul",
                FieldName.BIRTH_DATE: "1974-08-09",
            },
            more=[(FieldName.BIRTH_DATE, candidate("1930-01-02", role=Role.RELATIVE))],
        ),
        code="INT-009",
        record=None,
    ),
    Case(
        name="only the doctor bears the name",
        index=(person("F2", "QUEMENEUR", "YANN", "19740809", "M"),),
        page=page_of("Patient : Paul BERNIER né le 09/08/1974\nDocteur Yann QUEMENEUR\n"),
        read=read_of(
            {
                FieldName.BIRTH_NAME: "BERNIER",
                FieldName.FIRST_NAME: "Paul",
                FieldName.BIRTH_DATE: "1974-08-09",
            }
        ),
        code="INT-009",
        record=None,
    ),
    Case(
        name="no identity at all",
        page=page_of("Compte rendu\nRien de plus."),
        read=read_of({}),
        code="INT-010",
        record=None,
    ),
]

SENT_BACK = [
    Case(
        name="nothing to read",
        page=page_of(""),
        read=ReadDocument(pages=(1,)),
        action=REJECT,
        code="INT-001",
        record=None,
    ),
    Case(
        name="blank pages",
        page=(Page(number=1, width_pt=595, height_pt=842, is_blank=True),),
        read=ReadDocument(pages=(1,)),
        action=REJECT,
        code="INT-002",
        record=None,
    ),
]


@pytest.mark.parametrize("case", [*FILED, *SHOWN, *SENT_BACK], ids=lambda case: case.name)
def test_decision(case: Case) -> None:
    first = case.page if isinstance(case.page, Page) else case.page[0]
    read = case.read or read_of(TRAITS, first)
    matching, decision = judge(read, case.page, index_of(*case.index), case.policy)
    told = [(one.person.record_id, round(one.score, 1), round(one.probability, 4)) for one in matching.matches]
    assert (decision.action, decision.codes[:1], decision.record_id) == (
        case.action,
        (case.code,) if case.code else (),
        case.record,
    ), (decision, told, matching.margin)
    assert decision.reason.endswith(".")


def test_enough_cases_are_written() -> None:
    names = [case.name for case in (*FILED, *SHOWN, *SENT_BACK)]
    assert len(names) == len(set(names)) >= 60


@pytest.mark.parametrize(
    ("has_ins", "has_date", "has_name", "has_given", "is_near", "is_auto"),
    [
        (ins, date, name, given, near, date and name and given and (ins or not near))
        for ins in (True, False)
        for date in (True, False)
        for name in (True, False)
        for given in (True, False)
        for near in (True, False)
    ],
)
def test_two_independent_evidences(
    has_ins: bool, has_date: bool, has_name: bool, has_given: bool, is_near: bool, is_auto: bool
) -> None:
    """The INS or nobody near, always with birth name, first name and birth date printed."""
    line = f"{'Zoé' * has_given} {'QUEMENEUR' * has_name} {'née le 15/03/1962' * has_date} {ZOE.ins * has_ins}"
    values = {
        FieldName.FIRST_NAME: "Zoé" * has_given,
        FieldName.BIRTH_NAME: "QUEMENEUR" * has_name,
        FieldName.BIRTH_DATE: "1962-03-15" * has_date,
        FieldName.INS: ZOE.ins * has_ins,
    }
    near = (person("N9", "QUEMENER", "ZOE", "19620315"),) if is_near else ()
    page = traits_page(f"Patiente : {line}")
    _, decision = judge(read_of(values, page), page, index_of(ZOE, *near))
    assert (decision.action is AUTO) == is_auto, decision


def test_the_sentence_shown_is_the_most_useful_one() -> None:
    index = index_of(NO_INS, replace(NO_INS, record_id="R2"))
    _, decision = judge(read_of(TRAITS, PAGE), PAGE, index)
    assert decision.reason == "Deux patients portent ce nom et cette date de naissance."
    page = traits_page("Patiente : Zoé QUEMENEUR née le 16/03/1962")
    read = read_of(TRAITS | {FieldName.BIRTH_DATE: "1962-03-16"}, page)
    _, decision = judge(read, page, index_of(ZOE))
    assert decision.reason == "La date de naissance lue diffère d'un chiffre de celle du dossier."
    _, decision = judge(read_of(TRAITS, PAGE), PAGE, index_of())
    assert decision.reason == "Patient absent de l'index."


def test_no_policy_goes_under_the_floors() -> None:
    from liane.domain.errors import ConfigurationError

    for name in ("record_min", "margin_min", "type_min", "date_min", "propose_min"):
        with pytest.raises(ConfigurationError, match=name):
            IntakePolicy(**{name: 0.0})
