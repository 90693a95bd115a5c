"""The Slack app manifest, with the address of a service in it."""

from importlib.resources import files

HOST = "https://HOST"
"""What stands in the manifest for the address of a service."""


def filled(url: str) -> str:
    """Return the manifest as YAML for a service at an address such as `https://turnabout.trust.example`.

    The address is written without a slash at its end.
    """
    return files(__package__).joinpath("slack.yaml").read_text("utf-8").replace(HOST, url)
