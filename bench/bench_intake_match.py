"""How fast a document finds its patient among 500,000 persons of a town that does not exist.

``python -m bench bench_intake_match``; ``run`` gives the figures as (label, value, unit), in processor time: one core,
whatever else the machine does.
LIANE_BENCH_PERSONS sets another size. Rule: intake.md §4 (candidates in under 50 ms).
"""

import os
import random
import resource
import sys
import time

from bench.bench_identity import mistype
from bench.identities import PERSONS, Town
from liane.domain.identity.person import Person
from liane.domain.intake.decide.decision import COMMAND_LINE_POLICY, decide
from liane.domain.intake.fields import Candidate, FieldName, FieldValue, ReadDocument, Role, TypeGuess
from liane.domain.intake.matching.match import IndexPerson
from liane.domain.intake.matching.memory_index import InMemoryIndex
from liane.domain.intake.page import Box, Page, Word
from liane.domain.intake.recognise.guided import match

DOCUMENTS = 300
BODY_WORDS = 380
Figure = tuple[str, float, str]
_BODY = """Cher confrère je vous remercie de nous avoir adressé ce patient pour une consultation de suivi
Le traitement par bisoprolol est bien supporté Examen clinique sans particularité tension artérielle 130/80
Bilan du 12/11/2025 hémoglobine 13,2 créatinine 78 Prochain rendez-vous le 14/09/2026
avec le Docteur Paul BERNARD Bien confraternellement""".split()  # noqa: SIM905


def to_record(person: Person, number: int) -> IndexPerson:
    """A person of the town as a record of the index."""
    ins = person.ins.ins if person.ins else None
    return IndexPerson(
        record_id=f"R{number}",
        traits=person.traits,
        ins=ins.matricule if ins else "",
        ins_oid=ins.oid if ins else "",
        ipp=person.identifiers[0].value,
    )


def make_page(header: str, dice: random.Random) -> Page:
    """A letter of about 400 words whose header names its patient."""
    lines = [header.split()] + [[dice.choice(_BODY) for _ in range(12)] for _ in range(BODY_WORDS // 12)]
    words = []
    for line, pieces in enumerate(lines):
        for place, piece in enumerate(pieces):
            box = Box(x0=0.05 + 0.07 * place, y0=0.03 + 0.028 * line, x1=0.11 + 0.07 * place, y1=0.05 + 0.028 * line)
            words.append(Word(text=piece, box=box, line=line))
    return Page(number=1, width_pt=595, height_pt=842, words=tuple(words))


def extract(values: dict[FieldName, str]) -> ReadDocument:
    """What a right extraction gives."""
    box = Box(x0=0.05, y0=0.03, x1=0.4, y1=0.05)
    found = {
        name: Candidate(value=value, raw=value, confidence=0.95, page=1, boxes=(box,), role=Role.PATIENT)
        for name, value in values.items()
        if value
    }
    return ReadDocument(
        pages=(1,),
        fields={name: FieldValue(name=name, chosen=one, candidates=(one,)) for name, one in found.items()},
        candidates={name: (one,) for name, one in found.items()},
        types=(TypeGuess(code="11490-0", label="CR", probability=0.97),),
    )


def show(date: str) -> str:
    """A date as a page prints it."""
    return f"{date[6:]}/{date[4:6]}/{date[:4]}"


def measure(index: InMemoryIndex, persons: list[IndexPerson], label: str, dice: random.Random) -> list[Figure]:
    """Match and decide documents of one kind: how long, how often the right record is first, what is filed."""
    delays, first, filed, wrong = [], 0, 0, 0
    for person in persons:
        traits = person.traits
        family = (
            mistype(traits.birth_family, dice) if label == "name broken, nothing extracted" else traits.birth_family
        )
        page = make_page(f"Patient : {traits.birth_given} {family} né(e) le {show(traits.birth_date)}", dice)
        iso = f"{traits.birth_date[:4]}-{traits.birth_date[4:6]}-{traits.birth_date[6:]}"
        read = ReadDocument(pages=(1,))
        if label == "traits extracted":
            read = extract(
                {
                    FieldName.BIRTH_NAME: family,
                    FieldName.FIRST_NAME: traits.birth_given,
                    FieldName.BIRTH_DATE: iso,
                    FieldName.SEX: traits.sex,
                    FieldName.DOC_DATE: "2026-03-02",
                }
            )
        begun = time.process_time()
        matching = match(read, (page,), index)
        decision = decide(read, (page,), matching, policy=COMMAND_LINE_POLICY)
        delays.append(time.process_time() - begun)
        first += bool(matching.matches) and matching.matches[0].person.record_id == person.record_id
        filed += decision.action == "auto"
        wrong += decision.action == "auto" and decision.record_id != person.record_id
    delays.sort()
    return [
        (f"match and decide, {label}, p50", 1000 * delays[len(delays) // 2], "ms"),
        (f"match and decide, {label}, p95", 1000 * delays[int(len(delays) * 0.95)], "ms"),
        (f"right record first, {label}", 100 * first / len(persons), "%"),
        (f"filed without a click, {label}", 100 * filed / len(persons), "%"),
        (f"filed in a wrong record, {label}", float(wrong), "documents"),
    ]


def run() -> list[Figure]:
    """Measure; about half a minute for 500,000 persons."""
    total = int(os.environ.get("LIANE_BENCH_PERSONS", PERSONS))
    records = [to_record(person, number) for number, person in enumerate(Town().make_persons(total))]
    begun = time.process_time()
    index = InMemoryIndex(records)
    figures: list[Figure] = [(f"index of {total} persons in memory, built", time.process_time() - begun, "s")]
    dice = random.Random(3)
    sought = dice.sample(records, min(DOCUMENTS, total))
    for label in ("traits extracted", "nothing extracted", "name broken, nothing extracted"):
        figures += measure(index, sought, label, dice)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [*figures, ("peak memory, persons included", peak, "MiB")]


if __name__ == "__main__":
    for label, value, unit in run():
        sys.stdout.write(f"{label:60} {value:12.2f} {unit}{os.linesep}")
