"""The clerk's morning in a real browser: upload, inbox, index; with and without script."""

import random
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, Route, expect

from cases.models import Case
from cases.services.intake import case_open
from cases.services.placement import PageIntake
from documents.models import Document, PartUpload, Receipt
from documents.services.part_uploads import PartGiven, upload_begin
from tests.browser.conftest import sign_in
from tests.browser.guards import PageGuard, accessibility_faults, overflows
from tests.cases.factories import House
from tests.cases.paper import PACKET
from tests.cases.people import facility, member_with_coverage, provider

KEYS = {"": "c", "request_form": "1", "flow_cytometry": "4", "genetic_report": "5"}
KEYS |= {"clinic_note": "3", "treatment_plan": "8", "lab_report": "7"}


@pytest.fixture
def house(small_server: str) -> House:
    house = House()
    house.person("intake_clerk")
    provider()
    facility()
    return house


def fax(folder: Path, name: str = "fax.tif") -> Path:
    out = BytesIO()
    Image.new("1", (600, 800), 1).save(out, "TIFF", compression="group4")
    path = folder / name
    path.write_bytes(out.getvalue())
    return path


def test_each_file_is_answered_by_itself(
    page: Page, small_server: str, guard: PageGuard, house: House, tmp_path: Path
) -> None:
    wrong = tmp_path / "notes.docx"
    wrong.write_bytes(b"PK\x03\x04 a word file")
    sign_in(page, small_server, "intake_clerk")
    page.get_by_role("link", name="Upload files").first.click()
    assert accessibility_faults(page) == []
    page.get_by_label(re.compile("^Came from")).fill("555-0100")
    page.get_by_label("Files").set_input_files([fax(tmp_path), wrong])
    rows = page.locator(".upload")
    expect(rows.nth(0)).to_contain_text("Received. Its pages are being read.")
    expect(rows.nth(1)).to_contain_text("Not received")
    expect(rows.nth(1)).to_contain_text("The file is not a PDF, TIFF, PNG or JPEG.")
    expect(page.locator("[data-upload-count]")).to_have_text("1 of 2 received, 1 not received")
    assert accessibility_faults(page) == []
    page.get_by_role("link", name="See them in the inbox").click()
    expect(page.get_by_role("cell", name=re.compile("fax.tif"))).to_be_visible()
    assert Receipt.objects.get().sender == "555-0100"


def test_a_file_too_large_is_not_even_sent(
    page: Page, small_server: str, guard: PageGuard, house: House, tmp_path: Path, settings: Any
) -> None:
    settings.DOCUMENT_MAX_BYTES = 1024 * 1024
    large = tmp_path / "large.pdf"
    large.write_bytes(b"%PDF-1.7\n" + b"0" * 1024 * 1024)
    sign_in(page, small_server, "intake_clerk")
    page.goto(f"{small_server}/intake/upload/")
    page.get_by_label("Files").set_input_files(large)
    expect(page.locator(".upload")).to_contain_text("larger than 1 MB. It was not sent.")
    assert not Receipt.objects.exists()


def long_fax(folder: Path, name: str = "fax.tif") -> Path:
    """A fax of a few hundred kilobytes, which does not go through in one piece."""
    out = BytesIO()
    noise = random.Random(7).randbytes(360_000)  # noqa: S311 - a picture, not a secret
    Image.frombytes("L", (600, 600), noise).save(out, "TIFF")
    path = folder / name
    path.write_bytes(out.getvalue())
    return path


def broken_after(page: Page, pieces: int) -> None:
    """Let some pieces through, and break the connection at every later one."""
    left = [pieces]

    def answer(route: Route) -> None:
        left[0] -= 1
        if left[0] >= 0:
            route.continue_()
        else:
            route.abort("connectionreset")

    page.route("**/intake/uploads/piece/", answer)


def test_an_upload_goes_on_where_the_connection_broke(
    page: Page, small_server: str, guard: PageGuard, house: House, tmp_path: Path, settings: Any
) -> None:
    settings.DOCUMENT_CHUNK_BYTES = 64 * 1024
    file = long_fax(tmp_path)
    sign_in(page, small_server, "intake_clerk")
    page.goto(f"{small_server}/intake/upload/")
    broken_after(page, 2)
    with guard.expecting("ERR_CONNECTION_RESET"):
        page.get_by_label("Files").set_input_files(file)
        row = page.locator(".upload").first
        expect(row).to_contain_text("The connection broke. Trying again.")
        expect(row).to_contain_text("What had come so far is kept until", timeout=20_000)
    expect(row).to_contain_text("The connection broke at 36 %.")
    assert accessibility_faults(page) == []
    assert PartUpload.objects.get().received_bytes == 128 * 1024
    page.unroute("**/intake/uploads/piece/")
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.headers.get("upload-offset", "")))
    row.get_by_role("button", name="Go on").click()
    expect(row).to_contain_text("Received.")
    assert next(offset for offset in sent if offset) == str(128 * 1024)
    assert Receipt.objects.get().document.byte_size == file.stat().st_size


def test_an_upload_goes_on_after_the_page_was_left(
    page: Page, small_server: str, guard: PageGuard, house: House, tmp_path: Path, settings: Any
) -> None:
    settings.DOCUMENT_CHUNK_BYTES = 64 * 1024
    file = long_fax(tmp_path)
    sign_in(page, small_server, "intake_clerk")
    page.goto(f"{small_server}/intake/upload/")
    broken_after(page, 3)
    with guard.expecting("ERR_CONNECTION_RESET"):
        page.get_by_label("Files").set_input_files(file)
        expect(page.locator(".upload").first).to_contain_text("is kept until", timeout=20_000)
    page.unroute("**/intake/uploads/piece/")
    page.goto(f"{small_server}/intake/upload/")
    unfinished = page.get_by_role("region", name="Not finished")
    expect(unfinished).to_contain_text("192.0\xa0KB of")
    assert accessibility_faults(page) == []
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.headers.get("upload-offset", "")))
    page.get_by_label("Files").set_input_files(file)
    expect(page.locator("[data-upload-list]")).to_contain_text("Received.")
    assert next(offset for offset in sent if offset) == str(192 * 1024)
    assert Receipt.objects.get().document.byte_size == file.stat().st_size
    page.reload()
    expect(page.get_by_role("region", name="Not finished")).to_have_count(0)


def test_an_unfinished_upload_is_thrown_away(
    plain_page: Page, small_server: str, house: House, tmp_path: Path
) -> None:
    clerk = house.person("intake_clerk")
    upload_begin(PartGiven("fax.tif", 1000), actor=clerk, now=timezone.now())
    sign_in(plain_page, small_server, "intake_clerk")
    plain_page.goto(f"{small_server}/intake/upload/")
    plain_page.get_by_role("button", name="Throw it away").click()
    expect(plain_page.get_by_text("The unfinished upload is thrown away.")).to_be_visible()
    assert not PartUpload.objects.exists()


def test_what_is_told_goes_with_every_file(
    page: Page, small_server: str, guard: PageGuard, house: House, tmp_path: Path
) -> None:
    sign_in(page, small_server, "intake_clerk")
    page.goto(f"{small_server}/intake/upload/")
    page.get_by_text("Pages announced, line dialled, or received by a delegate").click()
    page.get_by_label(re.compile("^Delegate")).fill("Prairie Utilization Partners")
    page.get_by_label("Files").set_input_files(fax(tmp_path))
    expect(page.locator(".upload").first).to_contain_text("Say when the delegate received it.")
    page.get_by_label(re.compile("^When the delegate")).fill("2026-01-02T09:00")
    page.get_by_label(re.compile("^Pages announced")).fill("12")
    assert accessibility_faults(page) == []
    page.get_by_label("Files").set_input_files([fax(tmp_path), fax(tmp_path, "b.tif")])
    expect(page.locator("[data-upload-count]")).to_have_text("2 of 3 received, 1 not received")
    found = Receipt.objects.values_list("delegate", "pages_expected", "source")
    assert set(found) == {("Prairie Utilization Partners", 12, "delegate")}


def test_upload_works_without_script(
    plain_page: Page, small_server: str, house: House, tmp_path: Path
) -> None:
    sign_in(plain_page, small_server, "intake_clerk")
    plain_page.goto(f"{small_server}/intake/upload/")
    plain_page.get_by_label("Files").set_input_files([fax(tmp_path)])
    plain_page.get_by_role("button", name="Send").click()
    expect(plain_page.get_by_text("fax.tif: Received.")).to_be_visible()


def test_the_inbox_follows_the_reading_and_announces_what_is_new(
    page: Page, small_server: str, guard: PageGuard, house: House
) -> None:
    receipt = house.receipt()
    document = Document.objects.filter(pk=receipt.document_id)
    document.update(state="reading")
    sign_in(page, small_server, "intake_clerk")
    row = page.locator(f"#receipt-{receipt.pk}")
    expect(row).to_contain_text("7 of 7 read")
    document.update(state="read")
    house.receipt()
    expect(row.get_by_text("Read", exact=True)).to_be_visible(timeout=10_000)
    expect(page.get_by_text("1 new arrival.").first).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Show").click()
    expect(page.locator("tbody tr")).to_have_count(2)


def test_a_packet_is_indexed_mostly_by_keyboard(
    page: Page, small_server: str, guard: PageGuard, house: House
) -> None:
    receipt, member = house.receipt(), member_with_coverage()
    sign_in(page, small_server, "intake_clerk")
    page.get_by_role("link", name=f"Index arrival {receipt.pk}").click()
    expect(page.locator("[data-still-open]")).to_contain_text(f"{len(PACKET)} pages")
    page.get_by_role("region", name="Picture of the page").focus()
    for paper in PACKET:
        page.keyboard.press(KEYS[paper.kind])
    expect(page.locator("[data-pages-count]")).to_have_text("7 of 7 placed")
    page.get_by_role("textbox", name="Member number").fill(member.number)
    page.get_by_label("Birth date").fill("2020-01-01")
    page.get_by_label("Birth date").press("Enter")
    expect(page.get_by_text("Birth date differs")).to_be_visible()
    expect(page.get_by_role("radio", name=member.full_name)).to_be_disabled()
    page.get_by_label("Birth date").fill(member.birth_date.isoformat())
    page.get_by_role("button", name="Find the member").click()
    page.get_by_role("radio", name=member.full_name).check()
    page.get_by_label("Requesting provider").select_option(
        label="Rosa Lindqvist MD (NPI 1999900001)"
    )
    page.get_by_label("Facility").select_option(index=1)
    page.get_by_label("Place of service").select_option(index=1)
    page.get_by_label("Expedited").check()
    page.get_by_label("Product or service").fill("Kresladi")
    page.get_by_label("HCPCS code").fill("j3590")
    expect(page.locator("[data-still-open]")).to_have_text("Ready.")
    assert accessibility_faults(page) == []
    page.get_by_role("button", name="Open the request").click()
    expect(page.get_by_text("is open and its clock runs from the arrival")).to_be_visible()
    assert Case.objects.get().member_id == member.pk


def test_pages_left_over_are_settled_by_keyboard(
    page: Page, small_server: str, guard: PageGuard, house: House
) -> None:
    receipt = house.receipt()
    intake = house.intake(receipt)
    kept = tuple(p if p.number < 6 else PageIntake(p.number, "later") for p in intake.pages)
    case_open(replace(intake, pages=kept), actor=house.person("intake_clerk"), now=house.now)
    sign_in(page, small_server, "intake_clerk")
    expect(page.get_by_text("2 pages not placed")).to_be_visible()
    page.get_by_role("link", name=f"Index arrival {receipt.pk}").click()
    expect(page.get_by_text("Still without a place: 2 pages of 7.")).to_be_visible()
    page.get_by_label("No request: settle it").check()
    page.get_by_label("Why no request comes of it").select_option("misdirected")
    page.get_by_label("Reason").fill("Meant for another plan.")
    picture = page.get_by_role("region", name="Picture of the page")
    expect(page.locator("[data-position]")).to_have_text("Page 6 of 7")
    page.locator('[data-page][data-number="1"]').click()
    expect(page.locator("[data-palette-now]")).to_have_text("placed already")
    picture.focus()
    page.keyboard.press("m")
    expect(page.locator("[data-pages-count]")).to_have_text("0 of 2 placed")
    page.locator('[data-page][data-number="6"]').click()
    picture.focus()
    page.keyboard.press("m")
    page.get_by_role("button", name="Leave it open").click()
    expect(page.locator("[data-position]")).to_have_text("Page 7 of 7")
    page.keyboard.press("m")
    page.get_by_role("button", name="Leave it open").click()
    expect(page.locator("[data-still-open]")).to_have_text("Ready.")
    assert accessibility_faults(page) == []
    page.get_by_role("button", name="Settle without a request").click()
    expect(page.get_by_text("is settled without a request")).to_be_visible()
    assert accessibility_faults(page) == []


def test_what_is_missing_is_said_first_and_the_focus_is_on_it(
    page: Page, small_server: str, guard: PageGuard, house: House
) -> None:
    receipt = house.receipt()
    sign_in(page, small_server, "intake_clerk")
    page.goto(f"{small_server}/intake/{receipt.pk}/")
    page.get_by_role("button", name="Open the request").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Member number: This is needed.").click()
    expect(page.get_by_role("textbox", name="Member number")).to_be_focused()
    assert accessibility_faults(page) == []
    assert not Case.objects.exists()


def test_the_viewer_turns_zooms_and_shows_the_text(
    page: Page, small_server: str, guard: PageGuard, house: House
) -> None:
    receipt = house.receipt()
    sign_in(page, small_server, "intake_clerk")
    page.goto(f"{small_server}/intake/{receipt.pk}/")
    picture = page.locator("[data-sheet] img")
    expect(picture).to_be_visible()
    before = picture.bounding_box()
    page.get_by_role("button", name="Larger").click()
    after = picture.bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] > before["width"] * 1.2
    page.get_by_role("button", name="Next page").click()
    page.get_by_role("button", name="Machine-read text").click()
    expect(page.get_by_role("region", name="Text of the page")).to_contain_text(
        "PRIOR AUTHORIZATION REQUEST"
    )
    assert accessibility_faults(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_clerk_s_pages_are_accessible_and_fit_a_telephone(
    page: Page, small_server: str, guard: PageGuard, house: House, scheme: Any
) -> None:
    receipt, placed = house.receipt(), house.case(prepared="no").documents.get().receipt
    page.emulate_media(color_scheme=scheme)
    sign_in(page, small_server, "intake_clerk")
    for path in ("", "upload/", f"{receipt.pk}/", f"{placed.pk}/"):
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(f"{small_server}/intake/{path}")
        assert accessibility_faults(page) == []
        page.set_viewport_size({"width": 320, "height": 700})
        assert not overflows(page), path


def test_a_page_is_indexed_without_script(
    plain_page: Page, small_server: str, house: House
) -> None:
    receipt, member = house.receipt(), member_with_coverage()
    page = plain_page
    sign_in(page, small_server, "intake_clerk")
    page.goto(f"{small_server}/intake/{receipt.pk}/")
    for number, paper in enumerate(PACKET, start=1):
        value = f"case:{paper.kind}" if paper.kind else "cover"
        page.get_by_label(f"Page {number}", exact=True).select_option(value)
    page.get_by_role("textbox", name="Member number").fill(member.number)
    page.get_by_label("Birth date").fill(member.birth_date.isoformat())
    page.get_by_label("Requesting provider").select_option(index=1)
    page.get_by_label("Facility").select_option(index=1)
    page.get_by_label("Place of service").select_option(index=1)
    page.get_by_label("Standard").check()
    page.get_by_label("Product or service").fill("Kresladi")
    page.get_by_label("HCPCS code").fill("J3590")
    page.get_by_role("button", name="Find the member").click()
    page.get_by_role("radio", name=member.full_name).check()
    page.get_by_role("button", name="Open the request").click()
    expect(page.get_by_text("is open and its clock runs from the arrival")).to_be_visible()
