#!/bin/sh
# What draws the cards of Teams in a browser, for the tests: two packages of npm, pinned with their hashes.
# Quiet, and does nothing when they are there already.
set -eu

cd "$(dirname "$0")/../tests/browser/cards"

if [ node_modules/.package-lock.json -nt package-lock.json ]; then
  exit 0
fi
if ! command -v npm >/dev/null 2>&1; then
  echo "There is no npm, so the tests that draw cards will say that they did not run." >&2
  exit 0
fi
if ! npm ci --silent --no-progress >/dev/null; then
  echo "The card renderer could not be installed, so the tests that draw cards will say that they did not run." >&2
fi
