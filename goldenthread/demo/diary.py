"""Time in the simulated past: office hours, working days, never later than the reader's now."""

import datetime as dt

from django.conf import settings

from goldenthread.kernel.workdays import add_working_days, is_working_day

OPENS, CLOSES = 8 * 60 + 50, 17 * 60 + 20


class Today(Exception):
    """The story has come to the present: nothing more has happened yet."""


class Diary:
    """The working days of one story. Each moment is a little later than the one before."""

    def __init__(self, *, start, now, nation, chance):
        self.now, self.nation, self.chance = now, nation, chance
        self.day, self.minute = start, OPENS
        self._settle()

    def _settle(self):
        while not is_working_day(self.day, self.nation):
            self.day, self.minute = self.day + dt.timedelta(days=1), OPENS

    def on(self, days):
        """Moves on by working days. Nought: later the same day."""
        if days:
            self.day, self.minute = add_working_days(self.day, days, self.nation), OPENS
        return self

    def until(self, day):
        """Moves on to a day, or the first working day after it; never back."""
        if day > self.day:
            self.day, self.minute = day, OPENS
            self._settle()
        return self

    def moment(self, minutes=None):
        """The next moment in office hours. Raises `Today` when it has not come yet."""
        self.minute += minutes or self.chance.randint(4, 38)
        if self.minute > CLOSES:
            self.on(1)
            self.minute += self.chance.randint(2, 30)
        at = dt.datetime.combine(self.day, dt.time(), settings.LOCAL_ZONE) + dt.timedelta(minutes=self.minute)
        if at > self.now:
            raise Today
        return at
