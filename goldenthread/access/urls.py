from goldenthread.access.door import page
from goldenthread.access.models import GlassBreak, LocalUse
from goldenthread.access.permissions import Door
from goldenthread.access.permissions import Permission as P
from goldenthread.access.views import glass, local, provider, sign, staff
from goldenthread.people.models import Person, Post

_SENIOR, _ALARM = P.GLASS_REVIEW, P.LOCAL_ACCOUNT_REVIEW
app_name = "access"
urlpatterns = [
    page("", sign.home, needs=Door.SIGNED_IN),
    page("sign-in", sign.sign_in, needs=Door.PUBLIC),
    page("sign-in/work-account", provider.to_provider, needs=Door.PUBLIC),
    page("sign-in/back", provider.back, needs=Door.PUBLIC),
    page("sign-in/emergency", local.emergency, needs=Door.PUBLIC),
    page("sign-out", sign.sign_out, needs=Door.PUBLIC),
    page("signed-out", sign.signed_out, needs=Door.PUBLIC),
    page("stay", sign.stay, needs=Door.SIGNED_IN),
    page("alive", sign.alive, needs=Door.PUBLIC),
    page("language", sign.language, needs=Door.PUBLIC),
    page("staff", staff.staff, needs=P.STAFF_READ),
    page("staff/new", staff.person_new, needs=P.STAFF_MANAGE),
    page("staff/<uuid:person_id>", staff.person, needs=P.STAFF_READ, of=Person, reads=P.STAFF_READ),
    page("staff/<uuid:person_id>/posts/new", staff.post_start, needs=P.STAFF_MANAGE, of=Person, reads=P.STAFF_READ),
    page("staff/<uuid:person_id>/leaver", staff.leaver, needs=P.STAFF_MANAGE, of=Person, reads=P.STAFF_READ),
    page("staff/<uuid:person_id>/sign-ins", staff.sign_ins_end, needs=P.STAFF_MANAGE, of=Person, reads=P.STAFF_READ),
    page("staff/<uuid:person_id>/account", staff.account_release, needs=P.STAFF_MANAGE, of=Person, reads=P.STAFF_READ),
    page("staff/posts/<uuid:post_id>/end", staff.post_end, needs=P.STAFF_MANAGE, of=Post, reads=P.STAFF_READ),
    page("break-glass", glass.glass, needs=P.GLASS_BREAK),
    page("break-glass/uses", glass.glass_uses, needs=P.GLASS_REVIEW),
    page("break-glass/uses/<uuid:use_id>", glass.glass_review, needs=_SENIOR, of=GlassBreak, reads=_SENIOR),
    page("emergency-sign-ins", local.local_uses, needs=_ALARM),
    page("emergency-sign-ins/<uuid:use_id>", local.local_review, needs=_ALARM, of=LocalUse, reads=_ALARM),
]
