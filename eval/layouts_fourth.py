"""Layouts that were held out until their failures were read: their identity blocks, under letterheads that may be seen."""

from eval import blocks
from eval.case import Case
from eval.layouts_seen import Layout, Part
from eval.layouts_third import (
    body_listed,
    body_results,
    head_corner,
    head_practice,
    head_under,
    on_day,
    sign_doctor,
    sign_read,
    title_big,
    title_spaced,
)
from eval.sheet import Sheet


def who_certify(sheet: Sheet, case: Case) -> None:
    """« Je soussigné … certifie avoir examiné Madame DURAND Marie, née MARTIN, née le … »."""
    shown = case.shown
    text = f"Je soussigné Dr {case.author.family}, certifie avoir examiné {blocks.civility(case)} "
    text += f"{blocks.family_name(case)} {blocks.given(case)}"
    if shown.used_name and shown.birth_name:
        text += f", {blocks.born(case)} {shown.birth_name}"
    if shown.birth_date:
        text += f", {blocks.born(case)} le {blocks.birth_day(case)}"
    sheet.paragraph(f"{text}.")
    tail(sheet, case)


def who_three(sheet: Sheet, case: Case) -> None:
    """A table of three columns: Patient, Naissance, Identifiants."""
    shown = case.shown
    case.printed.add("names")
    name = f"{blocks.civility(case, short=True)} {blocks.family_name(case)} {blocks.given(case)}"
    if shown.birth_name and shown.used_name:
        name += f" {blocks.born(case)} {shown.birth_name}"
    room = sheet.right - sheet.left
    widths = (room * 0.5, room * 0.22, room * 0.28)
    when = blocks.birth_day(case) or "-"
    sheet.table(sheet.left, widths, [("Patient", "Date de naissance", "IPP"), (name, when, case.patient.ipp)])
    sheet.space(6)
    tail(sheet, case)


def tail(sheet: Sheet, case: Case) -> None:
    """INS, stay and datamatrix under the identity."""
    if case.shown.ins:
        label = sheet.rng.choice(("Matricule INS (NIR) :", "INS", "Identité nationale de santé (INS) :"))
        sheet.write(f"{label} {blocks.ins_text(case.shown.ins, is_spaced=sheet.rng.random() < 0.5)}")
    if case.episode:
        label = sheet.rng.choice(("Numéro de séjour :", "N° venue :", "N° d'hospitalisation :"))
        sheet.write(f"{label} {blocks.stamp_number(case)}")
    if case.datamatrix:
        sheet.need(54)
        sheet.matrix(case.datamatrix, sheet.right - 60, sheet.y + 2, 48)
        case.printed.add("datamatrix")
        sheet.space(54)


def _fourth(name: str, families: str, manner: str, *parts: Part) -> Layout:
    return Layout(name=name, families=frozenset(families.split()), manner=manner, parts=parts)


FOURTH_LAYOUTS = (
    _fourth("soussigne", "certificate", "serif", head_practice, on_day, title_big, who_certify, body_listed),
    _fourth("soussigne-sans", "certificate prescription", "sans", head_practice, title_spaced, who_certify, body_listed, on_day),
    _fourth("trois-colonnes", "lab", "sans", head_corner, who_three, title_big, on_day, body_results, sign_read),
    _fourth("trois-colonnes-operatoire", "operative imaging form", "serif", head_under, title_spaced, who_three, on_day, body_listed, sign_doctor),
)  # fmt: skip
