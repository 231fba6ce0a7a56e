"""Draws the documents of the hospital with their index and their truth."""

import datetime as dt
import json
import random
from pathlib import Path

from eval.examiners.common import papers
from eval.examiners.hospital import degrade
from eval.examiners.hospital.context import Ctx
from eval.examiners.hospital.layouts import LAYOUTS
from eval.examiners.hospital.people import Index, Person, fold
from eval.examiners.hospital.traps import NEVER, TRAPS, prepare, trap_held

PERSONS = 3000


def drawn(layout, ctx):
    """The pages of a document. Two passes: the first counts them."""
    for _ in range(2):
        ctx.reset()
        d = layout(ctx)
        n = d.n
        pdf = d.finish()
        ctx.total = n
    return pdf, n


def entry(ctx, idx, pages):
    p = ctx.p
    trap = ctx.trap
    auto = trap not in NEVER and "dob" in ctx.done and p.rid is not None
    has_ins = "ins" in ctx.done and trap not in ("ins_wrong_key", "ins_of_other")
    if auto and not has_ins and idx.near(p):
        auto = False
    if ctx.f.get("birth_name", "?") in (None, "?") and not has_ins:
        auto = False
    if ctx.f.get("sex", 0) is None:  # grammar of the prose may tell it: not scored
        del ctx.f["sex"]
    if getattr(ctx, "hand", None) == "hand3":  # written without accents
        for k in ("birth_name", "used_name", "first_name", "first_names"):
            v = ctx.f.get(k)
            if v:
                ctx.f[k] = [fold(x) for x in v] if isinstance(v, list) else fold(v)
    if "mother" in ctx.kit:
        trap = "newborn_mother" + ("" if p.rid else "_unknown_child")
    return {"pages": pages, "record_id": p.rid, "may_auto": bool(auto), "trap": trap, "fields": dict(ctx.f)}


def one_file(rng, idx, number):
    """The layout, the trap and the documents (context, pages, their number) of a file."""
    fn, spec = LAYOUTS[number]
    trap = rng.choice(TRAPS) if rng.random() < 0.31 and not spec.get("no_trap") else None
    if trap in spec.get("skip", ()):
        trap = None
    kind, specialty = spec["kind"], rng.choice(spec["specs"])
    for _ in range(2):
        p, kit = prepare(rng, idx, spec, trap)
        ctx = Ctx(rng.randrange(10**9), p, trap, kind, specialty, kit)
        pdf, n = drawn(fn, ctx)
        if trap is None or trap_held(ctx):
            break
        trap = None
    parts = [(ctx, pdf, n)]
    if trap is None and rng.random() < 0.09 and not spec.get("no_trap"):
        add_parts(rng, idx, fn, spec, p, parts)
    return fn.__name__, trap, parts


def add_parts(rng, idx, fn, spec, p, parts):
    """Documents after the first one, of the same patient or of others."""
    same = rng.random() < 0.5 and not spec.get("special")
    for _ in range(rng.choice([1, 1, 2])):
        fn2, spec2 = LAYOUTS[rng.randrange(len(LAYOUTS))]
        while spec2.get("no_trap") or spec2.get("special") or fn2 is fn or spec2["kind"] == "any":
            fn2, spec2 = LAYOUTS[rng.randrange(len(LAYOUTS))]
        age = 2025 - p.birth.year
        if same and not (
            spec2.get("sex") in (None, p.sex) and spec2.get("amin", 0) + 9 <= age <= spec2.get("amax", 120)
        ):
            continue
        p2, kit2 = prepare(rng, idx, spec2, None, p if same else None)
        c2 = Ctx(rng.randrange(10**9), p2, None, spec2["kind"], rng.choice(spec2["specs"]), kit2)
        parts.append((c2, *drawn(fn2, c2)))


def file_stem(rng, number, trap, parts):
    """Name of a file without its extension."""
    first = parts[0][0]
    last = (
        fold(first.p.used_name if trap == "used_name_only" else first.p.birth_name)
        .upper()
        .replace(" ", "_")
        .replace("'", "")
    )
    if trap == "file_name_of_other":
        other = first.kit["other"]
        family, given = fold(other.birth_name).upper(), fold(other.first).upper()
        return rng.choice(
            [f"{family}_{given}_{number:04d}", f"{family} {given} {number:04d}", f"CR_{family}_{given}_{number:04d}"]
        )
    return rng.choice(
        [
            f"doc_{number * 7 + 311:05d}",
            f"SCAN{rng.randrange(10**5) * 10 + number % 10:06d}",
            f"{last}_{number:04d}" if len(parts) == 1 else f"lot_{number:04d}",
            f"export-{first.doc.strftime('%Y%m%d')}-{number:03d}",
            f"piece jointe {number}",
            f"numérisation_{1000 + number}",
        ]
    )


def add_crowd(idx, crowd):
    """Persons who are near none of the patients."""
    planted = list(idx.people)
    while len(idx.people) < PERSONS:
        q = Person(crowd)
        if idx.near(q, planted) is None:
            idx.add(q)


def draw(seed: int, count: int, folder: Path) -> None:
    """Write the files, the index of persons and the truth."""
    rng = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    idx = Index(random.Random(seed + 1))
    order = []
    while len(order) < count * 2:
        lay = list(range(len(LAYOUTS)))
        rng.shuffle(lay)
        order += lay
    files = [one_file(rng, idx, order[number]) for number in range(count)]
    add_crowd(idx, random.Random(seed + 2))
    truth = {}
    for number, (name, trap, parts) in enumerate(files):
        pos, docs = 1, []
        for c, _, n in parts:
            docs.append(entry(c, idx, list(range(pos, pos + n))))
            pos += n
        pdf = papers.joined([data for _, data, _ in parts])
        g = rng.random()
        grade = "poor" if g < 0.05 else "scan" if g < 0.30 else "digital"
        ext = "pdf"
        received = max(c.doc for c, _, _ in parts) + dt.timedelta(days=rng.randint(1, 9))
        if grade != "digital":
            pdf, ext = degrade.scan(pdf, rng.randrange(10**9), grade, received)
        file_name = f"{file_stem(rng, number, trap, parts)}.{ext}"
        assert file_name not in truth
        (folder / file_name).write_bytes(pdf)
        truth[file_name] = {"layout": name, "grade": grade, "documents": docs}
    persons = [q.record() for q in sorted(idx.people, key=lambda q: q.ipp)]
    (folder / "persons.json").write_text(json.dumps(persons, ensure_ascii=False, indent=0), encoding="utf-8")
    (folder / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
