#!/usr/bin/env bash
# Collects the texts of pages into the English catalogue and compiles it. Needs GNU gettext.
# Fill in every empty msgstr, then run it again: a test wants each text in both languages.
set -euo pipefail
cd "$(dirname "$0")/../src/luoshi"
export PYTHONPATH="$PWD/.." # this tree's catalogue, wherever another one is installed
DJANGO_SETTINGS_MODULE=luoshi.config.settings ../../.venv/bin/python -m django makemessages \
    --locale en --no-location --no-wrap --no-obsolete --extension html,py --ignore "*/tests/*"
../../.venv/bin/pybabel compile --domain django --directory web/locale
