"""Names of files as machines and secretaries give them."""

from eval.examiners.correspondents.names import fold, title_name


def _called(p):
    """The names of a person without accents nor spaces."""
    name = title_name(fold(p.used_name or p.birth_name)).replace(" ", "_").replace("'", "")
    return name, fold(p.first_names[0]).title()


def _by_device(rng, device, rc):
    made = {
        "mfp": [
            f"scan_{rc:%Y%m%d}_{rng.randint(80000, 185959)}",
            f"SKM_C250i{rc:%y%m%d}{rng.randint(1000, 9999)}",
            f"DOC{rng.randint(1, 9999):04d}",
            f"Numérisation_{rng.randint(1, 300)}",
        ],
        "fax": [f"fax_{rng.randint(10000, 99999)}", f"FAX{rc:%d%m%y}-{rng.randint(1, 400):03d}"],
        "phone": [
            f"IMG_{rc:%Y%m%d}_{rng.randint(80000, 185959)}",
            f"CamScanner {rc:%d-%m-%Y} {rng.randint(8, 18)}.{rng.randint(10, 59)}",
            f"photo{rng.randint(1, 900)}",
        ],
        "": [
            f"{rc:%Y-%m-%d}-{rng.randint(100, 999)}",
            f"courrier_{rng.randint(1000, 99999)}",
            f"document({rng.randint(1, 40)})",
            f"mssante_{rng.getrandbits(32):08x}",
            f"CR{rng.randint(10**6, 10**7)}",
        ],
    }
    return made[device] + ([] if device == "" else made[""][:2])


def file_name(rng, papers, ext, device, other=None):
    """The name of a file: of nobody, of its patient, or of another when the trap says so. device: "" for a print."""
    first_paper = papers[0]
    rc = first_paper.context.received
    if other is not None:
        n, first = _called(other)
        stems = [
            f"CR_{n}_{first}_{rc:%d%m%Y}",
            f"{n.upper()} {first}",
            f"courrier {n.upper()} {first} {rc:%d-%m-%Y}",
            f"{n}-{first}-{rng.randint(100, 999)}",
        ]
        return rng.choice(stems) + "." + ext
    generic = _by_device(rng, device, rc)
    n, first = _called(first_paper.document.p)
    if rng.random() < 0.12 and len(papers) == 1:
        return rng.choice([f"CR_{n}_{first}", f"{n.upper()} {first}", f"{first}_{n}_{rc:%d%m%y}"]) + "." + ext
    return rng.choice(generic) + "." + ext
