"""Registry of layouts."""

LAYOUTS = {}


def layout(name, lo=18, hi=96, sex=None, half=False, allow_rel=True):
    """Register a layout. lo, hi, sex: whom it tells of; half: printed on half a sheet, so that two may lie on a glass."""

    def register(fn):
        LAYOUTS[name] = {"fn": fn, "lo": lo, "hi": hi, "sex": sex, "half": half, "allow_rel": allow_rel}
        return fn

    return register
