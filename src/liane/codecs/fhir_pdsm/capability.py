"""What the façade can do, as a CapabilityStatement. Rule: FHIR R4; IG PDSm (document consumer); dmp.md §13."""

from liane.codecs.fhir_pdsm.resources import PDSM, Resource

_SEARCH = (
    ("patient", "reference"),
    ("patient.identifier", "token"),
    ("status", "token"),
    ("type", "token"),
    ("category", "token"),
    ("format", "token"),
    ("facility", "token"),
    ("setting", "token"),
    ("event", "token"),
    ("security-label", "token"),
    ("related", "token"),
    ("date", "date"),
    ("creation", "date"),
    ("period", "date"),
    ("period-start", "date"),
    ("period-end", "date"),
    ("isArchived", "token"),
    ("author.family", "string"),
    ("author.identifier", "token"),
)
_LOTS = (*_SEARCH[:2], ("date", "date"))


def render_capability(*, version: str, published: str) -> Resource:
    """Write the CapabilityStatement. version: of Liane. published: date."""
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": published,
        "kind": "instance",
        "software": {"name": "Liane", "version": version},
        "implementation": {"description": "Consultation du DMP par Liane (PDSm, façade locale)"},
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json"],
        "patchFormat": ["application/json-patch+json"],
        "implementationGuide": ["https://interop.esante.gouv.fr/ig/fhir/pdsm/ImplementationGuide/ans.fhir.fr.pdsm"],
        "rest": [
            {
                "mode": "server",
                "security": {"description": "Session Pro Santé Connect, ou jeton PSC ; droit « consulter le DMP »."},
                "resource": [
                    {
                        "type": "DocumentReference",
                        "profile": f"{PDSM}/pdsm-comprehensive-document-reference",
                        "interaction": [{"code": "read"}, {"code": "search-type"}, {"code": "patch"}],
                        "searchParam": [{"name": name, "type": kind} for name, kind in _SEARCH],
                    },
                    {
                        "type": "List",
                        "profile": f"{PDSM}/pdsm-submissionset-comprehensive",
                        "interaction": [{"code": "search-type"}],
                        "searchParam": [
                            {"name": name, "type": kind} for name, kind in (*_SEARCH[:2], ("date", "date"))
                        ],
                    },
                    {"type": "Binary", "interaction": [{"code": "read"}]},
                ],
            }
        ],
    }
