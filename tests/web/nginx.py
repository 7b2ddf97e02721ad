"""The proxy of ``docs/nginx.conf``, in front of the tests' server: with ports, files and a certificate of its own."""

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.embedded.waiting import free_port, wait_until

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin:/bin:/opt/homebrew/bin")
FILE = Path(__file__).parents[2] / "docs" / "nginx.conf"
SHELL = """
daemon off; pid {folder}/pid; error_log {folder}/error.log;
{user}
events {{}}
http {{
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  include {folder}/gyoryu.conf;
}}
"""


@contextmanager
def nginx(folder: Path, *, before: str) -> Iterator[tuple[int, int]]:
    """In front of the server at ``before``; the ports of http and https."""
    plain, secure = free_port(), free_port()
    _write_certificate(folder)
    (folder / "gyoryu.conf").write_text(_adapted(folder, urlsplit(before).netloc, plain, secure))
    user = "user root;" if os.geteuid() == 0 else ""  # whose folder it is
    (folder / "nginx.conf").write_text(SHELL.format(folder=folder, user=user))
    with subprocess.Popen([str(NGINX), "-p", str(folder), "-c", str(folder / "nginx.conf")]) as process:
        try:
            assert wait_until(lambda: _is_up(secure, process), seconds=10)
            yield plain, secure
        finally:
            process.terminate()


def browser(port: int, *, at: str) -> httpx.Client:
    """Somebody at the address ``at``, one of loopback's many, to whom nobody has vouched for the certificate made above."""
    transport = httpx.HTTPTransport(verify=False, local_address=at)
    return httpx.Client(transport=transport, base_url=f"https://127.0.0.1:{port}", timeout=20)


def _adapted(folder: Path, upstream: str, plain: int, secure: int) -> str:
    """What whoever installs it changes, and nothing else."""
    text = FILE.read_text()
    for old, new in (
        ("server 127.0.0.1:8000;", f"server {upstream};"),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ", f"listen 127.0.0.1:{secure} "),
        ("gyoryu.example.org", "127.0.0.1"),
        ("/etc/ssl/gyoryu", str(folder)),
        ("/var/log/nginx", str(folder)),
    ):
        assert old in text
        text = text.replace(old, new)
    return re.sub(r"\n{2,}", "\n", text)


def _is_up(port: int, process: "subprocess.Popen[bytes]") -> bool:
    assert process.poll() is None, "nginx does not take the file"
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _write_certificate(folder: Path) -> None:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    certificate = builder.not_valid_before(now).not_valid_after(now + timedelta(days=1)).sign(key, hashes.SHA256())
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
