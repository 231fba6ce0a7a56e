"""Pieces shared by the layouts: registry, labels, identity blocks, page wrapper."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from eval.examiners.town.core import esc

LAYOUTS = {}


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout. fn: gives what the engine prints; scan: None, "mostly" or "always"; traps: those it can bear."""

    fn: Callable
    name: str
    engine: str
    sex: str | None
    age: tuple[float, float]
    weight: float
    scan: str | None
    traps: tuple[str, ...]


ALL_TRAPS = (
    "absent",
    "dob_digit",
    "dob_swapped",
    "namesake_same_day",
    "twins_near",
    "twins_distinct",
    "father_son",
    "ins_badkey",
    "ins_other",
    "test_oid",
    "no_dob",
    "used_only",
    "relative_full",
    "filename_other",
    "sticker_other",
)


def layout(name, engine="weasy", sex=None, age=(18, 95), weight=1.0, scan=None, traps=ALL_TRAPS):
    """Register a layout: it composes with the context and writes the truth there."""

    def deco(fn):
        LAYOUTS[name] = Layout(fn, name, engine, sex, age, weight, scan, traps)
        return fn

    return deco


L_BIRTH = [
    "Nom de naissance",
    "Nom de famille",
    "Nom de naiss.",
    "NOM DE NAISSANCE",
    "Nom (naissance)",
    "Nom de famille (de naissance)",
]
L_USED = ["Nom utilisé", "Nom d'usage", "Nom usuel", "Nom d’usage", "Nom marital / d'usage"]
L_NAME = ["Nom", "NOM", "Nom du patient", "Nom du bénéficiaire"]
L_FIRST = ["Prénom", "PRÉNOM", "1er prénom", "Prénom usuel", "Premier prénom"]
L_FIRSTS = ["Prénoms", "Prénom(s)", "Prénoms de naissance", "Liste des prénoms", "Prénom(s) de l'acte de naissance"]
L_BD = ["Né(e) le", "Date de naissance", "DDN", "Naissance", "Date de naiss.", "D. naissance", "Date nais."]
L_SEX = ["Sexe", "Genre", "Sexe (M/F)", "Sexe adm."]
L_INS = [
    "INS",
    "Matricule INS",
    "N° INS",
    "Identité nationale de santé",
    "INS-NIR",
    "Identifiant national de santé (INS)",
]
L_IPP = ["IPP", "N° patient", "N° dossier patient", "Id. permanent", "N° IPP"]


def pairs(ctx, sex=True, ins=True, ipp=False, birth_label=None):
    """Labelled identity as (label, value) pairs; fits every trap."""
    p = ctx.pick
    out = []
    if ctx.flags.get("used_only"):
        out.append((p(*L_USED[:3]), ctx.un()))
        out.append((p(*L_FIRST), ctx.fn()))
        ctx.omit("birth_name")
    else:
        two = bool(ctx.v["used_name"])
        bl = birth_label or (p(*L_BIRTH) if two or ctx.rng.random() < 0.6 else p(*L_NAME))
        first = (
            (p(*L_FIRSTS), ctx.fns(p(" ", ", ")))
            if ctx.flags.get("first_list") or ctx.rng.random() < 0.3
            else (p(*L_FIRST), ctx.fn(ctx.rng.random() < 0.3))
        )
        out.append((bl, ctx.bn()))
        if two:
            used = (p(*L_USED), ctx.un())
            if ctx.rng.random() < 0.35:
                out.insert(0, used)
            else:
                out.append(used)
        elif ctx.rng.random() < 0.15:
            out.append((p(*L_USED), p("", "–")))
        out.append(first)
    if ctx.bd():
        out.append((p(*L_BD), ctx.bd()))
    if sex:
        out.append((p(*L_SEX), ctx.sx()))
    if ins and ctx.ins():
        out.append((p(*L_INS), ctx.ins()))
    if ipp:
        out.append((p(*L_IPP), ctx.ipp()))
    return out


def rows(pp, sep=" : ", br="<br>", b="b"):
    return br.join(f"{esc(k)}{sep}<{b}>{esc(v)}</{b}>" for k, v in pp)


def born(ctx, e=None):
    """', né(e) le ...' or nothing."""
    d = ctx.bd()
    if not d:
        return ""
    if ctx.age < 14:
        return ctx.pick(f", né{ctx.e()} le {d}", f" ({d})", f", né{ctx.e()} le {d}, {ctx.age_txt}")
    return ctx.pick(
        f", né{ctx.e()} le {d}",
        f", né{ctx.e()} le {d}",
        f" – {d}",
        f" (né{ctx.e()} le {d})",
        f", né{ctx.e()} le {d}, {ctx.age_txt},",
        f", DDN {d}",
    )


def sentence(ctx, upper=None):
    """'Madame DUPONT née MARTIN Claire, née le 3 mai 1956'."""
    c = ctx.civility()
    return f"{c} {ctx.labelled_full(upper)}{born(ctx)}"


def ins_line(ctx, pre="", post=""):
    v = ctx.ins()
    return f"{pre}{ctx.pick(*L_INS)} : {v}{post}" if v else ""


def relative(ctx, p_plain=0.25):
    """A relative; in full when the trap asks for it, else sometimes a bare name."""
    r = ctx.rng
    full = ctx.flags.get("relative")
    if not full and r.random() > p_plain:
        return ""
    q = full or None
    if q:
        d = ctx.date(dt.date.fromisoformat(q["birth_date"]), "slash")
        link = r.choice(["époux", "frère", "père", "fils"] if q["sex"] == "M" else ["épouse", "sœur", "mère", "fille"])
        e = "e" if q["sex"] == "F" else ""
        nm = f"{q['first_name']} {q['birth_name']}"
        return r.choice(
            [
                f"Personne de confiance : {nm} ({link}), né{e} le {d}",
                f"Personne à prévenir : {nm}, {link}, né{e} le {d}, tél. {ctx.phone()}",
                f"Aidant principal : {nm}, {link} – date de naissance {d}",
            ]
        )
    sex = r.choice("FM")
    nm = ctx.people.given(sex, 1965) + " " + r.choice([ctx.v["birth_name"], ctx.people.family(), ctx.people.family()])
    return r.choice(
        [
            f"Personne de confiance : {nm}",
            f"Personne à prévenir : {nm} ({ctx.phone()})",
            f"Contact familial : {nm}, tél. {ctx.phone()}",
        ]
    )


def sticker(ctx):
    q = ctx.flags.get("sticker")
    if not q:
        return ""
    d = dt.date.fromisoformat(q["birth_date"])
    nm = f"{q['used_name']} née {q['birth_name']}" if q["used_name"] and q["sex"] == "F" else q["birth_name"]
    return (
        f"<div style=\"float:right;transform:rotate(-1.2deg);border:1px solid #999;border-radius:2mm;background:#fff;font:8.5pt 'Liberation Sans Narrow';"
        f'padding:1.5mm 2.5mm;width:58mm;margin:1mm 0 2mm 4mm;color:#000;text-align:left;line-height:1.25"><b>{esc(nm)}</b><br>{esc(q["first_name"])} &nbsp; {q["sex"]} &nbsp; {d.strftime("%d/%m/%Y")}'
        f"<br>IPP {q['ipp']} &nbsp; Séj. {ctx.rng.randint(240000000, 269999999)}</div>"
    )


BOILER = [
    "Vos données sont traitées pour assurer votre prise en charge. Droit d'accès : dpo@exemple-sante.example.",
    "SIRET 4{a} 00{b} – APE 8690{c} – TVA non applicable (art. 261-4-1 du CGI).",
    "Document confidentiel soumis au secret médical.",
    "Modèle {c}-{b} – version {b} – révisé en 03/2019.",
    "Horaires : du lundi au vendredi 8 h – 18 h 30, samedi 9 h – 12 h.",
    "Agrément n° {a} délivré par l'ARS le 14/02/2012.",
    "Édition automatique – référence {a}-{b} – conservation 20 ans (archivage {c}{b}).",
    "En cas d'urgence : 15. Pharmacie de garde : 3237.",
    "Accréditation n° 8-{b}{b} – portée disponible sur demande.",
    "Accueil et accès : parking rue voisine, tram ligne {b}, arrêt Hôpital.",
]


def boiler(ctx):
    """Small print that says nothing of the patient."""
    r = ctx.rng
    if r.random() > 0.5:
        return ""
    t = (
        r.choice(BOILER)
        .replace("{a}", str(r.randint(10000000, 99999999)))
        .replace("{b}", str(r.randint(10, 99)))
        .replace("{c}", r.choice("ABEFQRZ"))
    )
    return f"<p style='margin-top:9mm;font-size:7.6pt;color:#555;text-align:center'>{esc(t)}</p>"


def browser_print(ctx, title):
    """Margin boxes like those of a browser's print."""
    d = ctx.doc_date + dt.timedelta(days=ctx.rng.randint(0, 4))
    host = ctx.rng.choice(["app.portail-patient.example", "pro.messagerie.example", "espace.sante-rdv.example"])
    box = "font-size:7.5pt;color:#222"
    return (
        f"@top-left{{content:'{d:%d/%m/%Y} {ctx.rng.randint(7, 19):02d}:{ctx.rng.randint(10, 59)}';{box}}}@top-center{{content:'{title}';{box}}}"
        f"@bottom-left{{content:'https://{host}/doc/{ctx.rng.randint(10**6, 10**8)}';{box}}}@bottom-right{{content:counter(page) '/' counter(pages);{box}}}"
    )


def page(
    ctx,
    body,
    css="",
    font="Liberation Sans",
    size="10.5pt",
    margin="18mm 18mm 16mm 18mm",
    extra="",
    title=None,
    papersize="A4",
):
    """Whole HTML page."""
    if title:
        extra += browser_print(ctx, title)
    return (
        f"<!DOCTYPE html><html lang='fr'><head><meta charset='utf-8'><title>{esc(title or ctx.pick('Document', 'Sans titre', 'Impression', 'doc1'))}</title><style>"
        f"@page{{size:{papersize};margin:{margin};{extra}}}*{{box-sizing:border-box}}html,body{{margin:0;padding:0}}"
        f"body{{font-family:'{font}';font-size:{size};line-height:1.35;color:#111}}p{{margin:0 0 2.2mm 0}}table{{border-collapse:collapse}}"
        f".r{{text-align:right}}.c{{text-align:center}}.s{{font-size:82%}}h1,h2,h3{{margin:2mm 0}}{css}</style></head><body>{sticker(ctx)}{body}{boiler(ctx)}</body></html>"
    )


def logo(ctx, color, size=46):
    k = ctx.rng.randint(0, 5)
    s = f'<svg width="{size}" height="{size}" viewBox="0 0 40 40">'
    if k == 0:
        s += f'<rect x="15" y="3" width="10" height="34" fill="{color}"/><rect x="3" y="15" width="34" height="10" fill="{color}"/>'
    elif k == 1:
        s += f'<circle cx="20" cy="20" r="17" fill="none" stroke="{color}" stroke-width="4"/><path d="M8 22 h7 l3 -9 l5 16 l3 -7 h7" fill="none" stroke="{color}" stroke-width="2.4"/>'
    elif k == 2:
        s += f'<path d="M20 36 C-6 18 8 0 20 12 C32 0 46 18 20 36" fill="{color}"/>'
    elif k == 3:
        s += f'<polygon points="20,2 38,14 31,37 9,37 2,14" fill="{color}"/><circle cx="20" cy="21" r="7" fill="#fff"/>'
    elif k == 4:
        s += f'<path d="M4 34 Q20 -10 36 34 Z" fill="{color}" opacity=".75"/><path d="M12 34 Q26 8 38 34 Z" fill="{color}"/>'
    else:
        s += f'<rect x="3" y="3" width="34" height="34" rx="9" fill="{color}"/><path d="M12 20 l6 7 l11 -14" stroke="#fff" stroke-width="4" fill="none"/>'
    return s + "</svg>"


COLORS = ["#0b5394", "#1b7f5c", "#8a1c3b", "#5b3f8c", "#b35c00", "#00707a", "#333333", "#2a6fb0", "#6b7d1e"]


def sign(ctx, pro, style=None):
    """Signature line(s) for a professional; never an illegible name."""
    nm = pro.name(style=style or ctx.pick("TgU", "TgU", "TGF", "TgF"))
    squig = (
        (
            f'<svg width="110" height="34" viewBox="0 0 110 34"><path d="M4 {ctx.rng.randint(14, 26)} C 20 -6, 26 44, 42 {ctx.rng.randint(8, 20)} S 66 {ctx.rng.randint(0, 34)}, 78 18 '
            f'S 98 {ctx.rng.randint(4, 30)}, 106 12" stroke="#1a2a7a" stroke-width="1.4" fill="none"/></svg>'
        )
        if ctx.rng.random() < 0.6
        else ""
    )
    return f"{esc(nm)}<br>{squig}" if squig else esc(nm)


def structure(ctx, *kinds):
    """A name for an establishment or practice."""
    saints = [
        "Saint-Roch",
        "Sainte-Anne",
        "du Val Fleuri",
        "des Trois Rivières",
        "Bellevue",
        "du Parc",
        "des Ormes",
        "Les Genêts d'Or",
        "Beau Soleil",
        "du Pont-Neuf",
        "La Roseraie",
        "Le Clos des Marronniers",
        "des Remparts",
        "Saint-Vincent",
        "de la Côte",
        "du Grand Large",
        "Claude-Bernard",
        "Les Jardins d'Ulysse",
        "Ambroise-Croizat",
        "Simone-Veil",
    ]
    s = f"{ctx.pick(*kinds)} {ctx.pick(*saints)}"
    ctx.put(structure_name=s)
    return s


def ps(xs):
    return "".join(f"<p>{esc(x)}</p>" for x in xs)


def up1(t):
    return t[0].upper() + t[1:]
