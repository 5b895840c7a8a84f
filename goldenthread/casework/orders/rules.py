"""How an order compares with the advice, and whether it may be unsafe."""

from enum import StrEnum

from goldenthread.kernel.refusal import N_


class OrderKind(StrEnum):
    INTERIM = "INTERIM"
    FINAL = "FINAL"


ORDER_KINDS = {OrderKind.INTERIM: N_("Interim order"), OrderKind.FINAL: N_("Final order")}


class Compared(StrEnum):
    AS_ADVISED = "AS_ADVISED"
    VARIED = "VARIED"
    CONTRARY = "CONTRARY"
    NOT_ADVISED_ON = "NOT_ADVISED_ON"


COMPARISONS = {
    Compared.AS_ADVISED: N_("As advised"),
    Compared.VARIED: N_("Varied"),
    Compared.CONTRARY: N_("Contrary to the advice"),
    Compared.NOT_ADVISED_ON: N_("There was no advice"),
}


class Unsafe(StrEnum):
    """Whether a contrary order may be unsafe. Asked, never assumed."""

    NOT_ASKED = "NOT_ASKED"
    NO = "NO"
    MAYBE = "MAYBE"
    YES = "YES"


UNSAFE = {
    Unsafe.NOT_ASKED: N_("Not asked"),
    Unsafe.NO: N_("No"),
    Unsafe.MAYBE: N_("I am not sure"),
    Unsafe.YES: N_("Yes, it may be unsafe"),
}


def must_ask_unsafe(compared: str) -> bool:
    """A contrary order asks whether it may be unsafe."""
    return compared == Compared.CONTRARY


def unsafe_asks_words(unsafe: str) -> bool:
    """Whoever thinks that an order may be unsafe says what makes them think so."""
    return unsafe in {Unsafe.MAYBE, Unsafe.YES}


def comparisons(*, advised: bool) -> tuple[Compared, ...]:
    """How an order can compare: with the advice that the court had, or not at all where it had none."""
    if not advised:
        return (Compared.NOT_ADVISED_ON,)
    return (Compared.AS_ADVISED, Compared.VARIED, Compared.CONTRARY)
