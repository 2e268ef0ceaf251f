"""The report of pumpctl jig: its signature, and the page beside it."""

import json

import pytest

from tests.tools.jig_rehearsal import ORDER, Jigged


@pytest.fixture
def failed(monkeypatch, tmp_path):
    """One whose label bears markup."""
    jig = Jigged(monkeypatch, tmp_path, label="<script>")
    jig.enrol()
    assert jig().exit_code == 1
    return jig


def canonical(held):
    return json.dumps(held, sort_keys=True, separators=(",", ":")) + "\n"


def test_a_report_that_is_changed_by_one_byte_is_refused(failed):
    data = failed.file.read_bytes()
    changed = failed.folder / "changed.json"
    for at in range(0, len(data), 61):
        changed.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert failed.verified(changed).exit_code in (1, 2), at  # 2: no key of that serial number
    for other in (data[:-1], data + b"\n", data.replace(b'"FAIL"', b'"PASS"'), b"{}", b"", b"\xff"):
        changed.write_bytes(other)
        assert failed.verified(changed).exit_code == 1
    changed.write_bytes(data)
    done = failed.verified(changed)
    assert done.exit_code == 0 and f"{failed.serial}: FAIL, as it was signed" in done.stdout


@pytest.mark.parametrize("change", [{"key": "NONE", "hmac": ""}, {"key": "PUBLISHED"}])
def test_a_signature_that_is_taken_away_or_said_to_be_another(failed, change):
    held = json.loads(failed.file.read_bytes())
    failed.file.write_text(canonical(held | {"signature": held["signature"] | change}))
    assert failed.verified().exit_code == 1


def test_another_board_has_another_key(failed):
    held = json.loads(failed.file.read_bytes())
    held["report"]["pump"]["serial"] = "C20-000999"
    failed.file.write_text(canonical(held))
    done = failed.verified()
    assert done.exit_code == 2 and "has no SERVICE key of C20-000999" in done.stderr


def test_a_file_that_is_not_there(failed):
    assert failed.verified(failed.folder / "none.json").exit_code == 2


def test_the_page_says_the_same_and_holds_nobodys_markup(failed):
    page = next(failed.folder.glob("jig-*.html")).read_text()
    assert "<script>" not in page and "&lt;script&gt;" in page
    signature = json.loads(failed.file.read_bytes())["signature"]["hmac"]
    assert len(signature) == 64 and signature in page
    assert page.count("<tr>") == 1 + len(ORDER)
    assert f"Production test of {failed.serial}: FAIL" in page
