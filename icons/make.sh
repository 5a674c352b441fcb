#!/bin/sh
# Makes every icon file from the two drawings. Needs librsvg2-bin, icoutils and python3; the results are kept.
set -eu
cd "$(dirname "$0")"

for size in 16 24 32 48 64 128 256 512 1024; do
    drawing=fieldweek.svg
    if [ "$size" -le 32 ]; then drawing=fieldweek-small.svg; fi
    rsvg-convert --width "$size" --height "$size" "$drawing" --output "$size.png"
done

# Windows: bitmaps for the small sizes, as old readers want them, and a PNG for 256.
icotool --create --output icon.ico 16.png 24.png 32.png 48.png 64.png --raw=256.png

# macOS: a list of typed PNGs behind a header.
python3 - <<'PY'
from pathlib import Path

TYPES = {"icp4": 16, "icp5": 32, "icp6": 64, "ic07": 128, "ic08": 256, "ic09": 512, "ic10": 1024, "ic11": 32, "ic12": 64, "ic13": 256, "ic14": 512}
entries = b""
for kind, size in TYPES.items():
    png = Path(f"{size}.png").read_bytes()
    entries += kind.encode() + (len(png) + 8).to_bytes(4, "big") + png
Path("icon.icns").write_bytes(b"icns" + (len(entries) + 8).to_bytes(4, "big") + entries)
PY
