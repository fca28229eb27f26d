"""plants.py FOLDER PAGE: plants an error for each check into a copy of a sound English page; a check that does not see its
error is told, exit 1."""
import json
import pathlib
import re
import sys

import checks
from browser import Browser

END = "</body>"


def script(code):
    """Runs after the page's own script has drawn everything."""
    def plant(html):
        before, after = html.rsplit(END, 1)
        return before + "<script>" + WHEN_READY.replace("CODE", code) + "</script>" + END + after
    return plant


WHEN_READY = """(() => {
    const root = document.documentElement;
    new MutationObserver((unused, observer) => {
        if (root.dataset.ready !== "yes") return;
        observer.disconnect();
        CODE;
    }).observe(root, { attributes: true, attributeFilter: ["data-ready"] });
})();"""


def anywhere(code):
    """With a page that lets it fetch."""
    return lambda html: script(code)(html).replace("default-src 'none'", "default-src *").replace("img-src data:", "img-src *")


def style(rules):
    return lambda html: html.replace("</style>", rules + "</style>", 1)


def swap(old, new):
    def plant(html):
        assert old in html, old
        return html.replace(old, new)
    return plant


def in_data(change):
    def plant(html):
        found = re.search(r'(<script type="application/json" id="data">)(.*?)(</script>)', html, re.S)
        data = json.loads(found.group(2))
        change(data)
        text = json.dumps(data).replace("<", "\\u003c")
        return html[:found.start(2)] + text + html[found.end(2):]
    return plant


def broken_spec(data):
    data["blocks"]["r1-spending"]["spec"]["mark"] = {"type": "nonsense"}


def empty_chart(data):
    data["blocks"]["r1-spending"]["spec"]["transform"] = [{"filter": "false"}]


def deaf_slider(data):
    chart = data["blocks"]["r1-map"]
    chart["spec"]["layer"][1]["transform"][0]["filter"] = "datum.month == '2025-03'"


PLANTS = [
    (checks.console, script("console.warn('planted')")),
    (checks.console, script("setTimeout(() => { throw new Error('planted') })")),
    (checks.network, anywhere("fetch('https://example.invalid/').catch(() => 0)")),
    (checks.network, anywhere("new Image().src = 'file:///planted.png'")),
    (checks.size, lambda html: html + "<!--" + "x" * 3_000_000 + "-->"),
    (checks.charts, in_data(broken_spec)),
    (checks.charts, in_data(empty_chart)),
    (checks.controls, in_data(deaf_slider)),
    (checks.controls, swap("if (by_column) block.choose_column(control, key);", "if (by_column) return;")),
    (checks.controls, swap('slider.setAttribute("aria-valuetext"', 'slider.setAttribute("data-planted"')),
    (checks.controls, swap("block.refresh_table?.();", "")),
    (checks.csv_files, swap('addEventListener("click", () => download(block))', 'addEventListener("click", () => 0)')),
    (checks.csv_files, swap("row.map(csv_field)", "row.map((v) => csv_field(typeof v === 'number' ? v + 1 : v))")),
    (checks.csv_files, swap('text.replace(/"/g, \'""\')', "text")),
    (checks.csv_files, swap("...block.rows].map", "...block.rows.slice(1)].map")),
    (checks.csv_files, swap("toFixed(decimals)", "toFixed(decimals + 1).slice(1)")),
    (checks.details, script("document.querySelector('details').addEventListener('toggle', (e) => (e.target.open = false)); "
                            "document.querySelector('summary').addEventListener('click', (e) => e.preventDefault())")),
    (checks.theme, swap('root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";', "")),
    (checks.theme, swap('labelColor: "var(--ink)"', 'labelColor: "#777777"')),
    (checks.overflow, style("#licences { width: 400px; }")),
    (checks.overflow, style(".card { margin-left: -40px; }")),
    (checks.overflow, style("@media (min-width: 1000px) { .chart { width: 1500px; } }")),
    (checks.overflow, style(".plot { height: 100px; }")),
    (checks.ids, script("document.querySelector('h1').id = 'main'")),
    (checks.ids, swap('href="#not-modelled"', 'href="#nowhere"')),
    (checks.labels, script("document.querySelector('.control label').remove()")),
    (checks.labels, script("document.querySelector('.scroll').removeAttribute('tabindex')")),
    (checks.labels, script("document.querySelector('[data-plot]').removeAttribute('role')")),
    (checks.contrast, style(".made { color: #999999; }")),
    (checks.contrast, style(":root[data-theme=dark] { --soft: #666666; }")),
    (checks.contrast, style(".plot svg text { fill: #999999; }")),
    (checks.contrast, style(":root { --c3: #f0e442; }")),
    (checks.structure, swap('<html lang="en"', '<html lang="ru"')),
    (checks.structure, lambda html: re.sub(r"<h3([^>]*)>([^<]*)</h3>", r"<h4\1>\2</h4>", html, 1)),
    (checks.structure, lambda html: html.replace("<main", "<div").replace("</main>", "</div>")),
    (checks.structure, script("document.querySelector('caption').remove()")),
    (checks.without_script, lambda html: re.sub(r'(<table class="assumed">.*?<tbody>).*?(</tbody>)', r"\1\2", html, flags=re.S)),
    (checks.without_script, swap('<section id="not-modelled"', '<section id="notes"')),
    (checks.without_script, swap("CC BY 4.0", "free")),
    (checks.printed, style("@media print { body { background: #14171b !important; } }")),
    (checks.printed, style("@media print { .data button { display: block !important; } .data { display: block !important; } }")),
    (checks.printed, style(".chart { break-inside: auto !important; }")),
]


def main():
    folder, page = sys.argv[1], pathlib.Path(sys.argv[2])
    sound = page.read_text(encoding="utf-8")
    browser = Browser(folder, patience=10)
    unseen = []
    try:
        for number, (check, plant) in enumerate(PLANTS, 1):
            path = pathlib.Path(folder) / f"planted {number}.html"
            html = plant(sound)
            assert html != sound, f"plant {number} changes nothing"
            path.write_text(html, encoding="utf-8")
            browser.open(path)
            found = list(checks.failures(checks.Page(browser, path, "en"), [check]))
            if "-v" in sys.argv:
                print(number, check.__name__, found[:2])
            if not found:
                unseen.append(f"{check.__name__} does not see error {number}")
    finally:
        browser.close()
    print("\n".join(unseen))
    return 1 if unseen else 0


sys.exit(main())
