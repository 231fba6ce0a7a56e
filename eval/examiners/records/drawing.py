"""Draws the documents of a records office with their index and their truth. Patients and traps stand in traps."""

import datetime as dt
import io
import json
import random
import re
from pathlib import Path

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from eval.examiners.common import papers
from eval.examiners.records import scan
from eval.examiners.records.houses import phone
from eval.examiners.records.names import norm
from eval.examiners.records.traps import TRAPS, World

FONTS = FontConfiguration()
GRADES = {"scan": 15, "poor": 2, "digital": 8}
KINDS = {"several": 7, "trap": 22, "plain": 71}


def stamps_of(got):
    """The texts that an office may stamp on the day when a paper comes in."""
    return [
        ["REÇU LE", f"{got:%d/%m/%Y}", "SECRÉTARIAT MÉDICAL"],
        ["ARRIVÉ", f"{got:%d %m %Y}"],
        ["COPIE"],
        ["DOSSIER MÉDICAL", "À CLASSER"],
        ["VU", "LE CADRE"],
        ["COURRIER ARRIVÉ LE", f"{got:%d.%m.%Y}", "ARCHIVES CENTRALES"],
    ]


def dealt(seed, name, number, counts):
    """Deal from decks shuffled block after block, so that shares hold on small runs too."""
    deck = [k for k, n in counts.items() for _ in range(n)]
    block, place = divmod(number - 1, len(deck))
    random.Random(f"{name}-{seed}-{block}").shuffle(deck)
    return deck[place]


def several(rng, world):
    """Documents of one file: of the same patient, or of several."""
    docs = [world.document(rng)]
    same = rng.random() < 0.5 and docs[0]["trap"] is None
    for _ in range(rng.choice([1, 1, 2])):
        docs.append(world.document(rng, patient=docs[0]["patient"] if same else None))
    if not same:
        for d in docs:
            d["may"] = False
            d["trap"] = d["trap"] or "several_patients_in_file"
    return docs


def stem_of(rng, world, number, docs, grade):
    """Name of a file without its extension: of nobody, of its patient, or of another when the trap says so."""
    d = docs[0]
    stamp = max(x["date"] for x in docs) + dt.timedelta(days=rng.randint(1, 20))
    if d["trap"] == "file_name_of_another":
        q = world.other_adult(rng, d["printed"])
        family, given = norm(q.birth_name), norm(q.first)
        used = norm(q.used_name or q.birth_name)
        tag = rng.choice(
            [f"{used}_{given}", f"CR_{family}_{given}_{q.birth_date:%d%m%Y}", f"courrier {family} {given}"]
        )
    elif rng.random() < 0.18 and len(docs) == 1 and d["trap"] is None:
        family, given = norm(d["printed"].birth_name), norm(d["printed"].first)
        tag = rng.choice([f"{family}_{given}", f"CR {family} {given} {stamp:%d-%m-%Y}"])
    elif grade == "digital":
        tag = rng.choice(
            [
                "document",
                "courrier",
                f"piece_jointe_{rng.randint(1, 9)}",
                f"CR{rng.randint(10**5, 10**6)}",
                f"MSS_{stamp:%Y%m%d}_{rng.randint(100, 999)}",
                f"export{rng.randint(1, 999)}",
                f"impression {stamp:%d%m%y}",
            ]
        )
    else:
        tag = rng.choice(
            [
                f"SCAN_{stamp:%Y%m%d}_{rng.randint(70000, 180000)}",
                f"numerisation{rng.randint(1, 9999)}",
                f"doc{rng.randint(10**5, 10**6)}",
                f"FAX{stamp:%y%m%d}{rng.randint(10, 99)}",
                "document",
                f"KM_C300i{stamp:%Y%m%d}",
                f"img{rng.randint(100, 9999)}",
                "numerisation archives",
            ]
        )
    return f"{number:04d}_{re.sub(r'[^A-Za-z0-9 _-]', '', tag)}"


def scanned(rng, pdf, grade, docs):
    """The bytes of a scan of the pages, and its extension."""
    style = scan.choose_style(rng, grade)
    got = max(d["date"] for d in docs) + dt.timedelta(days=rng.randint(1, 12))
    stamps = rng.choice(stamps_of(got))
    fax = f"{got:%d/%m/%Y} {rng.randint(7, 19):02d}:{rng.randint(10, 59)}   {phone(rng)}   {rng.choice(['SECRETARIAT', 'CABINET MEDICAL', 'LABO', 'HOPITAL', 'FAX SERVEUR'])}   PAGE {{n:02d}}/{{t:02d}}"
    images = [image.convert("RGB") for image in papers.pictures(pdf, style["dpi"])]
    nexts = [*images[1:], None]
    out = [
        scan.degrade(rng, image, style, stamps, fax, other, number, len(images))
        for number, (image, other) in enumerate(zip(images, nexts, strict=True), 1)
    ]
    kind = rng.choices(["pdf", "jpg", "png", "tif"], [84, 6, 4, 6])[0]
    if kind in ("jpg", "png") and len(out) > 1:
        kind = "pdf"
    return scan.scanned(out, style) if kind == "pdf" else _as_pictures(out, style, kind), kind


def _as_pictures(out, style, kind):
    dpi = (style["dpi"],) * 2
    target = io.BytesIO()
    is_bit = out[0].mode == "1"
    if kind == "jpg":
        quality = max(70, style["quality"])
        out[0].convert("L" if is_bit else out[0].mode).save(target, "JPEG", quality=quality, dpi=dpi)
    elif kind == "png":
        out[0].save(target, "PNG", dpi=dpi)
    else:
        compression = "group4" if is_bit else "jpeg"
        out[0].save(target, "TIFF", compression=compression, dpi=dpi, save_all=True, append_images=out[1:])
    return target.getvalue()


def _entry(document, first, count):
    """The truth of a document. first: its first page, count: how many it has."""
    return {
        "pages": list(range(first, first + count)),
        "record_id": document["record"],
        "may_auto": document["may"],
        "trap": document["trap"],
        "fields": document["fields"],
    }


def drawn(rng, world, number, docs, grade):
    """Name, bytes and truth of a file."""
    parts = [HTML(string=d["html"]).write_pdf(font_config=FONTS) for d in docs]
    entries, first = [], 1
    for d, part in zip(docs, parts, strict=True):
        count = papers.page_count(part)
        entries.append(_entry(d, first, count))
        first += count
    name = stem_of(rng, world, number, docs, grade)
    data, extension = papers.joined(parts), "pdf"
    if grade != "digital":
        data, extension = scanned(rng, data, grade, docs)
    truth = {"layout": "+".join(d["layout"] for d in docs), "grade": grade, "documents": entries}
    return f"{name}.{extension}", data, truth


def draw(seed: int, count: int, folder: Path) -> None:
    """Write the files, the index of persons and the truth. Each file has random numbers of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    world, trapped, truth = World(seed), 0, {}
    for number in range(1, count + 1):
        rng = random.Random(f"file-{seed}-{number}")
        kind = dealt(seed, "kind", number, KINDS)
        trapped += kind == "trap"
        trap = dealt(seed, "trap", trapped, TRAPS) if kind == "trap" else None
        docs = several(rng, world) if kind == "several" else [world.document(rng, trap)]
        name, data, told = drawn(rng, world, number, docs, dealt(seed, "grade", number, GRADES))
        (folder / name).write_bytes(data)
        truth[name] = told
    persons = [p.record() for p in world.index]
    random.Random(seed).shuffle(persons)
    for name, value in (("truth.json", truth), ("persons.json", persons)):
        (folder / name).write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
