// The browser of the e2e tests: Debian's Chromium by the DevTools protocol, and what every page is
// watched for.
import { chromium } from "playwright-core";

const kExecutable = process.env.RECOURSE_CHROMIUM ?? "/usr/bin/chromium";
const kFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** What the tests are told on the command line, one JSON object. */
export const asked = JSON.parse(process.argv[2] ?? "{}");

export async function Launch() {
  return chromium.launch({ executablePath: kExecutable, args: kFlags });
}

/** A page of its own context. `faults` fills with all that a console or a policy complains of. */
export async function OpenPage(browser, faults, options = {}) {
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    colorScheme: "dark",
    locale: "en-GB",
    timezoneId: "Asia/Shanghai",
    ...options,
  });
  const page = await context.newPage();
  await page.exposeFunction("recourseFault", (text) => faults.push(text));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      window.recourseFault(`policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  page.on("pageerror", (error) => faults.push(`exception: ${error.message}`));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) {
      faults.push(`${message.type()}: ${message.text()} ${message.location().url}`);
    }
  });
  page.on("request", (request) => {
    const { origin } = new URL(request.url());
    if (origin !== new URL(asked.url).origin) faults.push(`foreign: ${request.url()}`);
  });
  return { context, page };
}

/** The first question of a page, who is signed in, has 401 for an answer: Chromium notes that. */
export function IsExpected(fault) {
  return fault.includes("401") && fault.includes("/v1/session");
}

export async function SignIn(page) {
  await page.goto(asked.url);
  await page.waitForURL("**/sign-in");
  await page.fill("input[name=user]", asked.user);
  await page.fill("input[name=password]", asked.password);
  await page.keyboard.press("Enter");
  await page.waitForSelector("[data-figure=open]");
}

export function Tell(answer) {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
