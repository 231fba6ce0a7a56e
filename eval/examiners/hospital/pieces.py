"""Pieces shared by several layouts: prose of a case, laboratory values, printed pairs, signature."""

from eval.examiners.hospital.content import CASES, LABS, SOC

BLUE = "#1c2f7a"


def fill(ctx, s):
    """A template filled with how this patient is called."""
    return s.format(**ctx.V)


def case(ctx, spec=None):
    """motive, history, exam, conclusion with distractors, for a speciality."""
    r = ctx.r
    ctx.V = ctx.vocab()
    spec = spec or (ctx.spec if ctx.spec in CASES else r.choice(list(CASES)))
    mo, hi, ex, co = CASES[spec]
    hist = " ".join([*r.sample(hi, min(len(hi), 2)), fill(ctx, r.choice(SOC))])
    exam = " ".join(r.sample(ex, min(len(ex), r.choice([2, 2, 3]))))
    conc = fill(ctx, " ".join(r.sample(co, r.choice([1, 2]))))
    return r.choice(mo), hist, exam, conc


def comma(value, digits):
    """A number as French laboratories print it."""
    return f"{value:.{digits}f}".replace(".", ",")


def lab_values(ctx, n):
    """Sections of a laboratory report: name, rows of (test, value, unit, range, previous value, mark)."""
    r = ctx.r
    secs = r.sample(list(LABS), n)
    out = []
    for s in secs:
        rows = []
        for a, u, lo, hi, nd in LABS[s]:
            k = r.random()
            v = r.uniform(lo, hi) if k < 0.78 else hi * r.uniform(1.05, 1.6) if k < 0.9 else lo * r.uniform(0.6, 0.95)
            rows.append(
                (
                    a,
                    comma(v, nd),
                    u,
                    f"{comma(lo, nd)} - {comma(hi, nd)}",
                    comma(v * r.uniform(0.85, 1.15), nd),
                    "*" if not lo <= v <= hi else "",
                )
            )
        out.append((s, rows))
    return out


def show_pairs(ctx, d, x, w=110, step=13, size=9, **kw):
    """Labels and values, one pair a line."""
    for a, b in ctx.pairs(**kw):
        d.t(x, d.y, a + " :", size - 0.5)
        d.t(x + w, d.y, b, size, b=True)
        d.y += step


def signed(ctx, d, date=True, x=None, label=""):
    """Place, date, name and number of the author, with a scribble."""
    d.need(60)
    x = x or 320
    d.y += 10
    if date:
        d.t(x, d.y, ctx.pick("Fait à %s, le %s", "%s, le %s", "À %s, le %s") % (ctx.s.city, ctx.use_doc()), 9.5)
        d.y += 14
    d.t(x, d.y, (label + " " if label else "") + ctx.use_author(), 9.5, b=True)
    rp = ctx.rpps()
    if rp:
        d.t(x, d.y + 12, rp, 8)
    d.sign(ctx.r, x + 10, d.y + 34)
    d.y += 62


class Blank:
    """Already drawn-up pairs, for show_pairs."""

    def __init__(self, prs):
        self.prs = prs

    def pairs(self, **kw):
        return self.prs
