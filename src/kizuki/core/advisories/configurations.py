"""The products of configurations, as the rows by which components are looked up and judged."""

from __future__ import annotations

from kizuki.core.advisories.ranges_as_text import says_no_version
from kizuki.core.advisories.shapes import Affected, Configuration, ConfigurationNode, CpeMatch, Statement, Status
from kizuki.core.sbom.cpe import ANY, NA, Cpe, is_literal, plain, read_cpe


def affected_of_configurations(
    configurations: tuple[Configuration, ...], role: str, source: str, default: Status = Status.UNKNOWN
) -> tuple[Affected, ...]:
    """A row for each vulnerable criterion. Give the same tuple to the advisory's `configurations`.

    `default` is the status of versions that no criterion names: `UNAFFECTED` for a feed that analyses every version
    of the product (NVD), `UNKNOWN` for one that adds what it knows. A row is `conditional`, with the place of its
    configuration, where the criterion alone does not decide: other products must be there as well, or must not.
    """
    return tuple(
        affected_of_match(match, role, source, default, number if needs_more(configuration, node) else None)
        for number, configuration in enumerate(configurations)
        for node in configuration.nodes
        for match in node.matches
        if match.vulnerable
    )


def needs_more(configuration: Configuration, node: ConfigurationNode) -> bool:
    """Whether a criterion of this node does not make the configuration true by itself."""
    with_others = configuration.all_of and len(configuration.nodes) > 1
    return with_others or configuration.negate or node.negate or (node.all_of and len(node.matches) > 1)


def affected_of_match(
    match: CpeMatch, role: str, source: str, default: Status, configuration: int | None = None
) -> Affected:
    """One criterion as a row: its CPE with vendor and product as words, and what it says of versions."""
    cpe = read_cpe(match.cpe)
    return Affected(
        role,
        source,
        vendor=_in_words(cpe.vendor) if cpe else "",
        product=_in_words(cpe.product) if cpe else "",
        cpes=(match.cpe,),
        statements=_statements(match),
        default=default,
        conditional=configuration is not None,
        configuration=configuration,
    )


def _in_words(value: str) -> str:
    """`infusion_pump` as a name that a component without CPE may carry; empty for ANY, NA and wildcards."""
    return plain(value).replace("_", " ") if is_literal(value) else ""


def _statements(match: CpeMatch) -> tuple[Statement, ...]:
    low, high = match.start_including or match.start_excluding, match.end_including or match.end_excluding
    cpe = read_cpe(match.cpe)
    if cpe is None:
        return (Statement(Status.AFFECTED, match.cpe, unreadable="range_unreadable"),)
    if not low and not high:
        return _of_name(cpe, match.vulnerable)
    if (match.start_including and match.start_excluding) or (match.end_including and match.end_excluding):
        return (Statement(Status.AFFECTED, _text(match), unreadable="range_unreadable"),)
    return (
        Statement(
            Status.AFFECTED,
            _text(match),
            low="" if says_no_version(low) else low,
            low_included=not match.start_excluding,
            high=high,
            high_included=not match.end_excluding,
        ),
    )


def _text(match: CpeMatch) -> str:
    bounds = (
        (">=", match.start_including),
        (">", match.start_excluding),
        ("<=", match.end_including),
        ("<", match.end_excluding),
    )
    return ", ".join(f"{sign} {version}" for sign, version in bounds if version)


def _of_name(cpe: Cpe, vulnerable: bool) -> tuple[Statement, ...]:
    """What the version and update of the name itself say: all, one, those written so, or (`-`) no version at all."""
    if cpe.version == ANY or (cpe.version == NA and (cpe.part == "h" or not vulnerable)):
        return (Statement(Status.AFFECTED, "*"),)
    if cpe.version == NA:
        # NVD writes it for "not given": neither every version nor none.
        return (Statement(Status.AFFECTED, "-", unreadable="versions_not_named"),)
    if not is_literal(cpe.version):
        return (Statement(Status.AFFECTED, plain(cpe.version), like=cpe.version),)
    if cpe.update not in (ANY, NA) and not is_literal(cpe.update):
        like = f"{cpe.version}-{cpe.update}"
        return (Statement(Status.AFFECTED, plain(like), like=like),)
    exact = Statement(Status.AFFECTED, cpe.plain_version, exact=cpe.plain_version)
    if cpe.update != ANY:
        return (exact,)
    # Any update of this version: one that the component carries in its version text may be meant or not.
    return (exact, Statement(Status.AFFECTED, f"{exact.text} *", like=f"{cpe.version}-*", unreadable="any_update"))
