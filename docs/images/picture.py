"""Cuts a picture out of a report, as a file of its own: python3 picture.py report.html generated-1 > picture.svg

The name is what the picture's aria-labelledby begins with.
"""

import pathlib
import re
import sys

page, name = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"), sys.argv[2]
picture = re.search(rf'<svg [^>]*aria-labelledby="{re.escape(name)}-title .*?</svg>', page, re.DOTALL)
if picture is None:
    names = re.findall(r'<svg [^>]*aria-labelledby="(.*?)-title ', page)
    sys.exit(f"{sys.argv[1]}: there is no picture {name}; there are {', '.join(names) or 'none'}")

# What the page's style says of colours and of pictures; the page's root is the picture's.
style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
colours = style[: style.index("* {")].replace(":root", "svg")
rules = "\n".join(line.strip() for line in style.splitlines() if line.strip().startswith("svg"))
font = "svg { font-family: system-ui, sans-serif; background: var(--card); }"
print(
    picture[0]
    .replace("<svg ", '<svg width="660" ', 1)
    .replace(">", f"><style>{colours}{rules}\n{font}</style>", 1)
)
