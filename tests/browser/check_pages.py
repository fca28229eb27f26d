"""check_pages.py FOLDER LANGUAGE PAGE...: opens each page and says what is wrong with it; exit 1 when anything is."""
import pathlib
import sys

from browser import Browser
from checks import Page, failures


def main():
    folder, language, pages = sys.argv[1], sys.argv[2], sys.argv[3:]
    browser = Browser(folder)
    wrong = []
    try:
        for path in pages:
            browser.open(path)
            wrong += [f"{pathlib.Path(path).name}: {text}" for text in failures(Page(browser, path, language))]
    finally:
        browser.close()
    print("\n".join(wrong))
    return 1 if wrong else 0


sys.exit(main())
