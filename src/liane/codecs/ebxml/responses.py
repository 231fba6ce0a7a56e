"""RegistryResponse: what a registry or a repository says of a request."""

from dataclasses import dataclass

from lxml import etree

from liane.codecs.ebxml.names import ERROR_SEVERITY, RS, WARNING_SEVERITY, ResponseStatus
from liane.codecs.ebxml.parse import refuse

ERRORS_MAX = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryError:
    """One error. code: errorCode, an open list. context, location: as the remote wrote them. is_warning: severity."""

    code: str
    context: str = ""
    location: str = ""
    is_warning: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryResponse:
    """Status (URN) and errors of one answer."""

    status: str
    errors: tuple[RegistryError, ...] = ()

    @property
    def is_success(self) -> bool:
        """True for a complete success; warnings do not count."""
        return self.status == ResponseStatus.SUCCESS

    @property
    def is_partial(self) -> bool:
        """True when only a part was done (ITI-43)."""
        return self.status == ResponseStatus.PARTIAL_SUCCESS

    @property
    def first_error(self) -> RegistryError:
        """The first true error, else the first warning, else an error without code."""
        errors = [error for error in self.errors if not error.is_warning] or list(self.errors)
        return errors[0] if errors else RegistryError(code="")


def _rs(name: str) -> str:
    return f"{{{RS}}}{name}"


def render_registry_response(response: RegistryResponse) -> etree._Element:
    """Write ``rs:RegistryResponse``. Rule: dmp.md §6.4."""
    root = etree.Element(_rs("RegistryResponse"), nsmap={"rs": RS}, status=response.status)
    append_error_list(root, response)
    return root


def append_error_list(parent: etree._Element, response: RegistryResponse) -> None:
    """Append the ``rs:RegistryErrorList`` of a response, when it has errors."""
    if not response.errors:
        return
    has_errors = any(not error.is_warning for error in response.errors)
    severity = ERROR_SEVERITY if has_errors else WARNING_SEVERITY
    errors = etree.SubElement(parent, _rs("RegistryErrorList"), nsmap={"rs": RS}, highestSeverity=severity)
    for error in response.errors:
        element = etree.SubElement(errors, _rs("RegistryError"))
        element.set("codeContext", error.context)
        element.set("errorCode", error.code)
        if error.location:
            element.set("location", error.location)
        element.set("severity", WARNING_SEVERITY if error.is_warning else ERROR_SEVERITY)


def read_response_attributes(element: etree._Element) -> RegistryResponse:
    """Read the status and the errors of any element of type RegistryResponse (ITI-18 answers too)."""
    found: list[RegistryError] = []
    for error in element.iterfind(f"{_rs('RegistryErrorList')}/{_rs('RegistryError')}"):
        if len(found) >= ERRORS_MAX:
            break
        found.append(
            RegistryError(
                code=error.get("errorCode", ""),
                context=error.get("codeContext", "") or (error.text or "").strip(),
                location=error.get("location", ""),
                is_warning=error.get("severity", "").endswith("Warning"),
            )
        )
    return RegistryResponse(status=element.get("status", ""), errors=tuple(found))


def parse_registry_response(element: etree._Element) -> RegistryResponse:
    """Read ``rs:RegistryResponse``, or the first one inside the element.

    Raises MalformedMessage XDS-010 when there is none, XDS-011 when it has no status.
    """
    found = next(element.iter(_rs("RegistryResponse")), None)
    if found is None:
        raise refuse("XDS-010", "RegistryResponse", "La réponse ne contient pas de RegistryResponse.")
    response = read_response_attributes(found)
    if not response.status:
        raise refuse("XDS-011", "RegistryResponse/@status", "La réponse ne porte pas de statut.")
    return response
