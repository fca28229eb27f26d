"""check_pages.py FOLDER LANGUAGE PAGE...: opens each page and says what is wrong with it; exit 1 when anything is."""
import pathlib
import sys

from selenium.common.exceptions import WebDriverException

from browser import Browser
from checks import Page, failures

ATTEMPTS = 3  # to get a browser that stays alive; what a check finds stands at the first


def faults(folder, language, pages):
    browser = Browser(folder)
    wrong = []
    try:
        for path in pages:
            browser.open(path)
            wrong += [f"{pathlib.Path(path).name}: {text}" for text in failures(Page(browser, path, language))]
    finally:
        browser.close()
    return wrong


def main():
    folder, language, pages = sys.argv[1], sys.argv[2], sys.argv[3:]
    for attempt in range(1, ATTEMPTS + 1):
        try:
            wrong = faults(pathlib.Path(folder) / str(attempt), language, pages)
            break
        except WebDriverException as trouble:
            print(f"attempt {attempt}: the browser failed: {trouble}", file=sys.stderr)
            if attempt == ATTEMPTS:
                raise
    print("\n".join(wrong))
    return 1 if wrong else 0


sys.exit(main())
