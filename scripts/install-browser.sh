#!/bin/sh
# A browser for the tests of the rehearsal page: Debian's where this may install it, else Playwright's own.
# Quiet, and does nothing when there is one already.
set -eu

playwright() { "${PYTHON:-.venv/bin/python}" -m playwright "$@"; }

has_browser() {
  command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 ||
    ls "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}"/chromium* >/dev/null 2>&1
}

if has_browser; then
  exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  export DEBIAN_FRONTEND=noninteractive
  if apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends chromium >/dev/null; then
    exit 0
  fi
fi
if ! playwright install chromium >/dev/null; then
  echo "No browser could be installed, so the page's tests will say that they did not run." >&2
fi
