#!/usr/bin/env bash
# Uses the bundle as somebody has it who owns neither Python nor pip: an empty environment, another
# folder. Renders with every model, lists them, opens the studio for a few seconds off screen.
#
#     packaging/check_bundle.sh [PICTURE.png]
set -euo pipefail
cd "$(dirname "$0")/.."
bundle=$PWD/dist/featherbrush
target=$PWD/${1:-build/bundled.png}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$(dirname "$target")"
cd "$work"

use() { env -i HOME="$work" PATH= ${FEATHERBRUSH_ASSETS:+FEATHERBRUSH_ASSETS="$FEATHERBRUSH_ASSETS"} "$@"; }

unwanted=$(find "$bundle" -iname '*torch*' -o -iname '*scipy*' -not -iname '*openblas*' -o -iname 'onnx')
[[ -z $unwanted ]] || { echo "the bundle carries: $unwanted"; exit 1; }
broken=$(find "$bundle" -type l ! -exec test -e {} \; -print)
[[ -z $broken ]] || { echo "links to nothing: $broken"; exit 1; }

for text in qt pyinstaller flatbuffers numpy python; do
    [[ -d $bundle/_internal/licences/$text ]] || { echo "no licence of $text in the bundle"; exit 1; }
done
if command -v dpkg-query >/dev/null; then
    compgen -G "$bundle/_internal/licences/libglib2.0-0*/copyright" >/dev/null ||
        { echo "no licences of the system's libraries in the bundle"; exit 1; }
fi

use "$bundle/featherbrush" models
example=$(ls "${FEATHERBRUSH_ASSETS:-$bundle/_internal/assets}"/examples/landscape/*.png | head -n 1)
use "$bundle/featherbrush" render "$example" -o original.png --original
use "$bundle/featherbrush" render "$example" -o compressed.png
use "$bundle/featherbrush" render "$example" -o styled.png --style compressed.png
mv compressed.png "$target"

# Also the child process that measures memory: it must start the executable, not a second studio.
use "$bundle/featherbrush" bench --runs 1 >bench.txt

status=0
timeout=$(command -v timeout || command -v gtimeout)
"$timeout" 10 env -i HOME="$work" PATH= LC_ALL=C.UTF-8 QT_QPA_PLATFORM=offscreen \
    ${FEATHERBRUSH_ASSETS:+FEATHERBRUSH_ASSETS="$FEATHERBRUSH_ASSETS"} \
    "$bundle/featherbrush" studio 2>studio.txt || status=$?
# 124: it was still open when the time was up. Off screen Qt says that it has no size hints.
complaints=$(grep -v propagateSizeHints studio.txt || true)
[[ $status == 124 && -z $complaints ]] || { echo "the studio ended with $status:"; cat studio.txt; exit 1; }
echo "the bundle works on its own: $(du -sh "$bundle" | cut -f1)"
