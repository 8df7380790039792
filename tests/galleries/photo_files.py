"""Files of photos with all that cameras and programs write into them."""

import struct
from io import BytesIO
from typing import Any

from PIL import Image as Pillow

ARTIST, COPYRIGHT, ORIENTATION, EXIF_IFD, GPS_IFD = 0x013B, 0x8298, 0x0112, 0x8769, 0x8825
DATE_TIME_ORIGINAL, MAKER_NOTE, OWNER, BODY_SERIAL, LENS_SERIAL = (
    0x9003, 0x927C, 0xA430, 0xA431, 0xA435,
)  # fmt: skip

# None of them may survive into what can be fetched.
SECRETS = [b"SN-BODY-4711", b"SN-LENS-0815", b"Wlasciciel", b"NOTATKA-APARATU", b"50,3.68N"]

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/"
 xmlns:aux="http://ns.adobe.com/exif/1.0/aux/"
 exif:GPSLatitude="50,3.68N" aux:SerialNumber="SN-BODY-4711" photoshop:Credit="Urząd Miasta"
 photoshop:DateCreated="2026-05-03T11:22:33">
<aux:LensSerialNumber>SN-LENS-0815</aux:LensSerialNumber>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Święto nad Wisłą</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>Anna Zdjęcie</rdf:li></rdf:Seq></dc:creator>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def exif(*, day: str = "2026:05:03 11:22:33", artist: str = "Jan Aparat") -> Pillow.Exif:
    tags = Pillow.Exif()
    tags[ARTIST] = artist
    tags[COPYRIGHT] = "Jan Aparat, 2026"
    tags[ORIENTATION] = 6
    tags.get_ifd(EXIF_IFD).update(
        {
            DATE_TIME_ORIGINAL: day,
            MAKER_NOTE: b"NOTATKA-APARATU SN-BODY-4711",
            OWNER: "Wlasciciel",
            BODY_SERIAL: "SN-BODY-4711",
            LENS_SERIAL: "SN-LENS-0815",
        }
    )
    tags.get_ifd(GPS_IFD).update(
        {1: "N", 2: (50.0, 3.0, 41.0), 3: "E", 4: (19.0, 56.0, 18.0), 29: "2026:05:03"}
    )
    return tags


def dataset(record: int, number: int, value: bytes) -> bytes:
    return struct.pack(">BBBH", 0x1C, record, number, len(value)) + value


def with_iptc(jpeg: bytes, *datasets: bytes) -> bytes:
    """A JPEG with the datasets of IPTC-IIM in a Photoshop segment."""
    iptc = b"".join(datasets)
    resource = (
        b"8BIM" + struct.pack(">HHI", 0x0404, 0, len(iptc)) + iptc + b"\x00" * (len(iptc) % 2)
    )
    content = b"Photoshop 3.0\x00" + resource
    return jpeg[:2] + b"\xff\xed" + struct.pack(">H", len(content) + 2) + content + jpeg[2:]


def photo(
    file_format: str = "JPEG", size: tuple[int, int] = (640, 480), color: Any = "teal", **save: Any
) -> bytes:
    data = BytesIO()
    Pillow.new("RGB", size, color).save(data, file_format, **save)
    return data.getvalue()


def telling_photo(file_format: str = "JPEG", **options: Any) -> bytes:
    """A photo that tells everything, in EXIF and XMP."""
    return photo(file_format, exif=exif().tobytes(), xmp=XMP.encode(), **options)
