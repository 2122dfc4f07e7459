#!/usr/bin/python3
"""page: what a page costs a browser, as ratios to plain text of the same size that is opened in turn with it.

    page.py ROUNDS NAME=FILE.html ...

Prints the rows that tests/bench/run prints: seconds, baseline, ratio, goal, MiB (of the page).  Searching has no baseline: its goal
is what a person does not notice, a tenth of a second.
"""

import json
import os
import pathlib
import shutil
import statistics
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "partners"))
from chromium import Chromium  # noqa: E402

OPEN, NOTICED = 3.0, 0.1
SEARCHES = [("the first word", "card"), ("a further word", "card phone"), ("nothing again", "")]
SEARCH = """(words => { const box = document.querySelector('#_find'), start = performance.now();
    box.value = words; box.dispatchEvent(new Event('input'));
    return new Promise(done => requestAnimationFrame(() => setTimeout(() => {
        document.body.offsetHeight; done((performance.now() - start) / 1000); }))); })(%s)"""
SORT = """(() => { const start = performance.now(); document.querySelectorAll('thead th button')[%d].click();
    document.body.offsetHeight; return (performance.now() - start) / 1000; })()"""


def plain(path, size):
    """Paragraphs of words, as many bytes as the page."""
    line = "<p>%s</p>\n" % " ".join(["ordinary words of a plain page"] * 4)
    path.write_text("<!DOCTYPE html><html lang=en><meta charset=utf-8><title>Plain</title>\n" + line * (size // len(line)))


def opened(browser, path):
    """Seconds until it is loaded, laid out and drawn."""
    page = browser.page()
    start = time.monotonic()
    page.open(path.as_uri())
    page.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))")
    seconds = time.monotonic() - start
    return page, seconds


def row(name, seconds, baseline, ratio, goal, size):
    figures = "%9.3f %9s %7s" % (seconds, "%.3f" % baseline if baseline else "", "%.2f" % ratio if ratio else "")
    held = "%7.2f %-5s" % (goal, "holds" if (ratio or seconds) <= goal else "OVER") if goal else " " * 13
    print("%-46s %s %s %7s" % (name, figures, held, "%.1f" % size if size else ""), flush=True)


def measure(browser, name, path, rounds, work):
    size = path.stat().st_size
    simple = work / "plain.html"
    plain(simple, size)
    times, bases, found = [], [], {}
    for _ in range(rounds + 1):  # the first does not count
        for target, list_of in ((path, times), (simple, bases)):
            page, seconds = opened(browser, target)
            list_of.append(seconds)
            if target == path and page.run("!!document.querySelector('.find')"):
                for what, words in SEARCHES:
                    found.setdefault(what, []).append(page.run(SEARCH % json.dumps(words)))
                found.setdefault("sorted", []).append(page.run(SORT % 0))
            page.close()
    times, bases = times[1:], bases[1:]
    row("opening " + name, statistics.median(times), statistics.median(bases),
        statistics.median(a / b for a, b in zip(times, bases)), OPEN, size / 1048576)
    for what, seconds in found.items():
        row("  " + (what if what == "sorted" else "searched: " + what), statistics.median(seconds[1:]), None, None,
            None if what == "sorted" else NOTICED, None)


def main():
    if not shutil.which("chromium"):
        print("chromium is not installed: pages are not measured")
        return
    work = pathlib.Path(tempfile.mkdtemp(prefix="pm-page."))
    browser = Chromium(str(work / "profile"))
    try:
        for argument in sys.argv[2:]:
            name, path = argument.split("=", 1)
            measure(browser, name, pathlib.Path(path).resolve(), int(sys.argv[1]), work)
    finally:
        browser.close()
        shutil.rmtree(work, ignore_errors=True)


main()
