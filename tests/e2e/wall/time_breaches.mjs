// Watches the wall while breaches fall due, and notes for each when its change reached the page and
// when it stood in it. Says "ready" on a line, then everything when `count` are seen or time is up.
import { asked, IsExpected, Launch, OpenPage, SignIn, Tell } from "./browser.mjs";

// Runs in the page before its own scripts. Times are of this machine's clock, as the database's.
function Instrument() {
  window.recourseSeen = { added: {}, received: {} };
  const Now = () => performance.timeOrigin + performance.now();
  const Source = window.EventSource;
  window.EventSource = class extends Source {
    constructor(...given) {
      super(...given);
      this.addEventListener("change", (event) => {
        const change = JSON.parse(event.data);
        if (change.clock_breached === undefined) return;
        window.recourseSeen.received[change.ticket_id] ??= {
          ms: Now(),
          recorded: Date.parse(change.recorded_time),
          due: Date.parse(change.clock_breached.due_time),
        };
      });
    }
  };
  const Note = (element) => {
    const { ticketId: id, dueTime } = element.dataset;
    const seen = window.recourseSeen.added;
    seen[id] ??= { ms: Now(), due: Date.parse(dueTime), times: 0 };
    seen[id].times += 1;
  };
  new MutationObserver((mutations) => {
    for (const node of mutations.flatMap((mutation) => [...mutation.addedNodes])) {
      if (node.nodeType !== Node.ELEMENT_NODE) continue;
      if (node.matches("[data-ticket-id]")) Note(node);
      for (const inner of node.querySelectorAll("[data-ticket-id]")) Note(inner);
    }
  }).observe(document, { childList: true, subtree: true });
}

const faults = [];
const browser = await Launch();
try {
  const { page } = await OpenPage(browser, faults);
  await page.addInitScript(Instrument);
  await SignIn(page);
  await page.waitForFunction(() => !document.querySelector(".breaches .empty-note") ||
    document.querySelector(".breaches .empty-title"));
  Tell({ ready: true });
  const end = Date.now() + asked.seconds * 1000;
  const Count = () => page.evaluate(() => Object.keys(window.recourseSeen.added).length);
  while (Date.now() < end && (await Count()) < asked.count) await page.waitForTimeout(500);
  await page.waitForTimeout(2000);
  if (asked.picture) await page.screenshot({ path: asked.picture });
  const seen = await page.evaluate(() => window.recourseSeen);
  Tell({ ...seen, faults: faults.filter((fault) => !IsExpected(fault)) });
} finally {
  await browser.close();
}
