"""Instants as whole milliseconds since 1970 in UTC, and civil times of a zone as instants."""

import datetime
import functools
import zoneinfo

EPOCH = datetime.datetime(1970, 1, 1)
MILLISECOND = datetime.timedelta(milliseconds=1)
SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000


def parse(text: str) -> int:
    """An RFC 3339 time in UTC with up to three decimals."""
    return ms_of(datetime.datetime.fromisoformat(text).astimezone(datetime.timezone.utc)
                 .replace(tzinfo=None))


def show(instant: int) -> str:
    return (EPOCH + instant * MILLISECOND).isoformat(timespec="milliseconds") + "Z"


def ms_of(naive: datetime.datetime) -> int:
    """The milliseconds of a time without a zone, read as if it were UTC."""
    return (naive - EPOCH) // MILLISECOND


@functools.lru_cache(maxsize=None)
def zone_of(name: str) -> zoneinfo.ZoneInfo | None:
    """None of a name that the system's zone files do not have."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None


def offset_at(zone: zoneinfo.ZoneInfo, instant: int) -> int:
    """How far the zone's clocks are ahead of UTC at an instant, in ms."""
    aware = (EPOCH + instant * MILLISECOND).replace(tzinfo=datetime.timezone.utc)
    return aware.astimezone(zone).utcoffset() // MILLISECOND


def transition_between(zone: zoneinfo.ZoneInfo, low: int, high: int) -> int:
    """The first instant in (low, high] with the offset that holds at `high`; a multiple of 1 s."""
    after = offset_at(zone, high)
    while high - low > SECOND:
        middle = low + (high - low) // (2 * SECOND) * SECOND
        if offset_at(zone, middle) == after:
            high = middle
        else:
            low = middle
    return high


def first_occurrence(zone: zoneinfo.ZoneInfo, civil: datetime.datetime) -> int:
    """Of a civil time that comes twice the first; of one that is skipped the transition."""
    return occurrences(zone, civil)[0]


def last_occurrence(zone: zoneinfo.ZoneInfo, civil: datetime.datetime) -> int:
    """Of a civil time that comes twice the second; of one that is skipped the transition."""
    return occurrences(zone, civil)[1]


def occurrences(zone: zoneinfo.ZoneInfo, civil: datetime.datetime) -> tuple[int, int]:
    before = civil.replace(tzinfo=zone, fold=0).utcoffset() // MILLISECOND
    after = civil.replace(tzinfo=zone, fold=1).utcoffset() // MILLISECOND
    wall = ms_of(civil)
    if before >= after:
        return wall - before, wall - after
    skip = transition_between(zone, wall - after, wall - before)
    return skip, skip
