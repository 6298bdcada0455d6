"""Each graded claim as a nanopublication, evidence.trig: the claim, where it comes from, and who says so.

Four graphs a claim, as https://nanopub.net/guidelines/working_draft/ asks for: head, assertion, provenance and
publication info. They are not signed: a signature would need a key that the project's keepers hold.
"""

from __future__ import annotations

import json

from scripts.core import bibliography
from scripts.core.bibliography import Source
from scripts.core.site import Site
from scripts.markdown.claims import Claim, ordered_claims
from scripts.publish.evidence import address, plain

LICENSE = "https://creativecommons.org/licenses/by/4.0/"
PREFIXES = """@prefix np: <http://www.nanopub.org/nschema#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix cito: <http://purl.org/spar/cito/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix hyp: <http://purl.org/petapico/o/hycl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def literal(text: str) -> str:
    """A string of TriG; JSON's escapes are a part of TriG's."""
    return json.dumps(text, ensure_ascii=False)


def iri(address: str) -> str:
    """An address between angle brackets; characters that TriG forbids there are percent-encoded."""
    forbidden = {ord(character): f"%{ord(character):02X}" for character in '<>"{}|^`\\ '}
    return f"<{address.translate(forbidden)}>"


def nanopublication(claim: Claim, sources: dict[str, Source], site: Site) -> str:
    here = address(claim, site.url)
    name = f"{site.url}np/{claim.id}"
    head, assertion, provenance, info = (
        iri(f"{name}#{graph}") for graph in ("head", "assertion", "provenance", "pubinfo")
    )
    cited = [sources[key].url for key in claim.sources if key in sources and sources[key].url]
    evidence = "".join(f" ;\n    cito:citesAsEvidence {iri(url)}" for url in cited)
    grade = iri(f"{site.url}about/#grade-{claim.grade}")
    who = " , ".join(literal(author) for author in site.authors)
    return f"""
{head} {{
  {iri(name)} a np:Nanopublication ;
    np:hasAssertion {assertion} ;
    np:hasProvenance {provenance} ;
    np:hasPublicationInfo {info} .
}}
{assertion} {{
  {iri(here)} a hyp:Statement ;
    rdfs:label {literal(plain(claim.text))} .
}}
{provenance} {{
  {assertion} prov:wasDerivedFrom {iri(here)} ;
    dct:conformsTo {grade}{evidence} .
}}
{info} {{
  {iri(name)} dct:created "{claim.page.meta.get("checked", "")}"^^xsd:date ;
    dct:creator {who} ;
    dct:license {iri(LICENSE)} ;
    dct:isPartOf {iri(site.url)} .
}}
"""


def write(site: Site) -> None:
    sources = bibliography.load(site.docs / "references.bib")
    text = PREFIXES + "".join(
        nanopublication(claim, sources, site) for claim in ordered_claims(site.docs)
    )
    (site.folder / "evidence.trig").write_text(text, encoding="utf-8")
