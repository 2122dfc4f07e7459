#!/usr/bin/python3
"""numbers: the same view as html, markdown, text and json holds the same figures, table by table, row by row.  It prints TAP."""

import datetime
import html.parser
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("PM_BUILD", TOP / "build")).resolve()
VIEWS = ["report", "roadmap", "board", "map", "trace", "graph", "sprint", "feedback", "rank", "items"]
FIGURE = re.compile(r"\d+(?:\.\d+)?")

results = []


def result(wrong, name):
    results.append(not wrong)
    print("%s %d - %s" % ("not ok" if wrong else "ok", len(results), name))
    for line in wrong[:8]:
        print("#   " + str(line)[:200])


class Tables(html.parser.HTMLParser):
    """The tables of a page as lists of rows of texts, the heads first; maps are no tables of figures."""

    def __init__(self, text):
        super().__init__()
        self.tables, self.rows, self.cell, self.map = [], None, None, False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        name = dict(attributes).get("class") or ""
        if tag == "div" and "scroll" in name:
            self.map = "map" in name
        elif tag == "table" and not self.map:
            self.rows = []
        elif tag == "tr" and self.rows is not None:
            self.rows.append([])
        elif tag in ("td", "th") and self.rows is not None:
            self.cell = ""

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data

    def handle_endtag(self, tag):
        if tag in ("td", "th") and self.cell is not None:
            self.rows[-1].append(self.cell)
            self.cell = None
        elif tag == "table" and self.rows is not None:
            self.tables.append(self.rows)
            self.rows = None


def markdown_tables(text):
    tables, rows = [], None
    for line in text.split("\n"):
        if not line.startswith("|"):
            if rows is not None:
                tables.append(rows)
            rows = None
            continue
        cells = [re.sub(r"<a id=[^>]*></a>|\]\(<[^>]*>\)|&#\d+;|&[a-z]+;", " ", cell).strip()
                 for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if rows is None:
            rows = [cells]
            drawn = [i for i, cell in enumerate(cells) if cell == "" and i == 1]
        elif not re.fullmatch(r"[-:| ]+", line):
            rows.append([cell for i, cell in enumerate(cells) if i not in drawn])
    return tables + ([rows] if rows is not None else [])


def rounded(number):
    text = "%.2f" % (round(number * 100 + 1e-9) / 100)
    return text.rstrip("0").rstrip(".").lstrip("-")


def figures(value):
    """What must be read in a cell: for a number itself or a hundred times it, for texts the figures in them."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return [{rounded(value), rounded(value * 100)}]
    if isinstance(value, dict):
        found = figures(value["number"]) if "number" in value and "text" not in value else []
        for key in ("id", "text", "note"):
            found += figures(value.get(key, ""))
        return found
    return [{figure} for figure in FIGURE.findall(value or "")]


def missing(value, text):
    there = FIGURE.findall(text)
    return [wanted for wanted in figures(value) if not any(figure in wanted for figure in there)]


def nodes(document, boards):
    """The tables that a document holds, in order, as lists of rows of values."""
    found = []
    for section in document["sections"]:
        for node in section["content"]:
            (kind, value), = node.items()
            if kind in ("board", "map") and not boards:
                continue
            rows = value if kind == "table" else value["rows"] if isinstance(value, dict) and "rows" in value else None
            if rows:
                found.append((kind, [[cell for key, cell in row.items() if key != "depth"] for row in rows]))
    return found


def compare(wanted, tables, form):
    wrong = []
    if len(wanted) != len(tables):
        return ["%d tables, json has %d" % (len(tables), len(wanted))]
    for (kind, rows), table in zip(wanted, tables):
        if kind in ("board", "map"):  # laid out otherwise: every figure of every card is somewhere in it
            whole = " ".join(" ".join(row) for row in table)
            wrong += ["%s: %s" % (form, cell) for row in rows for cell in row if missing(cell, whole)]
            continue
        table = table[1:]
        if len(rows) != len(table):
            wrong.append("%s: %d rows of %d" % (form, len(table), len(rows)))
        for row, cells in zip(rows, table):
            if len(row) != len(cells):
                wrong.append("%s: %d cells of %d: %s" % (form, len(cells), len(row), cells))
            wrong += ["%s: %s is not in '%s'" % (form, cell, text) for cell, text in zip(row, cells) if missing(cell, text)]
    return wrong


def write(view, form, folder):
    view = view if isinstance(view, list) else [view]
    done = subprocess.run([str(BUILD / "pm-render"), *view, "-f", form, "--width", "0", "--today", "2026-11-22", "-c", "report.source=none"],
                          cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return done.stdout.decode()


def check(name, view, folder):
    text = write(view, "json", folder)
    if not text:
        return
    document = json.loads(text)
    if document["format"] != "pm-report/1":
        return
    plain = [rows for rows in Tables(write(view, "html", folder)).tables if len(rows) > 1]
    result(compare(nodes(document, False), plain, "html"), "%s %s: html holds what json holds" % (name, view))
    tables = [rows for rows in markdown_tables(write(view, "markdown", folder)) if len(rows) > 1]
    result(compare(nodes(document, True), tables, "markdown"), "%s %s: markdown holds what json holds" % (name, view))
    said = write(view, "text", folder)
    result(["text: %s" % cell for _, rows in nodes(document, True) for row in rows for cell in row if missing(cell, said)],
           "%s %s: text holds what json holds" % (name, view))


def git(folder, day, *arguments):
    date = "%sT10:00:00Z" % day
    subprocess.run(["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org", *arguments], cwd=folder, check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                   env=dict(os.environ, GIT_AUTHOR_DATE=date, GIT_COMMITTER_DATE=date, GIT_CONFIG_GLOBAL="/dev/null"))


def make_history(folder):
    """A product of 60 stories of which one is begun and one done nearly every other day for four months."""
    folder.mkdir()
    git(folder, "2026-07-20", "init", "-q")
    for step in range(0, 42):
        lines = ["# Backlog", ""]
        for number in range(1, 61):
            status = "done" if number <= step else "in progress" if number <= step + 2 else "ready"
            lines += ["## A-%d Story %d" % (number, number), "", "- Status: " + status, "- Estimate: %d" % (number % 5 + 1),
                      "- Kind: task", ""]
        (folder / "BACKLOG.md").write_text("\n".join(lines))
        day = datetime.date(2026, 7, 20) + datetime.timedelta(days=step * 3 - step % 2)
        git(folder, day, "add", "-A")
        git(folder, day, "commit", "-q", "-m", "day %d" % step)
        if step == 30:
            git(folder, day, "tag", "v1.0.0")


class Text(html.parser.HTMLParser):
    """What can be read on a page, but for its foot."""

    def __init__(self, text):
        super().__init__()
        self.text, self.hidden = "", 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.hidden += tag in ("style", "script", "footer", "time")

    def handle_endtag(self, tag):
        self.hidden -= tag in ("style", "script", "footer", "time")

    def handle_data(self, data):
        if not self.hidden:
            self.text += " " + data


def check_figures(name, view, folder):
    """Views whose json is their own: what is read in one of text, html and csv is in the others."""
    text, page = write(view, "text", folder), Text(write(view, "html", folder)).text
    table = write(view, "csv", folder)
    result([] if FIGURE.findall(text) else ["no figures"], "%s %s: text has figures" % (name, view[0]))
    for form, other in (("html", page), ("csv", table)):
        there = FIGURE.findall(text)
        wrong = [figure for figure in FIGURE.findall(other) if figure not in there]
        result(wrong, "%s %s: text holds what %s holds" % (name, view[0], form))
    result([figure for figure in FIGURE.findall(text) if figure not in FIGURE.findall(page)],
           "%s %s: html holds what text holds" % (name, view[0]))


def main():
    for example in ("shop", "backlog-md", "small"):
        for view in VIEWS:
            check(example, view, TOP / "examples" / example)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder) / "product"
        make_history(folder)
        for view in ("flow", "forecast", "report", "board"):
            check("history", view, folder)
        check_figures("history", ["changes", "v1.0.0"], folder)
        check_figures("history", ["notes", "v1.0.0..HEAD"], folder)
    print("1..%d" % len(results))


main()
sys.exit(0 if all(results) else 1)
