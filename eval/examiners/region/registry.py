"""The layouts, each under its name with whom it is for and how often it comes."""

LAYOUTS = {}


def layout(who="adult", weight=2.0):
    """Register a layout: it draws with the context and writes the truth there."""

    def deco(f):
        LAYOUTS[f.__name__] = (f, who, weight)
        return f

    return deco
