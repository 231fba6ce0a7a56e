"""How a page is made: one Jinja environment, escaped always, with the French words as filters."""

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from liane_sandbox.web import words

_ENVIRONMENT = Environment(
    loader=PackageLoader("liane_sandbox.web", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters |= {
    "instant": words.describe_instant,
    "utc": words.describe_utc,
    "birth": words.describe_birth_date,
    "size": words.describe_size,
}
_ENVIRONMENT.globals |= {
    "STATUS_NAMES": words.STATUS_NAMES,
    "VISIBILITY_NAMES": words.VISIBILITY_NAMES,
    "OUTCOME_NAMES": words.OUTCOME_NAMES,
    "OUTCOME_MARKS": words.OUTCOME_MARKS,
    "MES_NAMES": words.MES_NAMES,
    "MAIL_KIND_NAMES": words.MAIL_KIND_NAMES,
    "MAILBOX_KIND_NAMES": words.MAILBOX_KIND_NAMES,
}

ROOMS = (
    ("/", "Accueil"),
    ("/mon-espace-sante", "Mon espace santé"),
    ("/dmp", "DMP"),
    ("/mssante", "MSSanté"),
    ("/insi", "INSi"),
    ("/psc", "Pro Santé Connect"),
    ("/gam", "Admissions (GAM)"),
    ("/emetteur", "Application émettrice"),
    ("/dpi", "DPI"),
    ("/pannes", "Pannes"),
)


def show(request: Request, template: str, title: str, status: int = 200, **values: object) -> HTMLResponse:
    """Render a page. title: its French title, also that of the tab."""
    path = request.url.path
    room = max((address for address, _ in ROOMS if _is_inside(path, address)), key=len, default="/")
    html = _ENVIRONMENT.get_template(template).render(title=title, rooms=ROOMS, room=room, **values)
    return HTMLResponse(html, status_code=status)


def _is_inside(path: str, address: str) -> bool:
    return path == address or (address != "/" and path.startswith(f"{address}/"))
