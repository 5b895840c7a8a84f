"""Which posts people mean by what they write in a column of a plan. Pure: the posts are given."""

import re
from difflib import get_close_matches

from goldenthread.improvement.headings import plain
from goldenthread.kernel.refusal import N_, Refused

_ACCOUNTABLE = re.compile(r"\(?\s*\baccountable\b(?:\s+to\b|\s+person\b|\s+post\b)?\s*[:–—-]?\s*", re.IGNORECASE)


class Posts:
    """The posts of a nation, found in what people write ("Policy team; service managers to put it into practice")."""

    def __init__(self, posts):
        self.rows = list(posts)
        self.by_name = {plain(post.name): post for post in self.rows}
        # The longer first: "Service managers and practice supervisors" is one post, "Service managers" another.
        longest = sorted(self.rows, key=lambda post: -len(post.name))
        self.patterns = [(_pattern(post.name), post) for post in longest if plain(post.name)]

    def found(self, text):
        """(posts in the order of the text, what of the text names none)."""
        left, places = text, {}
        for pattern, post in self.patterns:
            for match in pattern.finditer(left):
                places.setdefault(match.start(), post)
            left = pattern.sub(lambda match: "\x00" * len(match[0]), left)
        posts = list(dict.fromkeys(places[at] for at in sorted(places)))
        pieces = [piece.replace("\x00", " ") for piece in re.split(r"[;,/\n]|\band\b|&", left) if "\x00" not in piece]
        return posts, [piece.strip(" .()") for piece in pieces if plain(piece)]

    def of(self, told, why, notes):
        """{owner, shares, accountable} of a line; adds to why it is refused, and to its notes."""
        who, told_accountable, rest = told.who, told.accountable, ""
        if match := _ACCOUNTABLE.search(who):
            rest, cut, after = who[match.end() :].partition(";")
            who = f"{who[: match.start()]}{cut}{after}"
        posts, unknown = self.found(who)
        accountable, others = self._accountable(told_accountable, rest)
        if not who.strip():
            why.append(Refused("NO_OWNER", N_("It does not say who will do it.")))
        elif not posts:
            why.append(self._unknown(who, unknown))
        elif unknown:
            notes.append(("UNKNOWN_TOO", "; ".join(unknown)[:160]))
        if accountable is None and others:
            why.append(self._unknown(others, [others]))
        owner = posts[0] if posts else None
        if accountable is None and not others and owner is not None:
            accountable = owner
            notes.append(("OWNER_ACCOUNTS", ""))
        return {"owner": owner, "shares": tuple(posts[1:]), "accountable": accountable}

    def _accountable(self, *texts):
        """(the post that accounts for it, the words where they name none that is known)."""
        for text in texts:
            if plain(text):
                posts, _unknown = self.found(text)
                return (posts[0], "") if posts else (None, text.strip(" .()"))
        return None, ""

    def _unknown(self, text, pieces):
        near = dict.fromkeys(
            self.by_name[name].name
            for piece in (pieces or [text])
            for name in get_close_matches(plain(piece), list(self.by_name), n=2, cutoff=0.45)
        )
        if near:
            return Refused("UNKNOWN_POST", N_("“%(words)s” is not among the posts. The nearest are: %(near)s."),
                           words=text.strip()[:80], near="; ".join(list(near)[:3]))  # fmt: skip
        return Refused("UNKNOWN_POST_NONE", N_("“%(words)s” is not among the posts, and nothing like it is. Add the "
                                               "post first."), words=text.strip()[:80])  # fmt: skip


def _pattern(name):
    words = [re.escape(word[:-1] if word.endswith("s") and len(word) > 3 else word) for word in plain(name).split()]
    words = [r"(?:and|&)" if word == "and" else f"{word}s?" for word in words]
    return re.compile(r"(?<!\w)" + r"[\W_]+".join(words) + r"(?!\w)", re.IGNORECASE)
