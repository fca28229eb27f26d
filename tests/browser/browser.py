"""Opens pages in headless Chromium, with a profile and folders of its own."""
import json
import os
import pathlib
import time

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

FLAGS = ["--headless=new", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--disable-extensions", "about:blank"]

OPENING = 120  # seconds for a page to draw all its charts
SCRIPT = 60  # seconds for one script


class Browser:
    """One Chromium; everything that it writes stands below `folder`. A sound page never needs all the `patience`, in seconds: on a
    busy machine everything may stand still for a while."""

    def __init__(self, folder, patience=40):
        self.folder, self.patience = pathlib.Path(folder), patience
        self.downloads = self.folder / "downloads"
        self.downloads.mkdir(parents=True, exist_ok=True)
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"):
            place = self.folder / name.lower()
            place.mkdir(mode=0o700, exist_ok=True)
            os.environ[name] = str(place)
        options = Options()
        for flag in FLAGS + ["--no-sandbox"] * (os.geteuid() == 0) + [f"--user-data-dir={self.folder / 'profile'}"]:
            options.add_argument(flag)
        options.add_experimental_option("prefs", {"profile.default_content_setting_values.automatic_downloads": 1})
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        options.binary_location = "/usr/bin/chromium"
        service = Service(executable_path="/usr/bin/chromedriver", log_path=str(self.folder / "chromedriver.txt"))
        self.driver = webdriver.Chrome(service=service, options=options)
        self.command("Page.setDownloadBehavior", behavior="allow", downloadPath=str(self.downloads))
        self.driver.set_script_timeout(SCRIPT)

    def close(self):
        self.driver.quit()

    def command(self, name, **values):
        return self.driver.execute_cdp_cmd(name, values)

    def js(self, code, *values):
        return self.driver.execute_script(code, *values)

    def size(self, width, height=900):
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def media(self, kind="", theme="light"):
        self.command("Emulation.setEmulatedMedia", media=kind, features=[{"name": "prefers-color-scheme", "value": theme}])

    def open(self, page, width=1440, theme="light"):
        """Waits until all charts are drawn; drops what was logged before."""
        self.size(width)
        self.media(theme=theme)
        self.driver.get("about:blank")
        for log in ("browser", "performance"):
            self.driver.get_log(log)
        self.driver.get(pathlib.Path(page).absolute().as_uri())
        self.wait("return document.documentElement.dataset.ready === 'yes'", "the page's script did not finish", OPENING)

    def comes(self, is_there, seconds=None):
        """Whether it is there within the patience."""
        end = time.monotonic() + (seconds or self.patience)
        while not is_there():
            if time.monotonic() > end:
                return False
            time.sleep(0.02)
        return True

    def wait(self, code, complaint, seconds=None):
        if not self.comes(lambda: self.js(code), seconds):
            raise AssertionError(complaint)

    def console(self):
        return [f"{entry['level']}: {entry['message']}" for entry in self.driver.get_log("browser")]

    def requests(self):
        messages = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        return [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
