"""chromium: a headless Chromium, spoken to over a pipe (DevTools protocol), with nothing but Python's own library.

    browser = Chromium(profile_folder)
    page = browser.page(width=360, dark=True)
    page.open("file:///...")
    page.run("document.title")
"""

import base64
import json
import os
import subprocess


class Chromium:
    def __init__(self, profile):
        to_read, self._write = os.pipe()
        self._read, to_write = os.pipe()

        def hand_over():
            # Chromium reads from 3 and writes to 4.
            first, second = os.dup(to_read), os.dup(to_write)
            os.dup2(first, 3)
            os.dup2(second, 4)

        command = [
            "chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
            "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update",
            "--remote-debugging-pipe", "--user-data-dir=" + profile, "about:blank",
        ]
        self._process = subprocess.Popen(
            command, close_fds=False, preexec_fn=hand_over, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(to_write)
        self._buffer = b""
        self._id = 0
        self.events = []

    def call(self, method, session=None, **params):
        self._id += 1
        message = {"id": self._id, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._write, data):]
        while True:
            answer = self._next()
            if answer.get("id") == self._id:
                if "error" in answer:
                    raise RuntimeError("%s: %s" % (method, answer["error"]["message"]))
                return answer["result"]
            self.events.append(answer)

    def wait(self, event, session):
        """The next event of that name; those before it are kept."""
        while True:
            for i, known in enumerate(self.events):
                if known.get("method") == event and known.get("sessionId") == session:
                    return self.events.pop(i)
            self.events.append(self._next())

    def _next(self):
        while b"\0" not in self._buffer:
            data = os.read(self._read, 1 << 20)
            if not data:
                raise RuntimeError("chromium has ended")
            self._buffer += data
        message, self._buffer = self._buffer.split(b"\0", 1)
        return json.loads(message)

    def page(self, width=1440, height=900, dark=False, script=True):
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        return Page(self, target, session, width, height, dark, script)

    def close(self):
        try:
            self.call("Browser.close")
        except (OSError, RuntimeError):
            pass
        self._process.wait()


class Page:
    def __init__(self, browser, target, session, width, height, dark, script):
        self._browser, self._target, self._session = browser, target, session
        for domain in ("Page", "Runtime", "Log", "Network", "Audits"):
            self.call(domain + ".enable")
        self.size(width, height)
        self.call("Emulation.setEmulatedMedia",
                  features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])
        if not script:
            self.call("Emulation.setScriptExecutionDisabled", value=True)

    def call(self, method, **params):
        return self._browser.call(method, self._session, **params)

    def size(self, width, height):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def open(self, url):
        self.url = url
        self.call("Page.navigate", url=url)
        self._browser.wait("Page.loadEventFired", self._session)
        # the tasks that loading left behind
        self.call("Runtime.evaluate", expression="0")

    def run(self, expression):
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            details = result["exceptionDetails"]
            raise RuntimeError(details.get("exception", {}).get("description", details["text"]))
        return result["result"].get("value")

    def key(self, key, code=None, number=0, text=None):
        common = {"key": key, "code": code or key, "windowsVirtualKeyCode": number}
        if text:
            common["text"] = text
        self.call("Input.dispatchKeyEvent", type="keyDown", **common)
        self.call("Input.dispatchKeyEvent", type="keyUp", **common)

    def said(self):
        """What came to the console, as errors and warnings of any kind."""
        self.call("Runtime.evaluate", expression="0")
        said = []
        for event in self._browser.events:
            if event.get("sessionId") != self._session:
                continue
            params = event.get("params", {})
            if event["method"] == "Runtime.exceptionThrown":
                said.append(json.dumps(params["exceptionDetails"])[:300])
            elif event["method"] == "Runtime.consoleAPICalled":
                said.append("console." + params["type"])
            elif event["method"] == "Log.entryAdded":
                said.append(params["entry"]["text"])
            elif event["method"] == "Audits.issueAdded":
                said.append(params["issue"]["code"])
        return said

    def requests(self):
        """What was asked for, but for the page itself and what it holds."""
        return [event["params"]["request"]["url"] for event in self._browser.events
                if event.get("sessionId") == self._session and event.get("method") == "Network.requestWillBeSent"
                and event["params"]["request"]["url"] != self.url
                and not event["params"]["request"]["url"].startswith("data:")]

    def picture(self, path, clip=None):
        more = {"clip": dict(zip(("x", "y", "width", "height"), clip), scale=1)} if clip else {}
        shot = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True, **more)
        with open(path, "wb") as file:
            file.write(base64.b64decode(shot["data"]))

    def pdf(self):
        return base64.b64decode(self.call("Page.printToPDF", paperWidth=8.27, paperHeight=11.69, preferCSSPageSize=True,
                                          printBackground=False)["data"])

    def close(self):
        self._browser.call("Target.closeTarget", targetId=self._target)
        session = self._session
        self._browser.events = [event for event in self._browser.events if event.get("sessionId") != session]
