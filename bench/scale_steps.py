"""What `bench.scale` measures, in a process of its own for each database."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from bench.__main__ import calibration, per_second
from bench.portfolio import Size, component, record

ON = date(2026, 6, 2)


@dataclass
class Sheet:
    """The lines that are printed, and whether every limit held."""

    database: str
    size: Size
    loop: float = field(default_factory=lambda: per_second(calibration))
    over: list[str] = field(default_factory=list)

    def line(self, name: str, wall: float, cpu: float, limit: float | None, told: str = "") -> None:
        """One figure in seconds."""
        held = "" if limit is None else f"  limit {_shown(limit)} {'held' if wall <= limit else 'NOT HELD'}"
        if limit is not None and wall > limit:
            self.over.append(name)
        turns = f"{cpu * self.loop:,.1f} thousand turns"
        print(
            f"{self.database:<10} {name:<44} {_shown(wall):>10}{held}  (cpu {_shown(cpu)}, {turns}) {told}",
            flush=True,
        )

    def once(self, name: str, work: Callable[[], object], limit: float | None) -> object:
        """One piece of work, by wall time."""
        wall, cpu = time.perf_counter(), time.process_time()
        made = work()
        self.line(name, time.perf_counter() - wall, time.process_time() - cpu, limit, str(made or ""))
        return made

    def often(self, name: str, works: Iterable[Callable[[], object]], limit: float | None) -> None:
        """The 95th percentile of many, of wall and of processor time; on PostgreSQL the server's is not in the latter."""
        walls, cpus = [], []
        for work in works:
            began, used = time.perf_counter(), time.process_time()
            work()
            walls.append(time.perf_counter() - began)
            cpus.append(time.process_time() - used)
        walls.sort()
        cpu = sorted(cpus)[int(len(cpus) * 0.95)]
        told = f"median {_shown(walls[len(walls) // 2])}, longest {_shown(walls[-1])}, {len(walls)} times"
        self.line(f"{name}, p95", walls[int(len(walls) * 0.95)], cpu, limit, told)


def _shown(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.2f} ms"


def measure(size: Size) -> int:
    """Every figure; 1 where one is over its limit."""
    from django.db import connection

    from bench.lists import measure_lists

    sheet = Sheet("SQLite" if connection.vendor == "sqlite" else "PostgreSQL", size)
    print(f"{sheet.database}: {size}; calibration loop {sheet.loop:,.0f} thousand turns a second", flush=True)
    _measure_candidates(sheet)
    _measure_full(sheet)
    _measure_changes(sheet)
    _measure_sboms(sheet)
    measure_lists(sheet)
    for name in sheet.over:
        print(f"{sheet.database}: limit not held: {name}")
    return 1 if sheet.over else 0


def _measure_candidates(sheet: Sheet) -> None:
    from kizuki.store.findings.candidates import pairs_of_advisories

    of = sheet.size.advisories
    postgresql = sheet.database == "PostgreSQL"

    def asking(number: int) -> Callable[[], object]:
        return lambda: pairs_of_advisories([number])

    numbers = [turn * 104_729 % of + 1 for turn in range(2_000)]
    sheet.often("one changed advisory to its candidates", map(asking, numbers), 0.005 if postgresql else 0.002)


def _measure_full(sheet: Sheet) -> None:
    from kizuki.actions.findings.match_everything import match_everything
    from kizuki.actions.findings.start_match_run import start_match_run
    from kizuki.actions.verb import Actor
    from kizuki.store.models import Match

    actor = Actor.program("bench")
    for name in ("full match, everything new", "full re-match"):
        run = start_match_run(actor=actor)
        written = sheet.once(name, lambda run=run: match_everything(run, on=ON, actor=actor), 60)  # type: ignore[misc]
        if name == "full re-match" and written is not None and getattr(written, "any", True):
            raise RuntimeError("a full re-match of what stands wrote something")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if peak > 1024:
        sheet.over.append("memory of the full re-match")
    print(f"{sheet.database:<10} {Match.objects.count():,} matches; peak memory {peak:,.0f} MB, limit 1,024 MB")


def _measure_changes(sheet: Sheet) -> None:
    from kizuki.actions.feeds.keep_advisories import keep_advisories
    from kizuki.actions.findings.match_advisories import match_advisories
    from kizuki.actions.verb import Actor

    actor, size = Actor.program("bench"), sheet.size
    changed = min(2_000, size.advisories // 10)
    numbers = [turn * 149 % size.advisories for turn in range(changed)]
    source = json.dumps([record(number, size, revision=3) for number in numbers]).encode()
    kept: list[int] = []
    sheet.once(
        f"{changed:,} changed advisories kept",
        lambda: kept.extend(keep_advisories(source, actor=actor).changed),
        None,
    )
    sheet.once(
        f"{changed:,} changed advisories, findings written", lambda: match_advisories(kept, on=ON, actor=actor), 10
    )


def _measure_sboms(sheet: Sheet) -> None:
    from kizuki.actions.devices.register_release import register_release
    from kizuki.actions.findings.match_release import match_release
    from kizuki.actions.verb import Actor
    from kizuki.store.findings.candidates import pairs_of_release

    actor, size = Actor.program("bench"), sheet.size
    # Every second component is new to the portfolio: another version of a package that is in use.
    half = size.distinct // 2
    lists = {count: _sbom([n if n % 2 else half + n for n in range(count)], f"-{count}") for count in (5_000, 20_000)}
    for count, limit in ((20_000, 5.0), (5_000, None)):
        release = sheet.once(
            f"SBOM of {count:,} components stored",
            lambda count=count: register_release("device-1", f"new-{count}", lists[count], actor=actor),  # type: ignore[misc]
            limit,
        )
    number = release.release  # type: ignore[attr-defined]
    sheet.once("SBOM of 5,000 components to candidates", lambda: f"{len(pairs_of_release(number)):,} pairs", 2)
    sheet.once("SBOM of 5,000 components, findings written", lambda: match_release(number, on=ON, actor=actor), 8)


def _sbom(numbers: list[int], turn: str) -> bytes:
    components = []
    for number in numbers:
        read = component(number)
        version = read.version if number % 4 else f"{read.version}{turn}"
        components.append(
            {"type": "library", "bom-ref": f"c{number}", "name": read.name, "version": version}
            | ({"purl": read.purl.replace(read.version, version)} if read.purl else {"cpe": read.cpe})
        )
    document = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": components}
    return json.dumps(document).encode()


def main() -> int:
    """`fill` or `measure` the record that DATABASE_URL names."""
    from kizuki.store.record.opening import open_record, prepare_record

    open_record()
    prepare_record()
    size = Size(int(sys.argv[1]), int(sys.argv[2]))
    if sys.argv[3] == "fill":
        from bench.filling import fill, fill_cases

        began = time.process_time()
        fill(size)
        fill_cases(size.rows // 10)
        print(f"filled in {time.process_time() - began:.0f} s of processor time", flush=True)
        return 0
    return measure(size)


if __name__ == "__main__":
    sys.exit(main())
