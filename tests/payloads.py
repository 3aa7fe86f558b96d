"""Texts that would be more than text somewhere: markup, script, template, formula, command.

What runs of them sets `fired` on its window; tests/test_payloads.py listens. A test of another
place where text can appear takes them from here.
"""

from __future__ import annotations

# Every one may stand in a record: a name, a quote of at most twelve words, a value.
PAYLOADS = [
    "{{ 7*7 }}",
    "{% if 1 %}x{% endif %}",
    "{# x #}",
    "${window.fired=1}",
    "`+(window.fired=1)+`",
    "<img src=x onerror=window.top.fired=1>",
    "<script>window.top.fired=1</script>",
    "</script><script>window.top.fired=1</script>",
    "<svg onload=window.top.fired=1>",
    "<iframe srcdoc='<script>top.fired=1</script>'></iframe>",
    "'\"><b onmouseover=window.top.fired=1>",
    "C:\\users\\u0041",
    "[x](javascript:window.fired=1)",
    "![x](http://198.51.100.7/x.png)",
    "javascript:window.fired=1",
    "</div></div></template><h1>x",
    "<style>*{display:none}</style>",
    "&lt;b&gt; &amp; &#123;",
    "\\x3cimg src=x onerror=window.fired=1\\x3e",
    ":material/home: :red[x] $x^2$",
    "<img src=x onerror=fired=1>",
    "</textarea></select></title><svg onload=fired=1>",
    '" autofocus onfocus=fired=1 x="',
    "' style='background:url(//198.51.100.7/x)' x='",
    "}</style><style>@import '//198.51.100.7/x';",
    "<math><mtext><mglyph><style></math><img src=x onerror=fired=1>",
    "--><!-- x <![CDATA[ ]]>",
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>&e;',
    "<a href=' javascript:fired=1' target=_top>x</a>",
    "%3Cscript%3Efired=1%3C/script%3E",
    "=HYPERLINK(\"http://198.51.100.7\",'x')",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "$\\frac{1}{0}$ \\input{/etc/passwd}",
    "**x** ~~x~~ # x <https://198.51.100.7>",
    "a\u200bb\u200dc\ufeffd",
    "שלום <b> عربي",
]

# No record takes these, and says so; an address or the name of a file can hold all but the last.
REFUSED = [
    "a\x1b[2J\x1b]0;x\x07b",
    "a\x9b31mb",
    "a\u202eb",
    "a\u2066b",
    "a\u2028fired=1",
    "a\nb",
    "a\x7fb",
    "a\x00b",
]
