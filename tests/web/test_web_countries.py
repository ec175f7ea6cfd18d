from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest

from tests.addresses import country, database
from wireroom.web.site.countries import Countries, reader_of

RECORDS = {
    "192.0.2.0/24": country("IT"),
    "198.51.100.0/24": country("TR"),
    "2001:db8::/32": {"country_code": "jp"},
    "203.0.113.0/25": {"country": "FR"},
    "203.0.113.128/25": {"country": {"names": {"en": "Nowhere"}}},
    "100.64.0.0/10": country("ZQ"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "country.mmdb").write_bytes(database(RECORDS))
    return tmp_path


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("192.0.2.7", "IT"),
        ("198.51.100.255", "TR"),
        ("2001:db8::1", "JP"),
        ("203.0.113.1", "FR"),
        ("203.0.113.129", ""),
        ("100.64.0.1", ""),  # a code that is none
        ("8.8.8.8", ""),
        ("2001:db9::1", ""),
    ],
)
def test_the_country_of_an_address(folder: Path, address: str, code: str) -> None:
    assert Countries(folder).of("country.mmdb", ip_address(address)) == code


def test_no_database_no_address_no_country(folder: Path) -> None:
    countries = Countries(folder)
    assert countries.of("", ip_address("192.0.2.7")) == ""
    assert countries.of("country.mmdb", None) == ""
    assert countries.of("missing.mmdb", ip_address("192.0.2.7")) == ""


def test_a_file_that_is_no_database_tells_nothing_until_it_is_one(folder: Path) -> None:
    file = folder / "country.mmdb"
    good = file.read_bytes()
    file.write_bytes(b"no database at all")
    countries = Countries(folder)
    for _ in range(2):
        assert countries.of("country.mmdb", ip_address("192.0.2.7")) == ""
    file.write_bytes(good)
    assert countries.of("country.mmdb", ip_address("192.0.2.7")) == "IT"


PROXIES = [ip_network("10.0.0.0/8"), ip_network("fd00::/8")]


@pytest.mark.parametrize(
    ("client", "forwarded", "reader"),
    [
        ("192.0.2.7", None, "192.0.2.7"),
        ("192.0.2.7", "198.51.100.1", "192.0.2.7"),  # not from a proxy: anybody can write that
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "192.0.2.9, 198.51.100.1", "198.51.100.1"),  # the reader made up the first
        ("10.0.0.1", "198.51.100.1, 10.2.0.1", "198.51.100.1"),
        ("10.0.0.1", "198.51.100.1:4711", "198.51.100.1"),
        ("fd00::1", "[2001:db8::1]:4711", "2001:db8::1"),
        ("::ffff:192.0.2.7", None, "192.0.2.7"),
        ("10.0.0.1", "unknown", None),
        ("10.0.0.1", "", None),
        ("10.0.0.1", None, "10.0.0.1"),
        ("", None, None),
    ],
)
def test_the_reader_is_whom_a_trusted_proxy_names(client: str, forwarded: str | None, reader: str | None) -> None:
    headers = [] if forwarded is None else [(b"x-forwarded-for", forwarded.encode())]
    found = reader_of((client, 1) if client else None, headers, PROXIES)
    assert found == (ip_address(reader) if reader else None)


def test_several_lines_are_read_as_one() -> None:
    headers = [(b"x-forwarded-for", b"198.51.100.1"), (b"x-forwarded-for", b"10.0.0.9")]
    assert reader_of(("10.0.0.1", 1), headers, PROXIES) == ip_address("198.51.100.1")
