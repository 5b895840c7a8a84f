"""Actions raised from a recommendation or a risk, as rows."""

from goldenthread.actions.presenters import action_row


def raised_rows(actions, held, today):
    """Each action as it stands. Who may not open it reads what is done by whom and by when, and no note, no link."""
    rows = []
    for action in actions:
        row = action_row(action, held, today)
        rows.append(row if action.may_read_action else {**row, "href": ""})
    return rows
