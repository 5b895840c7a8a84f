"""Raising, changing and noting actions; saying that they are done, signing them off, looking at their effect."""

from goldenthread.actions.operations.ending import (
    ask_to_sign,
    drop,
    look_at_effect,
    reopen,
    return_it,
    say_done,
    sign_off,
)
from goldenthread.actions.operations.owners import add_owner_post, end_holding, end_owner_post, start_holding
from goldenthread.actions.operations.raising import change_action, note, raise_action, round_done

__all__ = [
    "add_owner_post", "ask_to_sign", "change_action", "drop", "end_holding", "end_owner_post",
    "look_at_effect", "note", "raise_action",
    "reopen", "return_it", "round_done", "say_done", "sign_off", "start_holding",
]  # fmt: skip
