"""The fictitious professionals who can sign in, and what userInfo says of each. Constants and plain values only.

They are those who sign the example documents, and a few more; nobody is real. Rule: psc.md §5.
"""

from dataclasses import dataclass
from typing import Any

from liane.domain.actors.actor import Professional
from liane_sandbox.emitter.examples.facts import BIOLOGIST, GENERAL_PRACTITIONER, HOSPITAL_DOCTOR, RADIOLOGIST
from liane_sandbox.establishment import ANNEX_FINESS, ANNEX_NAME, FINESS, STRUCTURE_NAME

PROFESSION_OID = "1.2.250.1.213.1.1.5.5"
SECTOR_OID = "1.2.250.1.71.4.2.4"
MEANS_OID = "1.2.250.1.213.1.5.1.1.1"
REALM_ID = "550dc1c8-d97b-4b1e-ac8c-8eb4471cf9dd"
PUBLIC_HOSPITAL, PRACTICE, ELDERLY_HOME, PHARMACY = "SA01", "SA07", "SA17", "SA33"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one works. mode: TRE_R23 (``S`` salaried, ``L`` liberal)."""

    name: str
    sector: str
    mode: str = "S"
    finess: str = ""
    section: str = ""
    technical: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """One professional. profession: TRE_G15; skill: savoir-faire (``SM04``). is_minimal: userInfo says little."""

    identifier: str
    family: str
    given: str
    profession: str
    label: str
    skill: str = ""
    title: str = ""
    places: tuple[Place, ...] = ()
    is_minimal: bool = False
    is_signed: bool = False

    @property
    def name(self) -> str:
        """Shown on the pages of the simulation."""
        return f"{self.given} {self.family}"

    @property
    def subject(self) -> str:
        """``sub`` of the tokens."""
        return f"f:{REALM_ID}:{self.identifier}"


HOSPITAL = Place(name=STRUCTURE_NAME, sector=PUBLIC_HOSPITAL, finess=FINESS)
ANNEX = Place(name=ANNEX_NAME, sector=ELDERLY_HOME, finess=ANNEX_FINESS)


def _known(known: Professional, label: str, *places: Place, is_signed: bool = False) -> Signatory:
    assert known.specialty is not None
    return Signatory(
        identifier=known.identifier,
        family=known.family,
        given=known.given,
        profession="10",
        skill=known.specialty.code.partition("/")[2],
        title="DR",
        label=label,
        places=places,
        is_signed=is_signed,
    )


PEOPLE: tuple[Signatory, ...] = (
    _known(
        HOSPITAL_DOCTOR,
        "médecin, deux situations ici et un cabinet",
        HOSPITAL,
        ANNEX,
        Place(name="CABINET SIMULATION TESTMELEZE", sector=PRACTICE, mode="L", technical="499900000037001"),
    ),
    _known(BIOLOGIST, "médecin biologiste", HOSPITAL),
    _known(RADIOLOGIST, "médecin radiologue (userInfo signé)", HOSPITAL, is_signed=True),
    Signatory(
        identifier="899900000052",
        family="TESTSAULE",
        given="COLINE",
        profession="21",
        label="pharmacienne de la pharmacie à usage intérieur",
        places=(Place(name=STRUCTURE_NAME, sector=PUBLIC_HOSPITAL, finess=FINESS, section="H"),),
    ),
    Signatory(
        identifier="899900000060",
        family="TESTAUBEPINE",
        given="MAUD",
        profession="50",
        label="sage-femme",
        places=(HOSPITAL,),
    ),
    Signatory(
        identifier="899900000078",
        family="TESTCORMIER",
        given="YVES",
        profession="60",
        label="infirmier, nommé par l'établissement à l'identitovigilance",
        places=(HOSPITAL, ANNEX),
    ),
    _known(
        GENERAL_PRACTITIONER,
        "médecin généraliste de ville, inconnue de cette installation",
        Place(name="CABINET SIMULATION TESTGENET", sector=PRACTICE, mode="L", technical="499900000045001"),
    ),
    Signatory(
        identifier="899900000094",
        family="TESTFRENE",
        given="ODILE",
        profession="10",
        label="médecin dont userInfo ne dit presque rien",
        is_minimal=True,
    ),
)


def _employed(identifier: str, given: str, family: str, label: str) -> Signatory:
    return Signatory(identifier=identifier, family=family, given=given, profession="", label=label, is_minimal=True)


STAFF: tuple[Signatory, ...] = (
    _employed("899900000102", "ROSE", "TESTPRUNIER", "secrétaire médicale, nommée par l'établissement"),
    _employed("899900000110", "HUGO", "TESTPEUPLIER", "ingénieur d'intégration, nommé par l'établissement"),
    _employed("899900000128", "LENA", "TESTCYPRES", "administratrice, nommée par l'établissement"),
    _employed("899900000144", "SACHA", "TESTBUIS", "agent d'accueil, nommé par l'établissement"),
    _employed("899900000136", "IRIS", "TESTBOULEAU", "auditrice, nommée par l'établissement"),
)
"""Who works there without caring for anybody: no exercise, in no directory; the site alone says what they may do."""


def find_signatory(identifier: str) -> Signatory | None:
    """Find who signs in, by PS_IdNat."""
    return next((one for one in (*PEOPLE, *STAFF) if one.identifier == identifier), None)


def render_userinfo(person: Signatory) -> dict[str, Any]:
    """Write userInfo as Pro Santé Connect does: many members, often empty. Rule: psc.md §5."""
    base: dict[str, Any] = {
        "sub": person.subject,
        "SubjectNameID": person.identifier,
        "preferred_username": person.identifier,
        "given_name": person.given,
        "family_name": person.family,
        "email_verified": False,
    }
    if person.is_minimal:
        return base
    main = person.places[0]
    return base | {
        "Secteur_Activite": f"{main.sector}^{SECTOR_OID}",
        "SubjectOrganization": main.name,
        "SubjectOrganizationID": f"1{main.finess}" if main.finess else "",
        "SubjectRole": [f"{person.profession}^{PROFESSION_OID}"],
        "PSI_Locale": "1.2.250.1.213.1.3.1.1",
        "Mode_Acces_Raison": "",
        "Acces_Regulation_Medicale": "FAUX",
        "UITVersion": "1.0",
        "Palier_Authentification": f"APPPRIP3^{MEANS_OID}",
        "otherIds": [{"identifiant": person.identifier, "origine": "RPPS", "qualite": 1}],
        "SubjectRefPro": {
            "codeCivilite": "M" if person.given == "YVES" else "MME",
            "exercices": [
                {
                    "codeProfession": person.profession,
                    "codeCategorieProfessionnelle": "C",
                    "codeCiviliteDexercice": person.title,
                    "nomDexercice": person.family,
                    "prenomDexercice": person.given,
                    "codeTypeSavoirFaire": "S" if person.skill else "",
                    "codeSavoirFaire": person.skill,
                    "activities": [_render_activity(place) for place in person.places],
                }
            ],
        },
    }


_EMPTY = (
    "codeRole",
    "numeroSiretSite",
    "numeroSirenSite",
    "numeroFinessetablissementJuridique",
    "enseigneCommercialeSite",
    "complementDestinataire",
    "complementPointGeographique",
    "indiceRepetitionVoie",
    "mentionDistribution",
    "bureauCedex",
    "codePays",
    "telephone",
    "telephone2",
    "telecopie",
    "adresseEMail",
    "ancienIdentifiantDeLaStructure",
    "autoriteDenregistrement",
)


def _render_activity(place: Place) -> dict[str, str]:
    return dict.fromkeys(_EMPTY, "") | {
        "codeModeExercice": place.mode,
        "codeSecteurDactivite": place.sector,
        "codeSectionPharmacien": place.section,
        "codeGenreActivite": "GENR01",
        "numeroFinessSite": place.finess,
        "identifiantTechniqueDeLaStructure": place.technical,
        "raisonSocialeSite": place.name,
        "numeroVoie": "2",
        "codeTypeDeVoie": "R",
        "libelleVoie": "DES ESSAIS",
        "codePostal": "75999",
        "codeCommune": "99999",
        "codeDepartement": "75",
    }
