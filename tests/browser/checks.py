"""What must hold of every page. Each check returns what is wrong, as texts."""
import base64
import csv
import io
import json
import pathlib
import re

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

MOST_BYTES = 3_000_000
WIDTHS = (360, 1440)


class Page:
    def __init__(self, browser, path, language):
        self.browser, self.path, self.language = browser, pathlib.Path(path), language
        self.html = self.path.read_text(encoding="utf-8")
        found = re.search(r'<script type="application/json" id="data">(.*?)</script>', self.html, re.S)
        self.data = json.loads(found.group(1))

    def js(self, code, *values):
        return self.browser.js(code, *values)


def console(page):
    return page.browser.console()


def network(page):
    own = page.path.absolute().as_uri()
    return [url for url in page.browser.requests() if url != own and not url.startswith(("data:", "blob:"))]


def size(page):
    size = page.path.stat().st_size
    return [f"{size} bytes"] if size >= MOST_BYTES else []


def charts(page):
    if not page.js("return document.querySelectorAll('[data-plot]').length"):
        return ["no chart"]
    return page.js("""
        const wrong = [];
        for (const plot of document.querySelectorAll('[data-plot]')) {
            const name = plot.dataset.plot, svg = plot.querySelector('svg');
            if (plot.dataset.drawn !== 'yes' || !svg) { wrong.push(name + ': not drawn'); continue; }
            const marks = [...svg.querySelectorAll('.role-mark path, .role-mark text, .role-mark line')];
            const seen = marks.filter((mark) => {
                const box = mark.getBBox();
                return box.width > 0.5 || box.height > 0.5;
            });
            if (!seen.length) wrong.push(name + ': nothing but axes');
            if (/NaN|undefined|Infinity/.test(svg.outerHTML)) wrong.push(name + ': NaN or undefined in the drawing');
        }
        return wrong;""")


# Texts of a drawing stand in it as a whole: its box cuts what is outside.
CUT = """
    for (const plot of document.querySelectorAll('[data-plot]')) {
        const frame = plot.getBoundingClientRect();
        for (const text of plot.querySelectorAll('svg text')) {
            const box = text.getBoundingClientRect();
            if (!text.textContent.trim() || !box.width || getComputedStyle(text).opacity === '0') continue;
            if (box.left < frame.left - 2 || box.right > frame.right + 2 || box.top < frame.top - 2 || box.bottom > frame.bottom + 2)
                wrong.push(innerWidth + ' px: ' + plot.dataset.plot + ': cut: ' + text.textContent.slice(0, 50));
        }
    }"""

WIDE = """
    const wrong = [];
    if (document.documentElement.scrollWidth > innerWidth)
        wrong.push(innerWidth + ' px: the page is ' + document.documentElement.scrollWidth + ' px wide');
    for (const element of document.body.querySelectorAll('*')) {
        if (element.closest('svg, .scroll *, .skip, script, noscript, .licence')) continue;
        const box = element.getBoundingClientRect();
        if (box.width && (box.right > innerWidth + 0.5 || box.left < -0.5))
            wrong.push(innerWidth + ' px: ' + element.tagName + ' ' + element.className + ' from ' + box.left + ' to ' + box.right);
    }"""

# Every chart is drawn, for the width that it has now.
DRAWN = """
    return [...document.querySelectorAll('[data-plot]')].every((plot) => {
        const svg = plot.querySelector('svg'), width = Math.floor(plot.clientWidth);
        return plot.dataset.drawn !== 'no' && (!width || Number(plot.dataset.width) === width) &&
            (!svg || Math.abs(svg.width.baseVal.value - svg.getBoundingClientRect().width) < 1);
    });"""


def overflow(page):
    wrong = []
    for width in WIDTHS:
        page.browser.size(width)
        page.browser.wait(DRAWN, f"charts do not take the width of {width} px")
        wrong += page.js(WIDE + CUT + "return wrong;")
    return wrong


def open_tables(page):
    page.js("for (const d of document.querySelectorAll('.data details')) d.open = true;")
    page.browser.wait("return [...document.querySelectorAll('.data details')].every((d) => d.querySelector('tbody'))",
                      "a table is not built when it is opened")


def plot_and_table(page, block):
    return page.js("""
        const of = (kind) => document.querySelector(`[data-${kind}="${arguments[0]}"]`);
        return {drawing: of('plot').querySelector('svg').outerHTML, table: of('table').querySelector('table').outerText};""", block)


def unchanged(page, element, key, block, parts):
    """Which of "drawing" and "table" a key should change, but leaves as they are."""
    before = plot_and_table(page, block)
    element.send_keys(key)
    left = set(parts)

    def all_changed():
        now = plot_and_table(page, block)
        left.difference_update(part for part in parts if now[part] != before[part])
        return not left

    page.browser.comes(all_changed)
    return sorted(left)


def controls(page):
    """Sliders and choices by the keyboard."""
    wrong = []
    open_tables(page)
    for element in page.browser.driver.find_elements(By.CSS_SELECTOR, ".control input, .control select"):
        name = element.get_attribute("id")
        block, number = re.fullmatch(r"(.*)-control-(\d+)", name).groups()
        is_slider = element.tag_name == "input"
        by_column = page.data["blocks"][block]["controls"][int(number) - 1]["kind"] == "choose_column"
        last = int(element.get_attribute("max")) if is_slider else page.js("return arguments[0].options.length - 1", element)
        if last < 1:
            continue  # one measure, or one month
        told = element.get_attribute("aria-valuetext")
        key = Keys.ARROW_DOWN
        if is_slider:
            key = Keys.ARROW_RIGHT if int(element.get_attribute("value")) < last else Keys.ARROW_LEFT
        elif int(element.get_attribute("value")) == last:
            key = Keys.ARROW_UP
        parts = ["drawing"] if by_column else ["drawing", "table"]
        wrong += [f"{name}: the {part} stays the same" for part in unchanged(page, element, key, block, parts)]
        if is_slider and element.get_attribute("aria-valuetext") in (None, "", told):
            wrong.append(f"{name}: aria-valuetext stays {told}")
        if wrong:
            break  # each of the others would be waited for
    return wrong


def as_number(text, language):
    """A number as the page writes it; None where there is none."""
    text = text.replace("\u2212", "-").replace("\u00a0%", "%")
    share = text.endswith("%")
    text = text.rstrip("%")
    text = text.replace(",", "") if language == "en" else text.replace("\u00a0", "").replace(",", ".")
    try:
        return float(text) / (100 if share else 1)
    except ValueError:
        return None


def same_cell(shown, in_file, column, language):
    if column["kind"] in ("text", "year"):
        return shown == in_file or (in_file == "" and shown == "–")
    if column["kind"] == "month":
        return in_file[:4] in shown if in_file else shown == "–"
    if in_file == "":
        return shown == "–"
    value = as_number(shown, language)
    if value is None:
        return shown == in_file  # left out
    decimals = column["decimals"] + (2 if column["kind"] == "share" else 0)
    return abs(value - float(in_file)) <= 0.5000001 * 10 ** -decimals


def download(page, block):
    """The file as it arrives on disk."""
    path = page.browser.downloads / (page.data["blocks"][block]["file"] + ".csv")
    path.unlink(missing_ok=True)
    page.browser.driver.find_element(By.CSS_SELECTOR, f'[data-table="{block}"] .csv').send_keys(Keys.ENTER)
    page.browser.comes(lambda: path.exists() and path.stat().st_size)
    return path.read_bytes().decode("utf-8") if path.exists() else None


def offered(page, block):
    """What a press of the button hands to the browser, which takes ten files of a page at most."""
    return page.browser.driver.execute_async_script("""
        const [block, done] = arguments, make = URL.createObjectURL;
        URL.createObjectURL = (blob) => { blob.text().then(done); return 'data:,'; };
        document.querySelector(`[data-table="${block}"] .csv`).click();
        URL.createObjectURL = make;""", block)


def compare_csv(page, block, text):
    content = page.data["blocks"][block]
    columns = content["columns"]
    if text is None:
        return [f"{block}: no file arrives"]
    if "\r\n" not in text or text.startswith("\ufeff"):
        return [f"{block}: no CSV of RFC 4180"]
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as complaint:
        return [f"{block}: {complaint}"]
    if rows[0] != [column["key"] for column in columns]:
        return [f"{block}: headings {rows[0]}"]
    chosen = page.js("""return [...document.querySelectorAll(`[data-table="${arguments[0]}"] tbody tr`)]
        .map((row) => [...row.children].map((cell) => cell.textContent))""", block)
    kept = [i for i, column in enumerate(columns) if column["in_table"]]
    if len(rows) - 1 != len(content["rows"]):
        return [f"{block}: {len(rows) - 1} rows in the file, {len(content['rows'])} on the page"]
    if not chosen:
        return [f"{block}: an empty table"]
    # The shown rows are rows of the file in its order.
    at = 1
    for row in chosen:
        while at < len(rows) and not all(same_cell(cell, rows[at][i], columns[i], page.language) for cell, i in zip(row, kept)):
            at += 1
        if at == len(rows):
            return [f"{block}: the file has no row {row}"]
        at += 1
    return []


def csv_files(page):
    open_tables(page)
    wrong = []
    for number, block in enumerate(page.data["blocks"]):
        text = download(page, block) if number < 5 else offered(page, block)
        wrong += compare_csv(page, block, text)
        if text is None:
            break  # each would be waited for
    return wrong


def details(page):
    """Each opens and closes by its summary, and shows something."""
    return page.js("""
        const wrong = [];
        for (const details of document.querySelectorAll('details')) {
            const summary = details.querySelector('summary'), was = details.open;
            if (!summary || !summary.textContent.trim()) { wrong.push('a fold without a name'); continue; }
            details.open = false;
            summary.click();
            if (!details.open || details.scrollHeight <= summary.offsetHeight) wrong.push(summary.textContent + ' does not open');
            details.open = was;
        }
        return wrong;""")


COLOURS = """
    const style = (selector, name) => {
        const element = document.querySelector(selector);
        return element ? getComputedStyle(element)[name] : 'nothing';
    };
    return [style('body', 'backgroundColor'), style('body', 'color'), style('[data-plot] svg .role-axis-label text, svg text', 'fill')];"""


def theme(page):
    wrong = []
    before = page.js(COLOURS)
    page.browser.driver.find_element(By.CSS_SELECTOR, "button.theme").send_keys(Keys.ENTER)
    after = page.js(COLOURS)
    page.browser.driver.find_element(By.CSS_SELECTOR, "button.theme").send_keys(Keys.ENTER)
    for name, a, b in zip(("background", "text", "text of charts"), before, after):
        if a == b:
            wrong.append(f"{name} stays {a}")
    if page.js(COLOURS) != before:
        wrong.append("the second press does not go back")
    return wrong


CONTRAST = """
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const known = new Map();
    const channels = (colour) => {
        if (!known.has(colour)) {
            canvas.clearRect(0, 0, 1, 1);
            canvas.fillStyle = colour;
            canvas.fillRect(0, 0, 1, 1);
            known.set(colour, [...canvas.getImageData(0, 0, 1, 1).data]);
        }
        return known.get(colour);
    };
    const luminance = (rgb) => {
        const [r, g, b] = rgb.map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element) => {
        for (let at = element; at; at = at.parentElement) {
            const colour = channels(getComputedStyle(at).backgroundColor);
            if (colour[3] === 255) return colour.slice(0, 3);
        }
        return [255, 255, 255];
    };
    const wrong = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (!walker.currentNode.textContent.trim() || element.closest('script, noscript, option, title, .skip')) continue;
        if (!element.checkVisibility()) continue;
        const style = getComputedStyle(element), is_drawn = element.closest('svg');
        const ink = channels(is_drawn ? style.fill : style.color), paper = behind(element);
        const alpha = (ink[3] / 255) * (is_drawn ? Number(style.opacity) * Number(style.fillOpacity) : 1);
        if (alpha === 0) continue;
        const [a, b] = [luminance(ink.slice(0, 3).map((c, i) => c * alpha + paper[i] * (1 - alpha))), luminance(paper)];
        const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (contrast < 4.5)
            wrong.add(contrast.toFixed(2) + ' ' + element.tagName + ' ' + walker.currentNode.textContent.trim().slice(0, 40));
    }
    // What is drawn without words: 3 is enough (WCAG 1.4.11).
    const paper = luminance(behind(document.body));
    for (let i = 1; i <= 8; ++i) {
        const colour = getComputedStyle(document.documentElement).getPropertyValue('--c' + i).trim();
        const ink = luminance(channels(colour).slice(0, 3));
        const contrast = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
        if (contrast < 3) wrong.add(contrast.toFixed(2) + ' category ' + i + ' ' + colour);
    }
    return [...wrong].map((text) => document.documentElement.dataset.theme + ': ' + text);"""


def contrast(page):
    wrong = page.js(CONTRAST)
    page.js("document.querySelector('button.theme').click()")
    wrong += page.js(CONTRAST)
    page.js("document.querySelector('button.theme').click()")
    return wrong


def ids(page):
    return page.js("""
        const wrong = [], seen = new Set();
        for (const element of document.querySelectorAll('[id]')) {
            if (seen.has(element.id)) wrong.push('twice: ' + element.id);
            seen.add(element.id);
        }
        for (const name of ['for', 'aria-labelledby', 'aria-describedby', 'href'])
            for (const element of document.querySelectorAll(`[${name}]`)) {
                const value = element.getAttribute(name);
                if (name === 'href' && !value.startsWith('#')) continue;
                if (element.closest('svg')) continue;
                for (const id of value.replace('#', '').split(' ')) if (!seen.has(id)) wrong.push(`${name} names ${id}`);
            }
        return wrong;""")


def labels(page):
    return page.js("""
        const wrong = [];
        for (const element of document.querySelectorAll('input, select, textarea, button')) {
            const named = element.getAttribute('aria-label') || [...(element.labels || [])].some((l) => l.textContent.trim()) ||
                (element.tagName === 'BUTTON' && element.textContent.trim());
            if (!named) wrong.push(element.outerHTML.slice(0, 80));
        }
        for (const box of document.querySelectorAll('.scroll, .licence'))
            if (box.tabIndex !== 0) wrong.push('cannot be scrolled by keyboard: ' + box.className);
        for (const box of document.querySelectorAll('.scroll'))
            if (box.getAttribute('role') !== 'region' || !box.getAttribute('aria-label')) wrong.push('no name: ' + box.className);
        for (const plot of document.querySelectorAll('[data-plot]'))
            if (plot.getAttribute('role') !== 'img' || !plot.getAttribute('aria-labelledby')) wrong.push('no name: ' + plot.dataset.plot);
        return wrong;""")


def structure(page):
    wrong = page.js("""
        const wrong = [];
        let last = 0;
        for (const heading of document.querySelectorAll('main :is(h1, h2, h3, h4, h5, h6)')) {
            const level = Number(heading.tagName[1]);
            if (level > last + 1) wrong.push(`h${level} after h${last}: ` + heading.textContent.slice(0, 40));
            if (!heading.textContent.trim()) wrong.push('an empty heading');
            last = level;
        }
        for (const [selector, count] of [['h1', 1], ['main', 1], ['nav', 1], ['header', 1], ['.skip', 1]])
            if (document.querySelectorAll(selector).length !== count) wrong.push(selector + ' does not stand once');
        for (const table of document.querySelectorAll('table')) {
            if (!table.caption || !table.caption.textContent.trim()) wrong.push('a table without a caption');
            if (table.querySelector('th:not([scope])')) wrong.push('a heading without a scope in ' + table.caption?.textContent);
        }
        if (!document.title.trim()) wrong.push('no title');
        return wrong;""")
    language = page.js("return document.documentElement.lang")
    return wrong + ([f"lang is {language}"] if language != page.language else [])


def without_script(page):
    """Headings, cards, paragraphs and assumptions stand in the document itself."""
    html = re.sub(r"<(script|style)\b.*?</\1>", "", page.html, flags=re.S)
    wrong = [] if re.search(r'<table class="assumed">(?:(?!</table>).)*<tbody>\s*<tr>', html, re.S) else ["no assumed values"]
    for id_of in ("r1-rests", "r1-origin", "not-modelled"):
        if not re.search(rf'<section id="{id_of}"[^>]*>\s*<h\d[^>]*>[^<]+</h\d>.{{60,}}?</section>', html, re.S):
            wrong.append(f"no section {id_of}")
    # Pages with a map are of runs and comparisons, which have headline figures.
    with_map = ['class="card-value"', "CC BY 4.0"] if 'id="regions"' in page.html else []
    for words in ['href="#r1-rests"', 'class="made"', "Interactive Data Lab"] + with_map:
        if words not in html:
            wrong.append(f"no {words}")
    return wrong


def printed(page):
    wrong = []
    browser = page.browser
    browser.js("if (document.documentElement.dataset.theme === 'light') document.querySelector('button.theme').click()")
    browser.media("print", "dark")
    for name, got in browser.js("""
            const colour = getComputedStyle(document.body).backgroundColor;
            const shown = [...document.querySelectorAll('button, input, select, nav, .skip')].filter((e) => e.checkVisibility());
            const torn = [...document.querySelectorAll('.chart, .card')].filter((e) => getComputedStyle(e).breakInside !== 'avoid');
            return [['background', colour === 'rgb(255, 255, 255)' ? '' : colour],
                    ['controls', shown.map((e) => e.tagName).join(' ')], ['torn', torn.map((e) => e.id).join(' ')]];"""):
        if got:
            wrong.append(f"on paper: {name}: {got}")
    browser.media()
    pdf = base64.b64decode(browser.command("Page.printToPDF", printBackground=True)["data"])
    if not pdf.startswith(b"%PDF") or len(re.findall(rb"/Type\s*/Page\b", pdf)) < 2:
        wrong.append("no PDF of two pages or more")
    browser.js("if (document.documentElement.dataset.theme === 'dark') document.querySelector('button.theme').click()")
    return wrong


# In this order: the last ones change the page.
ALL = (size, without_script, charts, ids, labels, structure, contrast, details, theme, csv_files, controls, overflow, printed,
       console, network)


def failures(page, checks=ALL):
    for check in checks:
        try:
            for text in check(page):
                yield f"{check.__name__}: {text}"
        except AssertionError as complaint:
            yield f"{check.__name__}: {complaint}"
