"""The HTTP client of ``./mado models``: proxies, certificates, and the mirror of an office."""

from __future__ import annotations

import ssl

import certifi
import httpx

from madoguchi.models.errors import ModelError
from madoguchi.settings import ModelsSettings

_TIMEOUT = httpx.Timeout(30.0, read=60.0)
_REDIRECTS = 5


def client(settings: ModelsSettings) -> httpx.Client:
    """A client that goes by the proxy of the settings, else by ``HTTPS_PROXY`` and ``NO_PROXY``.

    It trusts the system's certificates, so that an office's own authority works, and certifi's.
    """
    trusted = ssl.create_default_context()
    trusted.load_verify_locations(certifi.where())
    proxy = settings.proxy_url.get_secret_value() if settings.proxy_url else None
    try:
        return httpx.Client(
            proxy=proxy,
            verify=trusted,
            timeout=_TIMEOUT,
            follow_redirects=True,
            max_redirects=_REDIRECTS,
            headers={"User-Agent": "madoguchi-models", "Accept-Encoding": "identity"},
        )
    except (ValueError, ImportError):
        raise ModelError(
            "bad-proxy",
            "MADOGUCHI_MODELS__PROXY_URL, or HTTPS_PROXY, is no address of a proxy: it must look "
            "like http://proxy.example.lg.jp:8080.",
        ) from None


def mirrored(name: str, urls: tuple[str, ...], settings: ModelsSettings) -> tuple[str, ...]:
    """Where to get a file: where there is a mirror, from it alone, under the file's own name."""
    if settings.mirror_url is None:
        return urls
    return (f"{str(settings.mirror_url).rstrip('/')}/{name}",)
