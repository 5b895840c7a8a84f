"""The cast: named people in every role, and a family whose children's wishes differ. All fictional.

cast.as_(cast.amira)                  names Amira on this connection, as the door would
case = cast.case()                    the Okafor-Reed case: Maya (9) and Leo (5), allocated to Amira
cast.client(cast.amira).get("/…")     a browser session signed in as Amira
"""

import datetime as dt

from django.test import Client

from goldenthread.access.door import PERSON_KEY, SEEN_KEY, name_person
from goldenthread.access.standing import who_is
from goldenthread.casework.cases.operations.allocation import allocate_case, declare_conflict
from goldenthread.casework.cases.operations.intake import Party, register_case
from goldenthread.casework.cases.queries import adults, children
from goldenthread.casework.families.operations import set_safe_contact
from goldenthread.people.models import Person, Post, ServiceArea, Team
from goldenthread.people.rules import Role

LONG_AGO = dt.date(2020, 1, 1)


class Cast:
    """Staff are made when the cast is; cases when they are asked for."""

    def __init__(self, now):
        self.now = now
        self.dales = self._area("A5", "West Dales", "ENGLAND")
        self.coast = self._area("A8", "South Coast", "ENGLAND")
        self.gwent = self._area("W1", "Gwent Valleys", "WALES")
        self.north, self.south = self._team(self.dales, "Dales North"), self._team(self.dales, "Dales South")
        self.harbour, self.valleys = self._team(self.coast, "Harbour"), self._team(self.gwent, "Valleys")
        self.amira = self._person("Amira Lindqvist", Role.ADVISER, team=self.north)
        self.ben = self._person("Ben Achterberg", Role.ADVISER, team=self.north)
        self.elsewhere = self._person("Edda Marlowe", Role.ADVISER, team=self.harbour)
        self.carys = self._person("Carys Penhallow", Role.ADVISER, team=self.valleys)
        self.supervisor = self._person("Sunniva Hale", Role.PRACTICE_SUPERVISOR, team=self.north)
        self.manager = self._person("Marcus Oyelaran", Role.SERVICE_MANAGER, team=self.north)
        self.other_manager = self._person("Orla Fenwick", Role.SERVICE_MANAGER, team=self.harbour)
        self.director = self._person("Dorothea Quill", Role.ASSISTANT_DIRECTOR, area=self.dales)
        self.duty = self._person("Dafydd Stroud", Role.DUTY_MANAGER, nation="ENGLAND")
        self.welsh_duty = self._person("Gwen Ashdown", Role.DUTY_MANAGER, nation="WALES")
        self.administrator = self._person("Ada Whitlock", Role.ADMINISTRATOR, nation="ENGLAND")
        self.senior = self._person("Selwyn Birch", Role.NAMED_SENIOR, nation="ENGLAND")
        self.auditor = self._person("Anneli Frost", Role.AUDITOR, nation="ENGLAND")
        self.board = self._person("Bodhi Larkin", Role.BOARD_MEMBER, nation="ENGLAND")
        self.analyst = self._person("Anselm Rook", Role.ANALYST, nation="ENGLAND")
        self.improver = self._person("Imogen Tarrant", Role.IMPROVEMENT, nation="ENGLAND")
        self.secretary = self._person("Gideon Marsh", Role.GOVERNANCE, nation="ENGLAND")
        self.central = self._person("Constance Vale", Role.CENTRAL, nation="ENGLAND")
        self.nobody = self._person("Nell Harrow", None)
        self.importer = Person.objects.create(name="Court feed", email="importer@service.invalid", is_service=True)
        Post.objects.create(person=self.importer, role=Role.IMPORTER, nation="ENGLAND", from_on=LONG_AGO)

    # every person by the word that a truth table uses
    @property
    def everyone(self):
        words = (
            "amira ben elsewhere carys supervisor manager other_manager director duty welsh_duty administrator "
            "senior auditor board analyst improver secretary central nobody"
        )
        return {word: getattr(self, word) for word in words.split()}

    def _area(self, code, name, nation):
        return ServiceArea.objects.create(code=code, name=name, nation=nation, from_on=LONG_AGO)

    def _team(self, area, name):
        return Team.objects.create(area=area, name=name)

    def _person(self, name, role, **place):
        email = name.lower().replace(" ", ".") + "@goldenthread.invalid"
        person = Person.objects.create(name=name, email=email)
        if role:
            Post.objects.create(person=person, role=role, from_on=LONG_AGO, **place)
        return person

    def as_(self, person):
        """Names a person on this connection for the rest of the test, as the door does for a request."""
        name_person(person.pk)
        return person

    def who(self, person):
        return who_is(person, self.now.date())

    def client(self, person=None):
        """A test client; signed in when a person is given. Its clock is the real one."""
        client = Client()
        if person is not None:
            from goldenthread.access.door import clock

            session = client.session
            session[PERSON_KEY], session[SEEN_KEY] = str(person.pk), clock().isoformat()
            session.save()
        return client

    def application(self, **over):
        """A case in the duty tray of England: Maya and Leo, their mother (applicant) and father (respondent)."""
        self.as_(self.duty)
        parties = [
            Party("CHILD", "Maya", "Okafor-Reed", dt.date(2017, 3, 4), "FEMALE"),
            Party("CHILD", "Leo", "Okafor-Reed", dt.date(2021, 1, 30), "MALE"),
            Party("APPLICANT", "Tobias", "Reed", dt.date(1985, 7, 1), "MALE", responsibility="YES"),
            Party("RESPONDENT", "Ngozi", "Okafor", dt.date(1987, 11, 20), "FEMALE", responsibility="YES"),
        ]
        facts = {
            "law": "PRIVATE",
            "nation": "ENGLAND",
            "process": "CAP",
            "received_on": dt.date(2026, 6, 1),
            "orders_sought": ["CHILD_ARRANGEMENTS_TIME"],
            "court_name": "Dales Family Court",
            "area": self.dales,
            "parties": parties,
        }
        return register_case(**{**facts, **over}, by=self.duty, now=self.now)

    def case(self, adviser=None, *, ready_to_contact=True, **over):
        """A case allocated to an adviser (Amira), with no conflict declared and safe-contact rules set."""
        adviser = adviser or self.amira
        case = self.application(**over)
        allocate_case(case=case, adviser=adviser, by=self.duty, now=self.now)
        case.refresh_from_db()
        self.as_(adviser)
        declare_conflict(case=case, has_conflict=False, words="", by=adviser, now=self.now)
        if ready_to_contact:
            for adult in adults(case):
                set_safe_contact(
                    case_id=case.pk, member=adult, how="By mobile, after four", never="", voicemail=False,
                    letters=True, language="ENGLISH", by=adviser, now=self.now,
                )  # fmt: skip
        return case

    def maya(self, case):
        return children(case)[0]

    def leo(self, case):
        return children(case)[1]

    def father(self, case):
        return adults(case)[0]

    def mother(self, case):
        return adults(case)[1]
