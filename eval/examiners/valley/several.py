"""Pages that speak of two patients or more: none may be filed alone."""

from reportlab.lib.pagesizes import A4, landscape

from .canvas import Board
from .case import KEYS, Case
from .days import written
from .people import Person
from .registry import layout

IDENTITY = (*KEYS[:6], "sex", "episode")


def others(c: Case, count: int) -> list[Person]:
    """Draw other patients of the index."""
    assert c.index is not None
    found: list[Person] = []
    while len(found) < count:
        person = c.rng.choice(c.index.people)
        if person.record_id != c.real.record_id and 1925 < person.birth_date.year < 2004:
            found.append(person)
    return found


def line_of(person: Person) -> str:
    """Write somebody's identity in one line."""
    name = person.birth_name
    if person.used_name and person.sex == "F":
        name = f"{person.used_name} (née {person.birth_name})"
    return f"{name} {person.first_names[0]}"


@layout(fits="adult", ins=0.0, several=True)
def shared_ambulance(c: Case) -> str:
    """A transport of two patients in one vehicle."""
    c.type("51851-4", "57828-6")
    c.house("ambulance")
    c.written = c.acted
    c.argue(*IDENTITY, "doc_date", "author_family", "author_given", "recipients", "act_date")
    two = [c.real, *others(c, 1)]
    c.rng.shuffle(two)
    cols = "".join(
        f"<td style='width:50%;border:0.3mm solid #000;padding:3mm'>Patient "
        f"{rank}<br><b>{line_of(one)}</b><br>né(e) le "
        f"{written(one.birth_date, 'dmy')}<br>{one.address}<br>Départ {c.clock()}<br>Dialyse – poste "
        f"{rank}</td>"
        for rank, one in enumerate(two, 1)
    )
    body = f"""<h2>{c.structure()}</h2><p>TRANSPORT PARTAGÉ du {c.day(c.acted, "dmy")}</p><table
style='width:100%'><tr>{cols}</tr></table>
<p style='margin-top:5mm'>Conducteur : {c.carer("Ambulancier").given} {c.carer("Ambulancier").family} – km
{c.rng.randint(12, 88)}</p>
{c.scribble()}"""
    return c.html(body, size="A5 landscape", font="Carlito", pt=10.5, margin="10mm")


@layout(fits="adult", ins=0.0, several=True)
def nurse_round_list(c: Case) -> bytes:
    """The list of patients of a nurse's round, or of the dialysis unit's day."""
    c.type("51851-4", "11506-3", "FICHE-CONTACTS")
    c.house("nurses", "dialysis", "home")
    c.argue(*IDENTITY, "doc_date", "author_family", "author_given", "recipients", "act_date")
    listed = [c.real, *others(c, c.rng.randint(3, 9))]
    c.rng.shuffle(listed)
    b = Board(landscape(A4), "sans")
    b.text(12, 15, c.structure(), 13, "sansb")
    b.text(285, 15, f"Planning du {c.day(c.acted, 'week')}", 11, align="right")
    y = 28.0
    for rank, one in enumerate(listed, 1):
        b.rect(12, y - 5, 273, 10, "#f4f4f4" if rank % 2 else "")
        b.text(15, y + 1.5, f"{rank}", 10)
        b.text(24, y + 1.5, line_of(one), 10, "sansb")
        b.text(120, y + 1.5, written(one.birth_date, "dmy"), 10)
        b.text(150, y + 1.5, c.one("dialyse matin", "pansement", "insuline", "prise de sang", "toilette", "HBPM"), 10)
        b.text(
            205,
            y + 1.5,
            c.one("", "voir médecin", "résultats à rappeler", "chute hier", "hospitalisé", "absent lundi"),
            10,
        )
        y += 10
    b.text(12, y + 8, "Document de travail, à détruire en fin de journée.", 9)
    return b.done()


@layout(fits="woman", ins=0.0, several=True)
def couple_serology(c: Case) -> str:
    """Blood tests of both members of a couple on one sheet."""
    c.type("11502-2")
    c.house("lab")
    c.author = c.carer("Biologiste médical")
    c.argue(*IDENTITY, "recipients")
    mate = next(one for one in others(c, 40) if one.sex == "M")
    lines = "".join(
        f"<tr><td>{name}</td><td>{c.one('négatif', 'négatif', 'immunisée')}</td><td>négatif</td></tr>"
        for name in ("VIH 1 et 2", "Antigène HBs", "Anticorps anti-HCV", "TPHA-VDRL", "Chlamydia (PCR)")
    )
    body = f"""<p><b>{c.structure()}</b>, {c.head.town}</p><h3>BILAN DU COUPLE – prélèvements du
{c.act("dmy")}</h3><table border=1
cellpadding=5 style='width:100%'><tr><th></th><th>Mme {line_of(c.real)}<br>née le
{written(c.real.birth_date, "dmy")}</th><th>M.
{line_of(mate)}<br>né le {written(mate.birth_date, "dmy")}</th></tr>{lines}</table><p style='margin-top:5mm'>Édité le
{c.doc("dmy")} –
{c.sign("Dr G F")}</p>"""
    return c.html(body, font="Liberation Sans", pt=10.5)


@layout(fits="newborn", ins=0.0, several=True)
def twins_birth_note(c: Case) -> str:
    """One note for two newborn twins, with their mother."""
    c.type("57075-4", "78489-2", "59283-2")
    c.house("hospital")
    c.author = c.carer("Pédiatre", "Sage-femme")
    c.argue(*IDENTITY, "recipients", "act_date", "doc_date")
    assert c.index is not None
    mother = c.index.by_id[c.real.kin]
    twin = c.rng.choice(["Jules", "Rose", "Malo", "Lina", "Hugo", "Alice"])
    cols = "".join(
        f"<td style='border:0.3mm solid #888;padding:3mm;width:50%'>J{rank} – {c.real.birth_name} "
        f"{first}<br>{c.rng.randint(1900, 2900)} g"
        f" – Apgar {c.rng.randint(7, 10)}/10<br>{c.one('peau à peau', 'couveuse', 'néonatologie')}</td>"
        for rank, first in enumerate((c.real.first_names[0], twin), 1)
    )
    body = f"""<p>{c.structure()} – maternité</p><p><b>Naissance gémellaire du {written(c.real.birth_date, "dmy")}</b>,
mère :
{line_of(mother)} née le {written(mother.birth_date, "dmy")}</p><table style='width:100%'><tr>{cols}</tr></table><p
style='margin-top:4mm'>
Grossesse bichoriale biamniotique. Surveillance glycémique des deux enfants.</p><p>{c.sign("Dr G F")}
{c.scribble()}</p>"""
    return c.html(body, font="Comic Neue", pt=11)
