"""专项行动（效能年）: a campaign gathers tasks, inspections and complaints under a document, and ends with a public report."""

from datetime import date

from luoshi.inspections.acts.base import begin, kept, of_office, put
from luoshi.inspections.events import CAMPAIGN
from luoshi.inspections.records import Campaign, Member
from luoshi.law.errors import CouldNot
from luoshi.law.typed import Missing, ahead, needed
from luoshi.law.words import say
from luoshi.ledger import read
from luoshi.ledger.book import Book
from luoshi.ledger.numbering import following
from luoshi.org.actor import Actor
from luoshi.org.bodies import unit_of


def open_campaign(
    *, book: Book, by: Actor, title: str, document: str, since: date | None, until: date | None
) -> str:
    """Open a campaign; its matter."""
    of_office(by)
    title = needed("title", title, "请写专项行动名称", "Give its name", longest=200)
    document = needed("document", document, "请写依据的文号", "Give the document it rests on", longest=100)
    if since is None:
        raise Missing("since", say("请填开始日期", "Give its first day"))
    until = ahead("until", until, since)
    matter = following(book, CAMPAIGN, Campaign)
    return begin(book, by, matter, "campaign_opened", item=title, document=document, since=since, until=until)


def running(book: Book, matter: str) -> tuple[int, Campaign]:
    it = kept(book, matter)
    assert it.campaign is not None
    if it.campaign.reported_at:
        raise CouldNot(say("专项行动已经结束并公布报告", "The campaign has ended and was reported on"))
    return it.size, it.campaign


def join(*, book: Book, by: Actor, matter: str, of: str) -> None:
    """Gather a matter into the campaign; each once."""
    of_office(by)
    size, it = running(book, matter)
    of = of.strip()
    if not of or not read.current([of], ledger=book.ledger):
        raise Missing("of", say(f"没有 {of}：请核对编号", f"There is no {of}: check its number"))
    if Member.objects.filter(ledger=book.ledger, matter=it.matter, of=of).exists():
        raise Missing("of", say(f"{of} 已在其中", f"{of} is among it already"))
    put(book, by, matter, size, "campaign_joined", unit=unit_of(by), of=of)


def report(*, book: Book, by: Actor, matter: str, text: str) -> None:
    """End it with a report to the public."""
    of_office(by)
    size, _ = running(book, matter)
    text = needed("text", text, "请写向社会公布的报告", "Write the report to the public")
    put(book, by, matter, size, "campaign_reported", unit=unit_of(by), text=text)
