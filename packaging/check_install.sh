#!/usr/bin/env bash
# Builds the sdist and the wheel, installs each into an environment that has nothing else, and uses
# it from another folder: the models, a picture, the studio off screen. Leaves both in dist/.
#
#     packaging/check_install.sh
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/home" "$work/elsewhere" build

build=${PYTHON:-.venv/bin/python}
rm -f dist/featherbrush-*.whl dist/featherbrush-*.tar.gz
"$build" -m build --no-isolation --outdir dist . >"$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
"$build" -m venv "$work/venv"

use() { # in the fresh environment, in another folder, as a user without settings
    (cd "$work/elsewhere" && env -u PYTHONPATH -u FEATHERBRUSH_ASSETS -u FEATHERBRUSH_DATA HOME="$work/home" \
        QT_QPA_PLATFORM=offscreen "$work/venv/bin/$1" "${@:2}")
}

check() { # WHAT FILE PIP-OPTION...
    "$work/venv/bin/pip" install --quiet --disable-pip-version-check --constraint constraints.txt "${@:3}" "$2"
    use python -c 'import importlib.util as u; assert not u.find_spec("torch"), "torch is installed"'
    local assets
    assets=$(use python -c 'from featherbrush.engine.resources import assets_dir; print(assets_dir())')
    [[ $assets == "$work/venv/"* ]] || { echo "the $1 does not use its own assets but $assets"; exit 1; }
    use featherbrush models
    use featherbrush render "$(ls "$assets"/examples/landscape/*.png | head -n 1)" -o "$work/picture.png"
    use python "$root/packaging/check_studio.py" "$root/build/studio-from-$1.png"
    echo "the $1 works without the checkout: $(du -h "$2" | cut -f1)"
}

check wheel dist/featherbrush-*.whl
check sdist dist/featherbrush-*.tar.gz --force-reinstall --no-deps
