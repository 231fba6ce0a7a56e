"""Pieces shared by the layouts: registry, addresses, labelled names."""

LAYOUTS = {}


def layout(func):
    """Register a layout: it gives a page and writes its truth in the context."""
    LAYOUTS[func.__name__] = func
    return func


def addr(s):
    return f"{s.street}, {s.zip} {s.town}"


def labelled_names(c, sep="<br>", upper=True, full=0.5):
    """Birth name, used name and first names, each with its label."""
    a = c.pick("Nom de naissance :", "Nom naissance :", "Nom de naiss. :", "Nom (naissance) :")
    b = c.pick("Nom utilisé :", "Nom d'usage :", "Nom usuel :", "Nom marital :")
    d = c.pick("Prénom :", "Prénom(s) :", "1er prénom :")
    parts = [c.lab(a if c.p.used_name or c.chance(0.6) else "Nom :", c.bn(upper), "b")]
    parts.append(c.lab(b, c.un(upper), "b"))
    parts.append(
        c.lab(
            c.pick("Prénoms :", "Prénoms de naissance :", "Prénom(s) de naissance :"),
            c.fns(c.pick(" ", ", "), c.chance(0.4)),
        )
        if c.chance(full)
        else c.lab(d, c.fn(c.chance(0.4)))
    )
    return sep.join(x for x in parts if x)
