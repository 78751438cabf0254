"""Reads one TwiML document as strictly as Twilio does."""

from http import HTTPStatus
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, ParseError, fromstring

from voicebot.simphone.events import Answer, Method, Noted

# https://www.twilio.com/docs/api/errors/11750: "larger than 64 kB"
MAX_BYTES = 64 * 1024
# Twilio waits 15 s for a document, then gives up.
TIME_LIMIT_MS = 15_000
OK = range(200, 300)
REDIRECTS = range(300, 400)
XML_TYPES = frozenset({"text/xml", "application/xml", "text/html"})


class Unplayable(Exception):
    """An answer with which Twilio would say "an application error has occurred" and hang up."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


def read_document(answer: Answer) -> list[Element]:
    """The verbs of an answer, in order.

    Raises Unplayable with Twilio's error code: 11200 status, 11203 time, 11205 connection, 11215 redirects,
    11750 size, 12300 content type, 12100 not well-formed or no <Response>.
    """
    _check_transfer(answer)
    mime = answer.content_type.partition(";")[0].strip().lower()
    if mime not in XML_TYPES:
        raise Unplayable(12300, f"the app answered with content type {mime or '(none)'}, not with XML")
    try:
        root = fromstring(answer.body)
    except ParseError as error:
        raise Unplayable(12100, f"the app's answer is not well-formed XML ({error})") from error
    if root.tag != "Response":
        raise Unplayable(12100, f"the app's answer is <{root.tag}>, not a TwiML <Response>")
    return list(root)


def _check_transfer(answer: Answer) -> None:
    if answer.took_ms > TIME_LIMIT_MS:
        raise Unplayable(11203, f"the app took {answer.took_ms / 1000:.1f} s; Twilio waits 15 s")
    if answer.problem:
        raise Unplayable(11205, answer.problem)
    if answer.status in REDIRECTS:
        raise Unplayable(11215, "the app redirected too often, or to nowhere")
    if answer.status == HTTPStatus.FORBIDDEN:
        raise Unplayable(11200, "the app refused with HTTP status 403: BASE_URL and the token must be the app's own")
    if answer.status not in OK:
        raise Unplayable(11200, f"the app answered with HTTP status {answer.status}")
    if len(answer.body) > MAX_BYTES:
        raise Unplayable(11750, f"the app's answer has {len(answer.body)} bytes; Twilio takes 64 kB")


def text_of(element: Element) -> str:
    """The words of an element and its children, a <break> being a space, and white space made single."""
    parts = [element.text or ""]
    for child in element:
        parts += [" " if child.tag == "break" else child.get("alias") or text_of(child), child.tail or ""]
    return " ".join("".join(parts).split())


def method_of(verb: Element, default: Method = "POST") -> Method:
    return "GET" if verb.get("method", default).upper() == "GET" else "POST"


def url_of(verb: Element, current: str, attribute: str = "action") -> str:
    """The URL an attribute names, resolved against the current one; without it, the current one."""
    return urljoin(current, verb.get(attribute, "").strip() or current)


def number_of(verb: Element, name: str, default: int, lowest: int = 0) -> tuple[int, list[Noted]]:
    """A whole-number attribute; a wrong one counts as the default and is noted, as Twilio does."""
    raw = verb.get(name)
    if raw is None or (name == "speechTimeout" and raw == "auto"):
        return default, []
    if raw.strip().isdecimal() and int(raw) >= lowest:
        return int(raw), []
    return default, [Noted(12200, f'<{verb.tag} {name}="{raw}"> is not a fitting number; {default} is used')]
