"""Pieces shared by several letters: greetings, addressees, copies, prose."""

from eval.examiners.region.content import CONSULT, CONSULT_CHILD, FILL, FILL_CHILD


def salut(c):
    return c.one(
        "Cher Confrère,",
        "Chère Consœur,",
        "Cher Confrère, Chère Consœur,",
        "Cher ami,",
        "Monsieur et cher Confrère,",
        "Mon cher confrère,",
    )


def bye(c):
    return c.one(
        "Bien confraternellement.",
        "Veuillez croire, cher Confrère, à l'assurance de mes sentiments les meilleurs.",
        "Avec mes salutations confraternelles.",
        "En vous remerciant de votre confiance.",
        "Restant à votre disposition, bien cordialement.",
    )


def addressee(c, pdf, x, y, n=1, size=None):
    g = c.pro()
    pl = c.place("gp")
    lines = [
        c.dest(g, c.one("full", "full", "last")).replace(
            "Dr ", c.one("Docteur ", "Dr ", "Monsieur le Docteur " if g.sex == "M" else "Madame le Docteur "), 1
        ),
        pl.street,
        f"{pl.zip} {pl.town}",
    ]
    if c.maybe(0.3):
        lines.insert(1, pl.name)
    for s in lines:
        z = size or pdf.size
        while pdf.tw(s, z) > 200 - x and z > 6:
            z -= 0.5
        pdf.t(x, y, s, z)
        y += 5
    return g, y


def copies(c, n=None):
    n = c.one(0, 0, 1, 2) if n is None else n
    return [c.dest(c.pro(c.one("mg", "cardio", "onco"))) for _ in range(n)]


def consult(c, child=False):
    pool = CONSULT_CHILD if child else CONSULT
    if c.p.male:
        pool = [b for b in pool if b[0] != "gyn"]
    if c.p.age(c.d0) < 65:
        pool = [b for b in pool if b[0] != "geria"]
    if c.p.age(c.d0) < 35:
        pool = [b for b in pool if b[0] in ("ophta", "orl", "derm", "psy", "rhumato", "gastro", "uro") or child]
    spec, subj, paras = c.r.choice(pool)
    paras = paras[:-1] + c.r.sample(FILL_CHILD if child else FILL, c.one(0, 0, 1, 2, 3)) + paras[-1:]
    c.act(0, c.one(0, 0, 4))
    c.T.pop("act_date", None)
    paras = [c.tpl(s) for s in paras]
    if "act_date" not in c.T:
        c.leave("act_date")
    rel = c.relative()
    if rel:
        paras.insert(2, rel)
    return spec, subj, paras


def ctype(c, spec):
    if spec == "ophta":
        c.type("78513-9", "11488-4")
    else:
        c.type("11488-4")
