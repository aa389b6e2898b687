"""What can be done against a decision: told with it, as 行政许可法 第三十八条第二款 demands."""

from luoshi.documents.paper import Line
from luoshi.documents.told import Told
from luoshi.law.articles import LITIGATION, RECONSIDERATION, quote


def remedies(told: Told) -> tuple[Line, ...]:
    """Reconsideration within sixty days, or a lawsuit within six months; each with its article."""
    review = quote(RECONSIDERATION, "第二十条第一款", told.on)
    suit = quote(LITIGATION, "第四十六条第一款", told.on)
    return (
        (
            "text",
            (
                f"对本决定不服的，可以自收到本决定书之日起六十日内，根据《{review.statute}》{review.article}的规定，向"
                f"{told.office.review}申请行政复议；也可以自收到本决定书之日起六个月内，根据《{suit.statute}》"
                f"{suit.article}的规定，直接向{told.office.court}提起行政诉讼。"
            ),
        ),
    )
