"""What gives away a door or a child's confidence, and what does not."""

import pytest

from goldenthread.documents.leaks import gives_away, quotes

ADDRESS = "Flat 2, 14 Sycamore Road\nLittle Hampden\nLS6 3QT"


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("ADDRESS", ADDRESS, "She lives at Flat 2, 14 Sycamore Road, Little Hampden, LS6 3QT now."),
        ("ADDRESS", ADDRESS, "The school is near LS6 3QT."),
        ("ADDRESS", ADDRESS, "The school is near ls63qt."),
        ("ADDRESS", ADDRESS, "near L S 6  3 Q T"),
        ("ADDRESS", ADDRESS, "He was seen in Sycamore Rd."),
        ("ADDRESS", ADDRESS, "sycamore\nROAD"),
        ("ADDRESS", ADDRESS, "https://maps.example/?q=14%20Sycamore%20Road"),
        ("ADDRESS", ADDRESS, "100%Sycamore%20Road"),
        ("ADDRESS", "5 High Street, Ilkley", "She moved to 5 High St."),
        ("ADDRESS", "Rowan Refuge", "a place called ROWAN-REFUGE"),
        ("PHONE", "07700 900 123", "ring 07700900123"),
        ("PHONE", "+44 7700 900123", "ring (07700) 900-123 after four"),
        ("PHONE", "0161 496 0123", "her new number ends 496 0123"),
        ("EMAIL", "Ngozi.Safe@example.com", "write to ngozi.safe@example.com."),
        ("EMAIL", "ngozi.safe@example.com", "mailto:ngozi%2Esafe%40example.com"),
        ("EMAIL", "ngozi.safe@example.com", "she calls herself ngozi.safe online"),
        ("PHONE", "ngozi.safe@example.com", "write to ngozi.safe@example.com"),
        ("EMAIL", "07700 900123 call", "07700 900123 call"),
    ],
)
def test_this_gives_a_door_away(kind, value, text):
    assert gives_away(kind, value, text)


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("ADDRESS", ADDRESS, "She moved to another town. The court sits at Leeds, LS1 2AB."),
        ("ADDRESS", ADDRESS, "In Little Hampden there is one school."),
        ("ADDRESS", "5 High Street, Ilkley", "They met in the high street."),
        ("ADDRESS", ADDRESS, "flats6 3qtr"),
        ("PHONE", "07700 900 123", "On 7 July 2019 she was 30."),
        ("EMAIL", "sara@example.com", "Sara spoke calmly."),
        ("PHONE", " ", "anything"),
        ("ADDRESS", ADDRESS, ""),
    ],
)
def test_this_does_not(kind, value, text):
    assert not gives_away(kind, value, text)


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("I don't want Dad to know I said it.", "She said “I don’t want dad to know I said it”.", True),
        ("He scares me. I hide in the big wardrobe.", "Maya said: i hide in the big wardrobe!", True),
        ("He scares me. I hide in the big wardrobe.", "He scares me, she said, and more.", False),
        ("No", "There is no order.", False),
        ("لا أريد أن يعرف أبي", "قالت: لا أريد أن يعرف أبي.", True),
        ("I want a dog", "She would like an animal.", False),
    ],
)
def test_what_quotes_a_childs_confidence(words, text, found):
    assert quotes(words, text) is found
