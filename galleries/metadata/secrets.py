"""What a photo's file must not tell the public: where it was taken, and with whose camera.

The original file can be fetched by whoever knows its address. So the places and serial numbers in
its EXIF (3.0) and XMP are overwritten where they stand, or their PNG chunks left out; the picture
stays bit by bit what it was, and so do credit, copyright and title.
"""

import re
import struct
import zlib
from collections.abc import Iterator

GPS_IFD, EXIF_IFD = 0x8825, 0x8769
SECRET_TAGS = {
    0x927C,  # maker note: serial numbers, owners, positions, in ways of its own
    0xA420,  # unique id, made of the camera's number
    0xA430,  # owner's name
    0xA431,  # body's serial number
    0xA435,  # lens's serial number
    0xC62F,  # camera's serial number (DNG)
}
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 129: 1}
TIFF = re.compile(rb"II\*\x00|MM\x00\*")
XMP = re.compile(rb"<x:xmpmeta.*?</x:xmpmeta>|<rdf:RDF.*?</rdf:RDF>", re.DOTALL)
SECRET_NAME = rb"[\w.-]+:(?:GPS\w*|\w*Serial\w*|OwnerName|CameraOwnerName|ImageUniqueID)"
SECRET_ATTRIBUTE = re.compile(rb"(?<=[\s])(" + SECRET_NAME + rb"\s*=\s*)(\"[^\"]*\"|'[^']*')")
SECRET_ELEMENT = re.compile(rb"(<(" + SECRET_NAME + rb")(?:\s[^>]*)?>)(.*?)(?=</\2\s*>)", re.DOTALL)

PNG = b"\x89PNG\r\n\x1a\n"
# Keywords of the PNG specification (3rd edition, 11.3.3.2) that tell of the picture.
PNG_WORDS = {b"Title", b"Author", b"Description", b"Copyright", b"Creation Time"}
PNG_TEXTS = {b"tEXt", b"zTXt", b"iTXt"}


def removed(data: bytes) -> bytes:
    """An image file without its secrets; the same bytes if it has none that are known."""
    if data.startswith(PNG):
        return _png(data)
    found = bytearray(data)
    # In whatever container, and a JPEG can hold several pictures. What only looks like a beginning
    # has no directory of such tags.
    for match in TIFF.finditer(data):
        _blank_tiff(found, match.start())
    _blank_xmp(found)
    return bytes(found)


def _blank_tiff(data: bytearray, start: int) -> None:
    order = "<" if data[start : start + 2] == b"II" else ">"
    (first,) = struct.unpack_from(f"{order}I", data, start + 4) if start + 8 <= len(data) else (0,)
    directories = [(first, False)]
    seen = set()
    while directories:
        offset, is_secret = directories.pop()
        if not offset or offset in seen:
            continue
        seen.add(offset)
        entries = list(_entries(data, start, offset, order))
        for entry, tag, where, size in entries:
            if tag in (GPS_IFD, EXIF_IFD):
                (inner,) = struct.unpack_from(f"{order}I", data, entry + 8)
                directories.append((inner, is_secret or tag == GPS_IFD))
            elif is_secret or tag in SECRET_TAGS:
                data[where : where + size] = bytes(size)
        if is_secret and entries:
            # What is left is a directory of nothing.
            first, last = start + offset, entries[-1][0] + 12
            data[first:last] = bytes(last - first)


def _entries(
    data: bytearray, start: int, offset: int, order: str
) -> Iterator[tuple[int, int, int, int]]:
    """The entries of a directory: where each stands, its tag, and where its value is, how long."""
    position = start + offset
    if position + 2 > len(data):
        return
    (count,) = struct.unpack_from(f"{order}H", data, position)
    for number in range(count):
        entry = position + 2 + 12 * number
        if entry + 12 > len(data):
            return
        tag, kind, length, value = struct.unpack_from(f"{order}HHII", data, entry)
        if kind not in SIZES:
            return
        size = SIZES[kind] * length
        where = entry + 8 if size <= 4 else start + value
        if where + size <= len(data):
            yield entry, tag, where, size


def _blank_xmp(data: bytearray) -> None:
    """Put spaces where secrets stood, so that nothing moves in the file."""
    for packet in list(XMP.finditer(bytes(data))):
        text = SECRET_ATTRIBUTE.sub(_blank_attribute, packet[0])
        text = SECRET_ELEMENT.sub(_blank_element, text)
        data[packet.start() : packet.end()] = text


def _blank_attribute(match: re.Match[bytes]) -> bytes:
    quote = match[2][:1]
    return match[1] + quote + b" " * (len(match[2]) - 2) + quote


def _blank_element(match: re.Match[bytes]) -> bytes:
    return match[1] + b" " * len(match[3])


def _png(data: bytes) -> bytes:
    kept = [PNG]
    start = len(PNG)
    while start + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, start)
        end = start + 12 + length
        if end > len(data):
            kept.append(data[start:])
            break
        kind, content = data[start + 4 : start + 8], data[start + 8 : end - 4]
        if kind == b"eXIf":
            blanked = bytearray(content)
            _blank_tiff(blanked, 0)
            checksum = zlib.crc32(kind + blanked)
            kept.append(data[start : start + 8] + blanked + struct.pack(">I", checksum))
        elif kind not in PNG_TEXTS or content.partition(b"\x00")[0] in PNG_WORDS:
            kept.append(data[start:end])
        start = end
        if kind == b"IEND":
            break
    return b"".join(kept)
