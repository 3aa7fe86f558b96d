"""Snapshots in the hands of other programs: signed, given metadata, packed anew; and old ones."""

from __future__ import annotations

import base64
import io
import json
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import c2pa
import pytest
from click.testing import CliRunner, Result
from PIL import Image, PngImagePlugin

from layers.cli import main
from layers.snapshot import SnapshotError, snapshot_of
from layers.snapshot.files import as_made, inspect, make, reopen
from layers.snapshot.formats import SILENT
from layers.snapshot.provenance import edition_shown
from layers.snapshot.seal import SAYS
from layers.snapshot.snapshot import Snapshot
from layers.story import load_story
from layers.view import default_view
from tests.small_story import small_story

OLD = Path(__file__).parent / "old_files"
MIME = {"png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf"}
PNG = b"\x89PNG\r\n\x1a\n"
EXTENSIONS = """
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
[newsroom]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = emailProtection
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
"""
ACTION = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation"  # a name, never fetched


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """A snapshot of the small story."""
    story = load_story(small_story(tmp_path_factory.mktemp("ossa") / "story"))
    return snapshot_of(story, default_view(story))


@pytest.fixture(scope="module")
def files(snapshot: Snapshot) -> dict[str, bytes]:
    """It as pictures."""
    return {suffix: make(snapshot, suffix, (400, 300), 96) for suffix in MIME}


def run(*args: str) -> Result:
    """The command."""
    return CliRunner().invoke(main, args)


# Signed

OPENSSL = (
    "openssl ecparam -name prime256v1 -genkey -noout -out ca.key",
    "openssl req -x509 -new -key ca.key -subj /CN=Root -config c -extensions authority -out ca",
    "openssl ecparam -name prime256v1 -genkey -noout -out raw.key",
    "openssl pkcs8 -topk8 -nocrypt -in raw.key -out key",
    "openssl req -new -key key -subj /O=Test/CN=Newsroom -config c -out request",
    "openssl x509 -req -in request -CA ca -CAkey ca.key -CAcreateserial -extfile c "
    "-extensions newsroom -out cert",
)


@pytest.fixture(scope="module")
def signed(files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The pictures, signed by c2pa-python with certificates that openssl has just made."""
    folder = tmp_path_factory.mktemp("keys")
    (folder / "c").write_text(EXTENSIONS)
    for line in OPENSSL:
        subprocess.run(line.split(), cwd=folder, check=True, capture_output=True)
    chain = (folder / "cert").read_bytes() + (folder / "ca").read_bytes()
    info = c2pa.C2paSignerInfo(
        alg=b"es256", sign_cert=chain, private_key=(folder / "key").read_bytes(), ta_url=None
    )
    action = {"action": "c2pa.created", "digitalSourceType": ACTION}
    made = {}
    for suffix, content in files.items():
        manifest: dict[str, Any] = {
            "claim_generator_info": [{"name": "test", "version": "1"}],
            "format": MIME[suffix],
            "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [action]}}],
        }
        out = io.BytesIO()
        with c2pa.Signer.from_info(info) as signer, c2pa.Builder(manifest) as builder:
            builder.sign(signer, MIME[suffix], io.BytesIO(content), out)
        made[suffix] = out.getvalue()
    return made


@pytest.mark.parametrize("suffix", MIME)
def test_a_signed_file_tells_what_it_told(
    snapshot: Snapshot, files: dict[str, bytes], signed: dict[str, bytes], suffix: str
) -> None:
    """Claims and view as before, and the signature holds."""
    with c2pa.Reader(MIME[suffix], io.BytesIO(signed[suffix])) as reader:
        assert json.loads(reader.json())["validation_state"] == "Valid"
    found = inspect(signed[suffix])
    assert found == inspect(files[suffix])
    assert found.edition == edition_shown(snapshot)
    assert reopen(snapshot.story, found).view == snapshot.view


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_a_signature_breaks_no_seal(signed: dict[str, bytes], tmp_path: Path, suffix: str) -> None:
    """And is said; in a JSON of its own, too."""
    file = tmp_path / f"signed.{suffix}"
    file.write_bytes(signed[suffix])
    told = run("inspect", str(file))
    assert (told.exit_code, told.stderr) == (0, f"{SAYS['signature']}\n")
    said = json.loads(told.stdout)
    assert (said["intact"], said["added"]) == (True, "signature")


def test_a_pdf_that_was_written_anew_to_be_signed_is_not_said_to_be_as_it_was(
    files: dict[str, bytes], signed: dict[str, bytes]
) -> None:
    """The signing program writes every object anew, and nothing proves that none was changed."""
    assert as_made(signed["pdf"], inspect(files["pdf"])) is False


@pytest.mark.parametrize("suffix", MIME)
def test_a_flipped_byte_of_ours_is_found_beside_a_signature(
    signed: dict[str, bytes], suffix: str
) -> None:
    """Wherever it is, every hundredth place from the first to the last."""
    content = signed[suffix]
    manifest = range(0)
    if suffix == "png":
        start = content.index(b"caBX")
        manifest = range(start - 4, start + 8 + int.from_bytes(content[start - 4 : start]))
    elif suffix == "svg":
        manifest = range(content.index(b"<c2pa:manifest>"), content.index(b"</c2pa:manifest>"))
    for at in range(0, len(content), max(len(content) // 100, 1)):
        if at in manifest:
            continue
        changed = bytearray(content)
        changed[at] ^= 1
        try:
            found = inspect(bytes(changed))
        except SnapshotError:
            continue
        assert as_made(bytes(changed), found) is False, at


# Metadata of others


def chunk(kind: bytes, body: bytes) -> bytes:
    """A chunk of a PNG."""
    return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)


def behind_header(content: bytes, *chunks: bytes) -> bytes:
    """A PNG with more chunks behind its first."""
    return content[:33] + b"".join(chunks) + content[33:]


@pytest.mark.parametrize(
    ("added", "state"),
    [
        (chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x/>"), "metadata"),
        (chunk(b"tIME", bytes(7)), "metadata"),
        (chunk(b"tEXt", b"Comment\0seen"), "metadata"),
        (chunk(b"caBX", b"what is no manifest"), "signature"),
        (chunk(b"gAMA", bytes(4)), False),  # changes what is seen
        (chunk(b"eXIf", b"MM\0*"), False),  # may turn it
        (chunk(b"acTL", bytes(8)), False),  # would show other pictures
    ],
)
def test_only_what_nobody_draws_may_stand_beside_a_png(
    files: dict[str, bytes], added: bytes, state: object
) -> None:
    """Whatever it is, the provenance is read."""
    content = behind_header(files["png"], added)
    found = inspect(content)
    assert found == inspect(files["png"])
    assert as_made(content, found) == state


def test_a_second_provenance_does_not_pass_for_ours(files: dict[str, bytes]) -> None:
    """Put before the first one it breaks the seal."""
    other = chunk(b"tEXt", b"provenance\0{}")
    with pytest.raises(SnapshotError):
        inspect(behind_header(files["png"], other))


def test_a_png_that_was_packed_anew_without_loss_is_read(files: dict[str, bytes]) -> None:
    """An optimiser writes the same pixels in fewer bytes; it is said not to be as it was made."""
    with Image.open(io.BytesIO(files["png"])) as image:
        notes = PngImagePlugin.PngInfo()
        for name, text in image.text.items():  # type: ignore[attr-defined]
            notes.add_itxt(name, text, zip=True)
        out = io.BytesIO()
        image.save(out, "PNG", optimize=True, pnginfo=notes)
        with Image.open(io.BytesIO(out.getvalue())) as packed:
            assert packed.tobytes() == image.tobytes()
    found = inspect(out.getvalue())
    assert found == inspect(files["png"])
    assert as_made(out.getvalue(), found) is False


RDF = b'<rdf:RDF xmlns:rdf="urn:r"><rdf:li>a title</rdf:li></rdf:RDF>'


@pytest.mark.parametrize(
    "put",
    [
        lambda svg: svg.replace(b'<metadata id="provenance">', b'<metadata id="provenance">' + RDF),
        lambda svg: svg.replace(b"</metadata>", RDF + b"\n</metadata>"),
        lambda svg: svg.replace(b" <metadata", b" <metadata>" + RDF + b"</metadata>\n <metadata"),
        lambda svg: svg.replace(b"</svg>", b"<metadata>" + RDF + b"</metadata></svg>"),
    ],
)
def test_an_svg_with_metadata_of_others_is_read(
    files: dict[str, bytes], put: Callable[[bytes], bytes]
) -> None:
    """Within ours, before it and behind it; and it is said not to be as it was made."""
    content = put(files["svg"])
    assert content != files["svg"]
    found = inspect(content)
    assert found == inspect(files["svg"])
    assert as_made(content, found) is False


@pytest.mark.parametrize(
    "inside", [b"<g/>", b"<script>1</script>", b"&lt;", b"<!-- -->", b"\xc3\xa9"]
)
def test_only_a_manifest_passes_for_a_signature(files: dict[str, bytes], inside: bytes) -> None:
    """Base64 and nothing else."""
    element = b"<c2pa:manifest>" + inside + b"</c2pa:manifest>"
    content = files["svg"].replace(b"</metadata>", element + b"</metadata>")
    content = content.replace(b"<svg ", b'<svg xmlns:c2pa="http://c2pa.org/manifest" ')
    assert as_made(content, inspect(files["svg"])) is False


# Before files had whole records


@pytest.mark.parametrize("suffix", ["png", "svg", "geojson", "kml"])
def test_a_file_of_0_3_0_opens(snapshot: Snapshot, suffix: str) -> None:
    """Made by that version: its view is there, and that it has no records is said."""
    file = OLD / f"ossa-0.3.0.{suffix}"
    found = inspect(file.read_bytes())
    assert reopen(snapshot.story, found).view == snapshot.view
    assert as_made(file.read_bytes(), found) is True
    assert found.edition.claims == dict.fromkeys(c.key for c in snapshot.claims)
    told = run("inspect", str(file), "--claims")
    assert json.loads(told.stdout)["records"] is None
    assert told.stderr == "The file, of tumen-map 0.3.0, has no records of its claims.\n"


@pytest.mark.parametrize("suffix", SILENT)
def test_a_format_without_room_for_records_says_so(
    snapshot: Snapshot, tmp_path: Path, suffix: str
) -> None:
    """And names the formats that have none."""
    file = tmp_path / f"map.{suffix}"
    file.write_bytes(make(snapshot, suffix))
    told = run("inspect", str(file), "--claims")
    assert told.exit_code == 1
    assert f"its format has no place for it ({', '.join(SILENT)})" in told.stderr


def test_records_that_are_no_records_are_refused(snapshot: Snapshot) -> None:
    """Damaged, too large, or of a later format; never a traceback."""
    whole = inspect(make(snapshot, "geojson"))
    right = whole.edition.json
    east = {**next(iter(right["features"].values())), "lon": "east"}
    wrong = ({"features": {"a": east}}, {"findings": {"a": {"status": 1}}}, {"names": {"a": []}})
    texts = [json.dumps(right | each).encode() for each in wrong]
    texts += [b"[]", b"{}", b"{", b'{"claims": [{"id": "x"}]}', b" " * 60_000_000]
    for text in ("", "!", "AAAA", *(base64.b64encode(zlib.compress(t)).decode() for t in texts)):
        broken = type(whole)(whole.fields | {"records": text})
        with pytest.raises(SnapshotError, match="cannot be read: they are damaged, or of a later"):
            _ = broken.edition
