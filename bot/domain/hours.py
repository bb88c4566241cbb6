"""When people are at work: what is said once, and waits for nobody, is said then and never in the night."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.domain.calendar import ONE_DAY, ClosedDays, at_wall_time, is_silent_week, is_working_day, local_day

#: From, and up to but not including, by the reader's own clock.
WORK_BEGINS = time(8)
WORK_ENDS = time(16)


def working_moment(moment: datetime, zone: ZoneInfo, closed: ClosedDays, *, in_silent_weeks: bool = False) -> datetime:
    """Return the moment itself when people are at work then, else eight o'clock (UTC) on the next working day.

    Silent weeks have no working moment, but for what goes in them too.
    """

    def works(day: date) -> bool:
        return is_working_day(day, closed) and (in_silent_weeks or not is_silent_week(day))

    day = local_day(moment, zone)
    if works(day):
        if moment < at_wall_time(day, WORK_BEGINS, zone):
            return at_wall_time(day, WORK_BEGINS, zone)
        if moment < at_wall_time(day, WORK_ENDS, zone):
            return moment
    day += ONE_DAY
    while not works(day):
        day += ONE_DAY
    return at_wall_time(day, WORK_BEGINS, zone)
