#!/usr/bin/python3
"""browser: every page in Chromium: silence, no request, valid markup, contrast, keyboard, nothing overflows, paper, search.

It prints TAP.  Figures of time are remarks, never results.
"""

import datetime
import html.parser
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from chromium import Chromium  # noqa: E402

TOP = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("PM_BUILD", TOP / "build")).resolve()
ASKED = (TOP / "tests/partners/browser.js").read_text().replace("const pm =", "globalThis.pm =", 1)
VIEWS = ["items", "report", "roadmap", "board", "map", "trace", "graph", "sprint", "feedback", "rank"]
# What is made from git, and what pm-rank draws: only of the shop, which has both.
FURTHER = {"flow": "pm-render flow", "forecast": "pm-render forecast --until 2027-03-31", "changes": "pm-render changes v1..HEAD",
           "notes": "pm-render notes v1..HEAD", "report with history": "pm-render report", "timeline": "pm-render roadmap --by quarter",
           "chances": "pm-rank --samples 200 --top 5", "comparison": "pm-rank --compare rice,wsjf", "capacity": "pm-rank --capacity 40"}
WIDTHS = [360, 768, 1280, 1440]
A4 = 688  # 210 mm without the margins of the page, in pixels of CSS

results = []


def result(good, name, wrong=()):
    results.append(good)
    print("%s %d - %s" % ("ok" if good else "not ok", len(results), name), flush=True)
    for line in list(wrong)[:8]:
        print("#   " + str(line).replace("\n", " ")[:200])


def clean(name, wrong):
    result(not wrong, name, wrong)


class Strict(html.parser.HTMLParser):
    """Every element is closed where it must be, and nothing needs a browser's mercy."""

    VOID = {"meta", "link", "input", "br", "hr", "img"}

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.wrong, self.count = [], [], 0
        self.feed(text)
        self.close()
        if self.open:
            self.wrong.append("never closed: %s" % self.open)

    def handle_starttag(self, tag, attributes):
        self.count += 1
        names = [name for name, value in attributes]
        if len(names) != len(set(names)):
            self.wrong.append("an attribute twice: %s" % self.get_starttag_text())
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.count += 1

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append("</%s> closes nothing, line %d" % (tag, self.getpos()[0]))


def write(arguments, path, folder=None):
    with open(path, "wb") as file:
        done = subprocess.run(arguments, stdout=file, stderr=subprocess.PIPE, cwd=folder, env=dict(os.environ, SOURCE_DATE_EPOCH="1795305600"))
    return done.returncode, done.stderr.decode()


def check_markup(name, page, path):
    strict = Strict(path.read_text())
    elements = page.run("document.querySelectorAll('*').length - document.querySelectorAll('th button').length")
    if elements != strict.count:
        strict.wrong.append("%d elements were written, the browser sees %d" % (strict.count, elements))
    clean(name + ": valid markup", strict.wrong)


def check_keyboard(name, page):
    stops, wrong, seen = page.run("pm.stops()"), [], None
    for _ in range(min(stops, 400)):
        page.key("Tab", number=9)
        seen = page.run("pm.stop()")
        if seen["body"] or not seen["seen"]:
            wrong.append("no focus to be seen: " + seen["name"])
    if seen and seen["count"] < min(stops, 400):
        wrong.append("reached %d of %d" % (seen["count"], stops))
    clean(name + ": the keyboard reaches everything, visibly", wrong)


def check_page(browser, name, path, keyboard=True):
    page = browser.page(width=WIDTHS[-1])
    page.open(path.as_uri())
    page.run(ASKED)
    check_markup(name, page, path)
    clean(name + ": structure and words", page.run("pm.structure()"))
    clean(name + ": contrast in the light", page.run("pm.contrast(4.5)"))
    for width in WIDTHS:
        page.size(width, 900)
        clean("%s: nothing overflows at %d" % (name, width), page.run("pm.overflow()"))
    if keyboard:
        check_keyboard(name, page)
    page.size(A4, 900)
    page.call("Emulation.setEmulatedMedia", media="print")
    clean(name + ": nothing is cut on A4", page.run("pm.cut()"))
    clean(name + ": contrast on paper", page.run("pm.contrast(4.5)"))
    result(page.pdf()[:5] == b"%PDF-", name + ": prints")
    clean(name + ": silence", page.said())
    clean(name + ": no request", page.requests())
    page.close()
    page = browser.page(dark=True)
    page.open(path.as_uri())
    page.run(ASKED)
    clean(name + ": contrast in the dark", page.run("pm.contrast(4.5)"))
    page.close()


# Without script the page says the same, and offers nothing that does not work.
def check_without_script(browser, name, path):
    page = browser.page(script=False)
    page.open(path.as_uri())
    page.run(ASKED)
    wrong = page.run("pm.all('form,button').filter(pm.shown).map(pm.name)")
    clean(name + ": without script nothing is offered that needs it", wrong)
    result(page.run("pm.all('details summary').length == 0 || (pm.all('details')[0].open = true, pm.shown(pm.all('details table')[0]))"),
           name + ": without script the numbers open")
    page.close()


FIND = """(words => { const box = document.querySelector('#_find'), seen = {writes: 0};
    const watch = new MutationObserver(list => seen.writes += list.filter(m => m.target.matches('tr,li')).length);
    watch.observe(document.querySelector('main'), {attributes: true, attributeFilter: ['hidden'], subtree: true});
    const start = performance.now(); box.value = words; box.dispatchEvent(new Event('input'));
    return new Promise(done => requestAnimationFrame(() => setTimeout(() => {
        document.body.offsetHeight; const ms = performance.now() - start; let count = -1;
        const settle = () => { const shown = pm.all('tbody tr:not([hidden])').filter(e => !e.closest('details')).length;
            if (shown !== count) { count = shown; return setTimeout(settle, 200); }
            watch.disconnect();
            done({writes: seen.writes, ms, said: document.querySelector('.find output').textContent, shown}); };
        settle(); }))); })(%s)"""


def check_search(browser, work):
    backlog = work / "BACKLOG.md"
    with open(backlog, "w") as file:
        file.write("# Backlog\n")
        for i in range(10000):
            file.write("\n## BIG-%d Pay by %s at till %d\n\n- Status: %s\n- Estimate: %d\n"
                       % (i, "card" if i % 3 else "watch", i % 17, "ready" if i % 2 else "done", i % 8 + 1))
    path = work / "big.html"
    write([str(BUILD / "pm-render"), "items", "-f", "html"], path, work)
    page = browser.page()
    start = time.monotonic()
    page.open(path.as_uri())
    opened = time.monotonic() - start
    page.run(ASKED)
    first = page.run(FIND % json.dumps("watch"))
    result(first["shown"] == 3334, "10,000 items: search shows what has the word", [first])
    result(first["writes"] == 6666, "10,000 items: what is hidden is touched once, the rest not at all", [first])
    result(first["said"] == "3334 of 10000", "10,000 items: search says how many", [first])
    more = page.run(FIND % json.dumps("watch 9999"))
    result(more["shown"] == 1 and more["writes"] == 3333, "10,000 items: a further word touches only what is left", [more])
    back = page.run(FIND % json.dumps(""))
    result(back["shown"] == 10000 and back["said"] == "", "10,000 items: an empty search shows all", [back])
    sort = page.run("""(() => { const start = performance.now(), h = pm.all('thead th')[3]; h.querySelector('button').click();
        document.body.offsetHeight; const rows = pm.all('tbody tr');
        return {ms: performance.now() - start, sort: h.getAttribute('aria-sort'), first: rows[0].cells[3].textContent}; })()""")
    result(sort["sort"] == "ascending" and sort["first"] == "Pay by card at till 0", "10,000 items: a column's head sorts", [sort])
    print("# 10,000 items: opened in %d ms, searched in %d, %d and %d ms, sorted in %d ms"
          % (opened * 1000, first["ms"], more["ms"], back["ms"], sort["ms"]))
    clean("10,000 items: silence", page.said())
    page.close()


HOSTILE = [
    "<script>document.title='pwned';window.pwned=1</script>", "\"><img src=x onerror=window.pwned=1>", "<svg onload=window.pwned=1>",
    "</title></style></script><h1>out</h1>", "[a](javascript:window.pwned=1)", "![a](https://example.invalid/x.png)",
    "<iframe src=https://example.invalid></iframe>", "&lt;b&gt; &amp; &#x3c;script&#x3e;", "a\u202egnp.exe\u2066", "\u05d0\u05d1\u05d2 right to left \u0627\u0628",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 emoji \U0001f1e7\U0001f1ea", "control \x1b[31m \x07 \x00 \x9b", "`code` **bold** | pipe | @everyone #1",
    "\u6f22\u5b57" * 40, "x" * 10000, "=HYPERLINK(\"https://example.invalid\")", "]]> <!-- --> <?xml ?>", "\\\\ \" ' ` ${window.pwned=1}",
]


def write_hostile(folder):
    names = ["Hostile %d " % i + text for i, text in enumerate(HOSTILE)]
    with open(folder / "BACKLOG.md", "w", encoding="utf-8") as file:
        file.write("# Backlog\n\n## Vision\n\n" + "\n\n".join(HOSTILE) + "\n")
        for i, text in enumerate(names):
            file.write("\n## BAD-%d %s\n\n- Status: %s\n- Owner: %s\n- Goal: G-1\n- Estimate: %d\n- Release: v1\n- Due: 2026-12-%02d\n"
                       "- Depends on: BAD-%d\n- Sprint: 1\n\n**As a** %s, **I want** %s **so that** %s.\n\n**Acceptance criteria**\n\n- [ ] %s\n"
                       % (i, text, ["ready", "in progress", "done"][i % 3], HOSTILE[i], i % 8 + 1, i + 1, max(0, i - 1), text, text, text, text))
        file.write("\n## FB-1 %s\n\n- From: %s\n- About: BAD-1\n" % (HOSTILE[0], HOSTILE[1]))
    with open(folder / "ROADMAP.md", "w", encoding="utf-8") as file:
        file.write("# Roadmap\n\n## Goals\n\n### G-1 %s\n\n- Metric: %s\n- Target: 30%%\n- Share: 50%%\n\n## Now\n\n### R-1 %s\n\n- Goal: G-1\n"
                   % (HOSTILE[0], HOSTILE[1], HOSTILE[2]))


def check_hostile(browser, work):
    folder = work / "hostile"
    folder.mkdir()
    write_hostile(folder)
    for view in VIEWS[:10]:
        path = work / ("hostile-%s.html" % view)
        write([str(BUILD / "pm-render"), view, "-f", "html"], path, folder)
        page = browser.page(width=768)
        page.open(path.as_uri())
        page.run(ASKED)
        name = "hostile %s" % view
        check_markup(name, page, path)
        clean(name + ": structure and words", page.run("pm.structure()"))
        clean(name + ": nothing overflows", page.run("pm.overflow()"))
        wrong = page.run("""[...(window.pwned ? ['a script ran'] : []), ...pm.all('script').slice(1).map(pm.name),
            ...pm.all('img,iframe,object,embed,base,form:not(.find)').map(pm.name),
            ...pm.all('*').filter(e => [...e.attributes].some(a => /^on/.test(a.name) || /^\\s*javascript:/i.test(a.value))).map(pm.name),
            ...(/[\\u202a-\\u202e\\u2066-\\u2069\\x00-\\x08\\x0e-\\x1f]/.test(document.body.textContent) ? ['a control is sent'] : [])]""")
        clean(name + ": nothing was injected", wrong)
        clean(name + ": silence", page.said())
        clean(name + ": no request", page.requests())
        page.close()


def make_repository(work):
    """The shop with half a year of history, for what is made from git: before the last state, other work came in, was begun and
    became done week by week."""
    folder = work / "shop"
    shutil.copytree(TOP / "examples/shop", folder, ignore=shutil.ignore_patterns("expected"))
    git = ["git", "-C", str(folder), "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run(git + ["init", "-q"], check=True)
    backlog = (folder / "BACKLOG.md").read_text()
    weeks, day = 26, datetime.date(2026, 5, 22)
    for week in range(weeks + 1):
        with open(folder / "BACKLOG.md", "w") as file:
            file.write(backlog)
            for i in range(week * 2 + 4):
                age = week * 2 + 4 - i
                file.write("\n## WEB-%d Sell thing %d on the web\n\n- Status: %s\n- Estimate: %d\n- Release note: Thing %d is sold on the web\n"
                           % (i, i, "done" if age > 6 + i % 3 else "in progress" if age > 2 + i % 2 else "ready", i % 5 + 1, i))
        date = (day + datetime.timedelta(7 * week)).isoformat() + "T12:00:00Z"
        subprocess.run(git + ["add", "-A"], check=True)
        subprocess.run(git + ["commit", "-q", "-m", "Week %d" % week], check=True,
                       env=dict(os.environ, GIT_AUTHOR_DATE=date, GIT_COMMITTER_DATE=date))
        if week == weeks - 8:
            subprocess.run(git + ["tag", "v1"], check=True)
    return folder


def check_further(browser, shop, work):
    for name, words in FURTHER.items():
        program, *arguments = words.split()
        path = work / (name.replace(" ", "-") + ".html")
        status, said = write([str(BUILD / program)] + arguments + ["-f", "html", "--today", "2026-11-22"], path, shop)
        result(status == 0 and path.stat().st_size > 0, "%s is made" % name, [status, said])
        if path.stat().st_size > 0:
            check_page(browser, "shop " + name, path)


def main():
    work = pathlib.Path(tempfile.mkdtemp(prefix="pm-browser."))
    browser = None
    try:
        for program in ("chromium", "git"):
            if not shutil.which(program):
                result(False, program + " is not installed: make deps-all")
                return
        browser = Chromium(str(work / "profile"))
        gallery = work / "gallery.html"
        write([str(BUILD / "tests/unit/test_pictures"), "html"], gallery)
        check_page(browser, "gallery", gallery)
        check_without_script(browser, "gallery", gallery)
        for example in ("shop", "backlog-md", "small"):
            for view in VIEWS:
                folder = TOP / "examples" / example
                path = work / ("%s-%s.html" % (example, view))
                status, said = write([str(BUILD / "pm-render"), view, "-f", "html", "--today", "2026-11-22"], path, folder)
                if path.stat().st_size == 0 and status == 2:
                    print("# %s has no %s: %s" % (example, view, said.strip()))
                    continue
                check_page(browser, "%s %s" % (example, view), path, keyboard=example == "shop")
        check_further(browser, make_repository(work), work)
        check_search(browser, work)
        check_hostile(browser, work)
    finally:
        if browser:
            browser.close()
        shutil.rmtree(work, ignore_errors=True)
        print("1..%d" % len(results))


main()
sys.exit(0 if all(results) else 1)
