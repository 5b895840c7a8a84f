"""The service that the stories begin with: the cast, and a family at each place on the way from application to order.

Built once for the form of the code with the product's own operations, under the role of the web server, and copied for
each module of stories. All people are fictional. Every kind of page has something here to open, so that the story of
every page finds an argument for each route.
"""

import datetime as dt
import hashlib
import json
import tempfile
from pathlib import Path

from tests import databases

OKAFOR_REED, HOLLIS, MARCHETTI, SAYED, PRITCHARD, ELLERY, VANCE, PELHAM, QUENNELL = (
    "Okafor-Reed", "Hollis", "Marchetti", "Sayed", "Pritchard", "Ellery", "Vance", "Pelham", "Quennell",
)  # fmt: skip
FEED = Path(databases.__file__).parent / "data" / "courtfeed"
PROTECTED_ADDRESS = "14 Larkspur Court, Wexcombe"
PROTECTED_PHONE = "07700 900461"
# The explanation to each child names it.
STREET = "Two Houses"
KEPT_BACK = "I hide in the airing cupboard when Dad's car comes"
REPORTED = "He takes her telephone and reads it every evening"


def template():
    """The name of the template database, made by whoever comes first."""
    digest = hashlib.sha256()
    ours = [Path(__file__), Path(__file__).with_name("seed_outside.py"), Path(databases.__file__).parent / "cast.py"]
    for file in sorted([*databases.PACKAGE.glob("**/*.py"), *databases.PACKAGE.glob("**/*.yaml"), *ours]):
        digest.update(file.read_bytes())
    return databases._made(f"gt_seed_{digest.hexdigest()[:12]}", _fill, databases.template())


def _fill(name):
    databases.run(["-m", "tests.journeys.seed"], name, "app_web")
    with tempfile.TemporaryDirectory() as place:
        for number, said in enumerate(answers()):
            file = Path(place) / f"{number}.json"
            file.write_text(json.dumps(said))
            databases.run(["-m", "goldenthread.config.cli", "courtfeed", "import", str(file)], name, "app_importer")


def answers():
    """What the court's feed brings: a case, the same case later with another birth date, and a case that looks like it.

    So there is a difference to settle, and people who may be known to us.
    """
    for later, key, born in ((False, 1700000000000031, None), (True, 1700000000000031, "2017-02-12"),
                             (False, 1700000000000032, None)):  # fmt: skip
        said = json.loads((FEED / "private_law_older.json").read_text())
        case = said["cases"][0]
        case["id"] = key
        if later:
            case["last_modified"] = "2026-06-09T10:00:00.055"
            case["case_data"]["children"][0]["value"]["dateOfBirth"] = born
        yield said


class Seed:
    """Builds the service in the database that this process is connected to. `today` is the day before the stories."""

    def __init__(self, cast):
        from goldenthread.casework.cases.operations.records import local_date

        self.cast, self.now = cast, cast.now
        self.today = local_date(cast.now)

    def ago(self, days):
        return self.today - dt.timedelta(days=days)

    def family(self, name, *first_names, adviser=None, days=30, **over):
        """A case of one adviser, with these children (the first is nine, the next six, ...) and two parents."""
        from goldenthread.casework.cases.operations.intake import Party

        children = [
            Party("CHILD", first, name, dt.date(self.today.year - 9 + 3 * n, 3, 4), "FEMALE" if n % 2 == 0 else "MALE")
            for n, first in enumerate(first_names)
        ]
        parents = [
            Party("APPLICANT", "Callum", name, dt.date(1985, 7, 1), "MALE", responsibility="YES"),
            Party("RESPONDENT", "Nerys", name, dt.date(1987, 11, 20), "FEMALE", responsibility="YES"),
        ]
        return self.cast.case(adviser, received_on=self.ago(days), parties=[*children, *parents], **over)

    def by(self, person, now=None):
        """What every operation is told: who, and when."""
        self.cast.as_(person)
        return {"by": person, "now": now or self.now}

    # ── The steps of the work, each on one case ───────────────────────────────────────────────────────

    def enquire(self, case, by):
        from goldenthread.casework.enquiry.operations import log_contact, move_line, open_line

        line = open_line(
            case=case, question="How has what happened at home affected the children?",
            why="The application says that both were in the house.", **by,
        )  # fmt: skip
        contact = log_contact(
            case=case, member=self.cast.mother(case), agency="", method="PHONE", outcome="REACHED",
            happened_at=self.now - dt.timedelta(days=9), said="She was at work. She asked to be rung after four.",
            lines=[line], **by,
        )  # fmt: skip
        move_line(line=line, to="ANSWERED", reason="Both are afraid of the evenings.", **by)
        return line, contact

    def hear(self, case, child, line, by, words="I want to sleep at Mum's and see Dad at the park.", **asked):
        from goldenthread.casework.directwork.operations import record_session, record_wish

        session = record_session(
            case=case, child=child, happened_on=self.ago(7), seen=True, alone=True, place="SCHOOL",
            how="We drew the two houses.", communication_needs="None", told_child="That the court will read it.",
            lines=[line], **by,
        )  # fmt: skip
        return session, record_wish(session=session, words=words, setting="While drawing", **asked, **by)

    def harm(self, case, line, contact, by):
        from goldenthread.casework.harm.operations import record_incident, record_pattern, set_pattern_status

        pattern = record_pattern(
            case=case, kind="CONTROLLING_OR_COERCIVE", by_member=self.cast.father(case),
            towards=[self.cast.mother(case)], words=REPORTED, period_words="since 2021, still going on",
            from_on=dt.date(2021, 1, 1), ongoing=True, said_by=self.cast.mother(case), status_on=self.ago(20),
            source="The application", lines=[line], contacts=[contact], **by,
        )  # fmt: skip
        incident = record_incident(
            pattern=pattern, words="He broke the telephone on the kitchen floor.", said_by_words="The mother",
            happened_on=self.ago(60), children_words="Upstairs; one of them heard it.", contacts=[contact], **by,
        )  # fmt: skip
        set_pattern_status(pattern=pattern, status="POLICE_INVESTIGATION", on_date=self.ago(5), source="Police", **by)
        return pattern, incident

    def assess(self, case, child, by, *, earlier):
        from goldenthread.casework.assessment.operations import make_statement, set_victim_status

        set_victim_status(case=case, child=child, answer="YES", basis="Heard it through the wall.", **by)
        for kind, more in (
            ("IMPACT_ON_CHILD", {}),
            ("IMPACT_ON_PARENT", {"parent": self.cast.mother(case)}),
            ("CHECKLIST", {"point": "A_WISHES"}),
        ):
            statement = make_statement(
                case=case, child=child, kind=kind, words="The evenings are watched and short.",
                earlier=earlier, **more, **by,
            )  # fmt: skip
        return statement

    def advise(self, case, child, by):
        from goldenthread.casework.recommendations.operations import add_option, start_advice, write_advice

        row = start_advice(case=case, child=child, **by)
        write_advice(
            recommendation=row, advice="TIME_SUPERVISED", parent=self.cast.father(case),
            words="Time at the contact centre each second Saturday.", rationale="It can be watched and ended.",
            trigger_rationale="The behaviour is under investigation; nobody else can keep the time safe.",
            explanation="With the drawing of the two houses, at school.", **by,
        )  # fmt: skip
        add_option(recommendation=row, words="No time at all", why_rejected="The child asks for some time.", **by)
        row.refresh_from_db()
        return row

    def carry(self, row, wishes, patterns, by):
        from goldenthread.casework.recommendations.operations import treat_pattern, weigh_wish

        for wish in wishes:
            weigh_wish(
                recommendation=row, wish=wish, how="PARTLY", why="The park cannot be watched.",
                explain="That the centre has a garden.", **by,
            )  # fmt: skip
        for pattern in patterns:
            treat_pattern(recommendation=row, pattern=pattern, treatment="CARRIED", **by)

    def worked(self, name, *first_names, adviser=None, **over):
        """A case worked by Amira, or another, up to a draft of advice for each child, all of it weighed."""
        adviser = adviser or self.cast.amira
        case = self.family(name, *first_names, adviser=adviser, **over)
        by = self.by(adviser)
        line, contact = self.enquire(case, by)
        pattern, incident = self.harm(case, line, contact, by)
        made = {
            "adviser": adviser,
            "case": case,
            "line": line,
            "contact": contact,
            "pattern": pattern,
            "incident": incident,
            "advice": [],
        }
        for child in _children(case):
            session, wish = self.hear(case, child, line, by)
            made["statement"] = self.assess(case, child, by, earlier=[wish, pattern, contact])
            row = self.advise(case, child, by)
            self.carry(row, [wish], [pattern], by)
            made["advice"].append(row)
            made |= {"session": session, "wish": wish}
        return made

    def submit(self, made):
        from goldenthread.casework.recommendations.operations import submit_advice

        by = self.by(made["adviser"])
        for row in made["advice"]:
            submit_advice(recommendation=row, **by)

    def agree(self, made):
        from goldenthread.oversight.operations import decide_on_advice

        by = self.by(self.cast.manager)
        for row in made["advice"]:
            decide_on_advice(recommendation=row, kind="AGREED", reason="It rests on what each child said.", **by)

    def report(self, made):
        from goldenthread.casework.recommendations.operations import make_report

        return make_report(case=made["case"], **self.by(made["adviser"]))

    def order(self, made):
        from goldenthread.casework.orders.operations import record_child_order, record_order

        case, by = made["case"], self.by(self.cast.amira)
        order = record_order(case=case, kind="FINAL", made_on=self.today, words="Every second weekend.", **by)
        for child in _children(case)[:1]:
            record_child_order(
                order=order, child=child, words="Overnight, not supervised.", compared="CONTRARY",
                court_reasons="The court heard the father.", unsafe="YES", unsafe_why="Nobody watches.", **by,
            )  # fmt: skip

    def unreached(self):
        """A mail server has refused the address of the analyst."""
        from goldenthread.notices.models import Unreached

        Unreached.objects.create(person=self.cast.analyst, since_at=self.now)

    # ── The families ──────────────────────────────────────────────────────────────────────────────────

    def build(self):
        self.unreached()
        self.to_the_order()
        self.submit(self.worked(HOLLIS, "Iris"))
        agreed = self.worked(MARCHETTI, "Lina")
        self.submit(agreed)
        self.agree(agreed)
        self.report(agreed)
        # A manager who carries a case, and cannot decide on it.
        self.submit(self.worked(PELHAM, "Delyth", adviser=self.cast.manager))
        self.with_documents()
        self.failed_job()
        self.template()
        self.half_written()
        # Given to Amira this morning: nothing is done in it yet.
        self.given(ELLERY, "Robin", "Jude")
        self.family(PRITCHARD, "Elis", "Nia", adviser=self.cast.carys, nation="WALES", area=self.cast.gwent)
        self.restricted()
        self.emergency()
        self.application("Tanner", "Bea", urgency_signs=["EMERGENCY_ORDER"])

    def to_the_order(self):
        """The Okafor-Reeds: everything there is, up to a contrary order; something superseded, something protected."""
        from goldenthread.casework.cases.operations.hearings import record_hearing
        from goldenthread.casework.cases.operations.records import supersede
        from goldenthread.casework.enquiry.operations import open_line
        from goldenthread.casework.families.operations import record_contact_detail, relate
        from goldenthread.casework.recommendations.operations import file_report

        made = self.worked(OKAFOR_REED, "Maya", "Leo", days=60)
        case, by = made["case"], self.by(self.cast.amira)
        mother, father = self.cast.mother(case), self.cast.father(case)
        protected = {"case_id": case.pk, "member": mother, "protected": True, "why": "Form C8", **by}
        record_contact_detail(kind="ADDRESS", value=PROTECTED_ADDRESS, **protected)
        record_contact_detail(kind="PHONE", value=PROTECTED_PHONE, **protected)
        record_contact_detail(case_id=case.pk, member=father, kind="PHONE", value="07700 900118", protected=False, **by)
        relate(case_id=case.pk, one=mother, other=father, kind="FORMER_PARTNER", **by)
        soon = self.now + dt.timedelta(days=12)
        record_hearing(case=case, kind="FINAL", starts_at=soon, venue="Dales Family Court", **by)
        mistaken = open_line(case=case, question="Where does the uncle live?", why="A slip of the pen.", **by)
        supersede(record_of=mistaken, why="MISTAKE", words="There is no uncle.", **by)
        self.submit(made)
        self.agree(made)
        report = self.report(made)
        file_report(report=report, on=self.today, **self.by(self.cast.amira))
        self.order(made)

    def with_documents(self):
        """The Quennells, of Ben: a paper, a direction, copies of which one is stopped, a Word copy that came back with
        a change, and filings that the court refused, or of which nothing is known."""
        from goldenthread.casework.papers.operations import bring_paper, make_copy, record_direction
        from goldenthread.casework.papers.operations.back import bring_back
        from goldenthread.casework.papers.queries import body
        from tests.unit.papers.word import changed

        made = self.worked(QUENNELL, "Sorrel", adviser=self.cast.ben)
        self.submit(made)
        self.agree(made)
        report, case, by = self.report(made), made["case"], self.by(self.cast.ben)
        letter = bring_paper(
            case=case, kind="LETTER", name="A letter from school.txt", data=b"All is well.", protected=False, **by
        )
        for_whom = {"report": report, "recipient": "OFFICE", "purpose": "TO_EDIT", "file_kind": "DOCX"}
        word = make_copy(**for_whom, **by)
        edited = changed(body(word.paper), [("each second Saturday", "each Sunday")])
        bring_back(copy=word, name="my version.docx", data=edited, **by)
        passage = f"child.{_children(case)[0].pk}.advice.words"
        record_direction(case=case, passage=passage, directed_on=self.ago(1), words="Not yet.", **by)
        self.stopped_copy(report, case, by)
        self.filings(letter, case)

    def stopped_copy(self, report, case, by):
        """A copy for the father, in which the street of a protected address stands."""
        from goldenthread.casework.families.operations import record_contact_detail
        from goldenthread.casework.papers.operations import make_copy

        record_contact_detail(
            case_id=case.pk, member=self.cast.mother(case), kind="ADDRESS", value=f"8 {STREET}, Wexcombe",
            protected=True, why="Form C8", **by,
        )  # fmt: skip
        copy = make_copy(
            report=report, recipient="PARTY", member=self.cast.father(case), purpose="TO_SERVE", file_kind="PDF", **by
        )
        assert copy.state == "STOPPED"

    def filings(self, paper, case):
        """What became of two filings; no job waits for them, so no worker sends them."""
        from goldenthread.casework.filing.models import Filing
        from goldenthread.thread.operations import operation, record
        from goldenthread.thread.verbs import Verb

        @operation
        def became(*, columns, verb, by, now):
            row = Filing.objects.create(**columns, recorded_at=now, recorded_by=by)
            record(Verb.FILING_ORDERED, row, by=by, now=now, type=row.document_type, hash=paper.fingerprint)
            record(verb, row, by=by, now=now, reason=row.refusal or "NO_ANSWER")
            return row

        for state, kind, more in (
            ("REFUSED", "Correspondence", {"refusal": "WRONG_TYPE"}),
            ("UNCERTAIN", "Safeguarding_Letter", {"sent_at": self.now, "tries": 1}),
        ):
            row = {"case": case, "paper": paper, "jurisdiction": "PRIVATELAW", "document_type": kind, "state": state}
            verb = Verb.FILING_REFUSED if state == "REFUSED" else Verb.FILING_UNCERTAIN
            became(columns={**row, **more}, verb=verb, **self.by(self.cast.ben))

    def template(self):
        """A version of the report's template, beside the one that comes with the service."""
        from types import SimpleNamespace

        from goldenthread.documents.operations import add_template
        from goldenthread.documents.queries import shipped

        file = SimpleNamespace(name="report.docx", data=shipped("REPORT", "ENGLAND", "en-gb"))
        add_template(
            use="REPORT", nation="ENGLAND", language="en-gb", name="As it comes", note="To begin with.", file=file,
            **self.by(self.cast.administrator),
        )  # fmt: skip

    def failed_job(self):
        """Work in the background that failed and waits for somebody."""
        from django.db import connection

        from goldenthread.background.jobs import later, service_person
        from goldenthread.background.models import Job, Trouble
        from goldenthread.background.nightly import forget_drafts

        later(forget_drafts, by=service_person())
        job = Job.objects.latest("pk")
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'failed', attempts = 1 WHERE id = %s", [job.pk])
        Trouble.objects.create(job_id=job.pk, task=job.task_name, code="AWAY", tries=1, failed_at=self.now)

    def half_written(self):
        """The Sayeds: advice begun, one wish not weighed and the pattern not treated; the agreement of none."""
        case = self.family(SAYED, "Amal")
        by = self.by(self.cast.amira)
        line, contact = self.enquire(case, by)
        pattern, _incident = self.harm(case, line, contact, by)
        child = _children(case)[0]
        _session, wish = self.hear(case, child, line, by)
        self.assess(case, child, by, earlier=[wish, pattern, contact])
        self.advise(case, child, by)

    def given(self, name, *first_names):
        from goldenthread.casework.cases.operations.allocation import allocate_case

        application = self.application(name, *first_names)
        allocate_case(case=application, adviser=self.cast.amira, **self.by(self.cast.duty))

    def application(self, name, *first_names, **over):
        from goldenthread.casework.cases.operations.intake import Party

        children = [Party("CHILD", first, name, dt.date(self.today.year - 8, 5, 6), "FEMALE") for first in first_names]
        parents = [
            Party("APPLICANT", "Gareth", name, dt.date(1983, 2, 11), "MALE", responsibility="YES"),
            Party("RESPONDENT", "Petra", name, dt.date(1986, 9, 30), "FEMALE", responsibility="YES"),
        ]
        return self.cast.application(received_on=self.ago(2), parties=[*children, *parents], **over)

    def restricted(self):
        """The Vances: nobody but those named may know of them; a supervisor and a director break the glass just now."""
        from goldenthread.access.door import clock
        from goldenthread.access.operations import break_glass, restrict_case, review_glass

        case = self.family(VANCE, "Ottilie")
        # Read now: once the case is restricted, nobody else on this connection knows of it.
        reference = case.reference
        restrict_case(
            case=case, reason="STAFF_FAMILY", why="A relative works in the team.", people=[self.cast.amira],
            **self.by(self.cast.manager),
        )  # fmt: skip
        for person in (self.cast.supervisor, self.cast.director):
            use = break_glass(
                reference=reference, reason="The police rang.", nation="ENGLAND", **self.by(person, clock())
            )
        review_glass(use=use, outcome="JUSTIFIED", note="The police had rung.", **self.by(self.cast.senior, clock()))

    def emergency(self):
        """Someone tried the emergency account twice and got in once; a named senior has looked at one of the two."""
        from goldenthread.access.door import clock, name_person
        from goldenthread.access.operations import local

        keeper = local.door_keeper()
        name_person(keeper.pk)
        local.make_local_account(person=self.cast.duty, passphrase="sea-otter", days=9, by=keeper, now=clock())
        for passphrase in ("wrong", "sea-otter"):
            use = local.try_local_account(
                email=self.cast.duty.email,
                passphrase=passphrase,
                reason="The provider is down.",
                by=keeper,
                now=clock(),
            )
        local.review_local_use(use=use, outcome="JUSTIFIED", note="It was down.", **self.by(self.cast.senior, clock()))


def _children(case):
    from goldenthread.casework.cases.queries import children

    return children(case)


def main():
    import django

    django.setup()
    from django.db import transaction

    from goldenthread.access.door import clock
    from tests.cast import Cast
    from tests.journeys.seed_outside import outside

    with transaction.atomic():
        seed = Seed(Cast(clock() - dt.timedelta(days=1)))
        seed.build()
        outside(seed)


if __name__ == "__main__":
    main()
