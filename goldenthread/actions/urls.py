from goldenthread.access.door import page
from goldenthread.access.permissions import Permission as P
from goldenthread.actions.models import Action, Holding, OwnerPost
from goldenthread.actions.views import actions, owners

app_name = "actions"
ONE = "actions/<uuid:action_id>"
READ = {"of": Action, "reads": P.ACTION_READ}
urlpatterns = [
    page("actions", actions.index, needs=P.ACTION_READ),
    page("actions/new", actions.raise_new, needs=P.ACTION_RAISE),
    page("actions/owners", owners.owners, needs=P.OWNERS_READ),
    page("actions/owners/new", owners.owner_new, needs=P.OWNERS_MANAGE),
    page("actions/owners/<uuid:post_id>", owners.owner, needs=P.OWNERS_READ, of=OwnerPost, reads=P.OWNERS_READ),
    page("actions/owners/<uuid:post_id>/holders/new", owners.holding_new, needs=P.OWNERS_MANAGE, of=OwnerPost,
         reads=P.OWNERS_READ),
    page("actions/owners/<uuid:post_id>/end", owners.owner_end, needs=P.OWNERS_MANAGE, of=OwnerPost,
         reads=P.OWNERS_READ),
    page("actions/holders/<uuid:holding_id>/end", owners.holding_end, needs=P.OWNERS_MANAGE, of=Holding,
         reads=P.OWNERS_READ),
    page(ONE, actions.action, needs=P.ACTION_READ, **READ),
    page(f"{ONE}/notes/new", actions.note_new, needs=P.ACTION_WORK, **READ),
    page(f"{ONE}/done", actions.done, needs=P.ACTION_WORK, **READ),
    page(f"{ONE}/round", actions.round_done, needs=P.ACTION_WORK, **READ),
    page(f"{ONE}/sign", actions.sign, needs=P.ACTION_SIGN, **READ),
    page(f"{ONE}/ask", actions.ask, needs=P.ACTION_WORK, **READ),
    page(f"{ONE}/effect", actions.effect, needs=P.ACTION_SIGN, **READ),
    page(f"{ONE}/change", actions.change, needs=P.ACTION_MANAGE, **READ),
    page(f"{ONE}/drop", actions.drop, needs=P.ACTION_MANAGE, **READ),
    page(f"{ONE}/reopen", actions.reopen, needs=P.ACTION_MANAGE, **READ),
]  # fmt: skip
