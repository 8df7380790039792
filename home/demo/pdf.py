"""A plain text as a tagged PDF of one page: a heading and paragraphs, with their language."""

from collections.abc import Sequence

WIDTH, HEIGHT, MARGIN = 595, 842, 56
# Names of the letters that the standard fonts know but their usual encodings do not.
GLYPHS = {
    "ą": "aogonek", "ć": "cacute", "ę": "eogonek", "ł": "lslash", "ń": "nacute", "ó": "oacute",
    "ś": "sacute", "ź": "zacute", "ż": "zdotaccent", "Ą": "Aogonek", "Ć": "Cacute",
    "Ę": "Eogonek", "Ł": "Lslash", "Ń": "Nacute", "Ó": "Oacute", "Ś": "Sacute", "Ź": "Zacute",
    "Ż": "Zdotaccent", "–": "endash", "„": "quotedblbase", "”": "quotedblright",
}  # fmt: skip
FIRST_CODE = 128
CODES = {letter: FIRST_CODE + number for number, letter in enumerate(GLYPHS)}


def make_pdf(title: str, lines: Sequence[str], language: str) -> bytes:
    """A PDF (ISO 32000-1) with a structure tree; each line has to fit the width of the page."""
    texts = [title, *lines]
    tags = ["H1"] + ["P"] * len(lines)
    first = 9  # the number of the first structure element's object
    kids = " ".join(f"{first + number} 0 R" for number in range(len(texts)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R /Lang ({language}) /MarkInfo << /Marked true >> "
        "/StructTreeRoot 7 0 R /ViewerPreferences << /DisplayDocTitle true >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents 4 0 R "
        "/StructParents 0 /Tabs /S /Resources << /Font << /F 5 0 R >> >> >>",
        _stream(_marked_lines(texts, tags)),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R /Encoding "
        f"<< /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [{FIRST_CODE} "
        f"{' '.join(f'/{name}' for name in GLYPHS.values())}] >> >>",
        _stream(_unicode_map()),
        f"<< /Type /StructTreeRoot /K 8 0 R /ParentTree << /Nums [0 [{kids}]] >> >>",
        f"<< /Type /StructElem /S /Document /P 7 0 R /K [{kids}] >>",
        *(
            f"<< /Type /StructElem /S /{tag} /P 8 0 R /Pg 3 0 R /K {number} >>"
            for number, tag in enumerate(tags)
        ),
        f"<< /Title <{_utf16(title)}> >>",
    ]
    return _file(objects)


def _utf16(text: str) -> str:
    return "feff" + text.encode("utf-16-be").hex()


def _marked_lines(texts: Sequence[str], tags: Sequence[str]) -> str:
    """The page's drawing orders; every line belongs to its structure element."""
    orders, y = [], HEIGHT - MARGIN - 20
    for number, (text, tag) in enumerate(zip(texts, tags, strict=True)):
        size = 18 if tag == "H1" else 11
        orders.append(
            f"/{tag} << /MCID {number} >> BDC BT /F {size} Tf {MARGIN} {y} Td "
            f"<{_encoded(text)}> Tj ET EMC"
        )
        y -= 34 if tag == "H1" else 20
    return "\n".join(orders)


def _encoded(text: str) -> str:
    return "".join(f"{CODES.get(letter, ord(letter)):02x}" for letter in text)


def _unicode_map() -> str:
    """What the letters' codes mean, for searching, copying and reading aloud."""
    pairs = "\n".join(f"<{code:02x}> <{ord(letter):04x}>" for letter, code in CODES.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        "1 beginbfrange <20> <7e> <0020> endbfrange\n"
        f"{len(CODES)} beginbfchar\n{pairs}\nendbfchar\n"
        "endcmap end end"
    )


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def _file(objects: Sequence[str]) -> bytes:
    """The objects with their table of offsets; the last one is the information dictionary."""
    body, offsets = "%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    body += (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {size} /Root 1 0 R /Info {len(objects)} 0 R >>\n"
        f"startxref\n{len(body)}\n%%EOF\n"
    )
    return body.encode("ascii")
