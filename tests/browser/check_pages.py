"""check_pages.py FOLDER LANGUAGE PAGE...: opens each page and says what is wrong with it; exit 1 when anything is."""
import pathlib
import sys

import urllib3
from selenium.common.exceptions import InvalidSessionIdException, NoSuchWindowException, SessionNotCreatedException

from browser import Browser
from checks import Page, failures

ATTEMPTS = 3  # to get a browser that stays alive
DEAD = (InvalidSessionIdException, NoSuchWindowException, SessionNotCreatedException, urllib3.exceptions.HTTPError)
DYING_WORDS = ("disconnected", "not reachable", "crashed", "Service")  # of other troubles with the browser, not with the page


def look(folder, language, pages, wrong):
    browser = Browser(folder)
    try:
        for path in pages:
            browser.open(path)
            for text in failures(Page(browser, path, language)):
                wrong.append(f"{pathlib.Path(path).name}: {text}")
    finally:
        browser.close()


def has_died(trouble):
    return isinstance(trouble, DEAD) or any(words in str(trouble) for words in DYING_WORDS)


def main():
    folder, language, pages = sys.argv[1], sys.argv[2], sys.argv[3:]
    wrong = []  # a fault that was found once stands, whatever becomes of the browser
    for attempt in range(1, ATTEMPTS + 1):
        try:
            look(pathlib.Path(folder) / str(attempt), language, pages, wrong)
            break
        except Exception as trouble:
            print(f"attempt {attempt}: {trouble}", file=sys.stderr)
            if wrong:
                break
            if attempt == ATTEMPTS or not has_died(trouble):
                raise
    print("\n".join(wrong))
    return 1 if wrong else 0


sys.exit(main())
