"""What follows the head of a page drawn at random: first sentences, text, tables of results, medicines, feet."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache

from eval.layouts_seen import second_patient
from eval.people import DATA
from eval.random_dates import act_line, act_prose, done_date, foot_date, other_dates
from eval.random_identity import MODES, prose_text, who_text
from eval.random_manner import wordings
from eval.random_others import attendance_line, diary_rows, other_people, relative_lines, typist_line
from eval.random_page import Hand
from eval.random_people import draw_copies, recipient_mode
from eval.random_signatures import draw_signature, sworn_text
from eval.sheet import WIDTH, Sheet

PHRASES = DATA.parent.parent / "tools" / "data" / "type_phrases.txt"
DRUGS = ("paracétamol 1 g", "furosémide 40 mg", "apixaban 5 mg", "metformine 850 mg", "pantoprazole 40 mg",
         "amlodipine 5 mg", "sertraline 50 mg", "ramipril 2,5 mg", "atorvastatine 20 mg", "bisoprolol 1,25 mg")  # fmt: skip
TAKES = ("1 comprimé matin et soir", "1 cp le matin", "1 gélule par jour pendant 7 jours", "1-0-1", "si douleur, 3 par jour",
         "matin : 1, soir : 1", "1 le soir au coucher", "2 fois par jour")  # fmt: skip
ANALYTES = (("Hémoglobine", 13.0, "g/dL", "12,0 - 16,0"), ("Leucocytes", 6.4, "G/L", "4,0 - 10,0"), ("CRP", 3.0, "mg/L", "< 5,0"),
            ("Plaquettes", 245.0, "G/L", "150 - 400"), ("Créatinine", 78.0, "µmol/L", "45 - 90"), ("Sodium", 139.0, "mmol/L", "136 - 145"),
            ("Potassium", 4.1, "mmol/L", "3,5 - 5,0"), ("Glycémie", 5.2, "mmol/L", "3,9 - 5,5"), ("TSH", 2.1, "mUI/L", "0,40 - 4,00"))  # fmt: skip


@cache
def phrases() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Titles and sentences of each type, in words of our own; « * »: of any letter."""
    table: dict[str, tuple[list[str], list[str]]] = {}
    code = "*"
    for line in PHRASES.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            code = line.strip("[]")
        elif line and not line.startswith("#"):
            titles, sentences = table.setdefault(code, ([], []))
            (titles if line.startswith("= ") else sentences).append(line.removeprefix("= "))
    return {code: (tuple(titles), tuple(sentences)) for code, (titles, sentences) in table.items()}


def reword(hand: Hand) -> None:
    """Take the title and the text of the document from other words of its type, half of the time each, unless the words
    of the type were given.
    """
    case, rng = hand.case, hand.sheet.rng
    titles, sentences = ((), ()) if "own words" in case.notes else phrases().get(case.kind.code, ((), ()))
    if titles and rng.random() < 0.45:
        case.title = rng.choice(titles)
    if len(sentences) > 3 and rng.random() < 0.5:
        case.body = rng.sample(sentences, k=min(len(sentences), rng.randrange(2, 6)))
        case.body += rng.sample(phrases()["*"][1], k=rng.randrange(0, 3))
    extra = int(hand.manner.pick("length", ("0", "2", "4", "8", "14")))
    for sentence in rng.sample(wordings()["filler"], k=min(extra, len(wordings()["filler"]))):
        case.body.insert(rng.randrange(len(case.body) + 1), sentence)


def draw_opening(hand: Hand) -> None:
    """Salutation, the act's date, the sentence that names the patient."""
    manner, case = hand.manner, hand.case
    is_letter = bool(case.kind.families & {"letter"})
    told = manner.pick("identity", MODES)
    if is_letter and (told == "prose" or manner.chance("salutation", 0.45)):
        case.notes.append("salutation")
        hand.line(_salutation(hand))
        hand.sheet.space(4)
    line = act_line(hand)
    if line:
        hand.line(line)
    _sentences(hand, told)
    second_patient(hand.sheet, case)


def _salutation(hand: Hand) -> str:
    """A salutation, with the name of the first addressee in some groups."""
    text = hand.sheet.rng.choice(wordings()["salutation"])
    named = recipient_mode(hand) in ("block", "window", "copies list", "table") and hand.manner.chance(
        "salutation-name", 0.2
    )
    if not named:
        return text
    lead = hand.manner.pick(
        "salutation-lead", ("Cher Docteur", "Docteur", "Chère Docteure", "Cher confrère, cher Docteur")
    )
    return f"{lead} {hand.case.recipients[0].family.title()},"


def _sentences(hand: Hand, told: str) -> None:
    who = who_text(hand, "prose") if told == "prose" else "le patient"
    text = sworn_text(hand, who) or act_prose(hand, who)
    if told == "prose" and not text:
        text = prose_text(hand)
    if text:
        hand.line(text[:1].upper() + text[1:])
        hand.sheet.space(3)


def draw_body(hand: Hand) -> None:
    """The text, with what else such a document holds."""
    case, manner, rng = hand.case, hand.manner, hand.sheet.rng
    is_lab = bool(case.kind.families & {"lab"})
    if is_lab or manner.chance("results", 0.12):
        _results(hand)
    sentences = list(case.body)
    for text in (*other_dates(hand), *other_people(hand), *relative_lines(hand)):
        sentences.insert(rng.randrange(len(sentences) // 2, len(sentences) + 1), text)
    present = attendance_line(hand)
    if present:
        hand.line(present)
    _diary(hand)
    how = manner.pick("body", ("plain", "plain", "plain", "sections", "sections", "columns", "list", "one"))
    if how == "columns" and hand.sheet.right - hand.sheet.left > 380 and len(sentences) > 3:
        _columns(hand, sentences)
    elif how == "one":
        hand.line(" ".join(sentences))
    else:
        _paragraphs(hand, sentences, how)
    if case.kind.families & {"prescription"} or manner.chance("drugs", 0.12):
        _drugs(hand)


def _diary(hand: Hand) -> None:
    """Dated notes in a table."""
    rows, sheet = diary_rows(hand), hand.sheet
    if rows:
        room = sheet.right - sheet.left
        sheet.table(
            sheet.left, (room * 0.2, room * 0.55, room * 0.25), rows, lined=hand.manner.chance("table-lined", 0.6)
        )
        sheet.space(6)


def _paragraphs(hand: Hand, sentences: list[str], how: str) -> None:
    rng, manner = hand.sheet.rng, hand.manner
    for number, sentence in enumerate(sentences):
        if how == "sections" and number % 2 == 0:
            head = rng.choice(wordings()["head_body"])
            hand.sheet.space(3)
            hand.line((head.upper() if manner.chance("heads-upper", 0.4) else head) + manner.pick("heads-colon", (" :", "", ":")),
                      bold=manner.chance("heads-bold", 0.7))  # fmt: skip
        hand.line(("- " if how == "list" else "") + sentence)
        hand.sheet.space(float(manner.pick("body-gap", ("0", "2", "5"))))


def _columns(hand: Hand, sentences: list[str]) -> None:
    """Two columns where they hold on the page, else one."""
    sheet = hand.sheet
    half = len(sentences) // 2
    width = (sheet.right - sheet.left) / 2 - 10
    tallest = max(sum(len(sheet.wrap(one, width)) for one in some) for some in (sentences[:half], sentences[half:]))
    if sheet.y + tallest * sheet.size * 1.5 > sheet.bottom:
        _paragraphs(hand, sentences, "plain")
        return
    top, middle, low = sheet.y, (sheet.left + sheet.right) / 2, sheet.y
    for some, left, right in (
        (sentences[:half], sheet.left, middle - 10),
        (sentences[half:], middle + 10, sheet.right),
    ):
        sheet.y = top
        with hand.column(left, right):
            for sentence in some:
                hand.line(sentence)
        low = max(low, sheet.y)
    sheet.y = low


def _results(hand: Hand) -> None:
    """Rows of results; earlier ones beside, with their dates, in some groups."""
    sheet, manner, rng = hand.sheet, hand.manner, hand.sheet.rng
    earlier = [hand.case.doc_date - timedelta(days=rng.randrange(20, 400) * (at + 1)) for at in
               range(int(manner.pick("anteriority", ("0", "0", "1", "1", "2"))))]  # fmt: skip
    unit_first = manner.chance("unit-first", 0.5)
    head = [
        manner.pick("analyte", ("Examen", "Analyse", "Paramètre", "Dosage", "")),
        manner.pick("result", ("Résultat", "Résultats", "Valeur")),
    ]
    head += ["Unité", "Référence"] if unit_first else ["Références", "Unités"]
    rows = [[*head, *(hand.day(one, "past-style") for one in earlier)]]
    for name, value, unit, normal in rng.sample(ANALYTES, k=rng.randrange(3, len(ANALYTES))):
        tail = [unit, normal] if unit_first else [normal, unit]
        values = [f"{value * rng.uniform(0.7, 1.4):.2f}".replace(".", ",") for _ in range(1 + len(earlier))]
        rows.append([name, values[0], *tail, *values[1:]])
    room = sheet.right - sheet.left
    shares = [0.3, 0.16, 0.14, 0.2] if not earlier else [0.26, 0.14, 0.12, 0.18]
    rest = (1 - sum(shares)) / max(1, len(earlier))
    widths = [room * one for one in (*shares, *([rest] * len(earlier)))]
    sheet.table(sheet.left, widths, rows, lined=manner.chance("results-lined", 0.5))
    sheet.space(6)


def _drugs(hand: Hand) -> None:
    rng = hand.sheet.rng
    joint = hand.manner.pick("drug-joint", (" : ", ", ", " - ", " "))
    for number, drug in enumerate(rng.sample(DRUGS, k=rng.randrange(1, 5)), 1):
        lead = f"{number}/ " if hand.manner.chance("drug-number", 0.3) else ""
        hand.line(f"{lead}{drug.capitalize()}{joint}{rng.choice(TAKES)}")
    hand.sheet.space(4)


def draw_ending(hand: Hand) -> None:
    """Closing formula, date, signature, copies, typist, in an order of the group."""
    manner, case = hand.manner, hand.case
    if "salutation" in case.notes or manner.chance("closing", 0.2):
        hand.line(hand.sheet.rng.choice(wordings()["closing"]))
    parts: list[Callable[[Hand], None]] = [_done, draw_signature, draw_copies, _small]
    order = manner.pick("ending", ("0123", "0123", "0123", "1023", "0132", "2013", "3012", "0312"))
    for place in order:
        parts[int(place)](hand)
    text = foot_date(hand)
    if text:
        hand.sheet.space(6)
        hand.line(text, size=hand.small, align=manner.pick("foot-align", ("l", "r", "c")))


def _done(hand: Hand) -> None:
    text = done_date(hand)
    if text:
        hand.sheet.space(6)
        hand.line(text, align=hand.manner.pick("done-align", ("l", "r", "l")))


def _small(hand: Hand) -> None:
    text = typist_line(hand)
    if text:
        hand.line(text, size=hand.small)
    if hand.manner.chance("enclosed", 0.15):
        hand.line(
            hand.manner.pick("enclosed-word", ("PJ : résultats de biologie", "Pièces jointes : 2", "P.J. : courbe")),
            size=hand.small,
        )


def draw_foot(hand: Hand) -> None:
    """Lines at the very foot of each page."""
    manner, case = hand.manner, hand.case
    count = int(manner.pick("feet", ("0", "1", "1", "2")))
    places = [manner.word("page_foot", f"foot-{number}") for number in range(count)]
    number = f"{hand.sheet.rng.randrange(10**9):09d}"
    later, past = hand.day(hand.later(0, 4)), hand.day(hand.earlier(100, 1000))
    time = hand.time()

    def draw(page: Sheet) -> None:
        for at, form in enumerate(places):
            text = form.format(structure=case.structure.name, address=case.structure.address, phone=case.structure.phone,
                               page=page.pages, pages=page.pages, later=later, past=past, time=time, number=number,
                               short=number[:3])  # fmt: skip
            page.text(WIDTH / 2, 812 + 11 * at, text, size=hand.fit(text, 500, 7), align="c")

    draw(hand.sheet)
    hand.sheet.on_new_page.append(draw)
