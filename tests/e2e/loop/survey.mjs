// The customer's part: opens the link of his mail on a phone without scripts, sends what he thinks,
// and looks at it again. Tells what was seen as one JSON object.
import { asked, Launch, Tell } from "../wall/browser.mjs";
import { Axe } from "../agent/pages.mjs";

const kPhone = { width: 390, height: 844 };
const kSizes = { tiny: [320, 640], phone: [390, 844], desk: [1366, 768], wall: [3840, 2160] };
const kPhoneOnly = { phone: kSizes.phone };

// Everything that a machine can tell of the page's fitness.
const Shape = () => ({
  wide: document.documentElement.scrollWidth > innerWidth + 1,
  language: document.documentElement.lang,
  scripts: document.scripts.length,
});

async function TakePictures(browser, url, name, seen, sizes = kSizes) {
  for (const [size, [width, height]] of Object.entries(sizes)) {
    for (const theme of ["dark", "light"]) {
      const options = { viewport: { width, height }, colorScheme: theme, bypassCSP: true };
      const context = await browser.newContext(options);
      const page = await context.newPage();
      for (const language of ["en", "zh"]) {
        await page.goto(`${url}?lang=${language}`);
        const picture = `${name}-${size}-${theme}-${language}`;
        await page.screenshot({ path: `${asked.pictures}/${picture}.png` });
        seen.pictures.push({ name: picture, ...(await page.evaluate(Shape)) });
        seen.axe.push(...(await Axe(page)).map((one) => `${picture} ${one}`));
      }
      await context.close();
    }
  }
}

// As a customer does it, whose browser runs no scripts.
async function Answer(browser, seen) {
  const context = await browser.newContext({ viewport: kPhone, javaScriptEnabled: false });
  const page = await context.newPage();
  const opened = await page.goto(asked.survey);
  seen.status = opened.status();
  seen.headers = opened.headers();
  seen.bytes = (await opened.body()).length;
  seen.text = await page.textContent("main");
  await page.check("input[name=csat][value='1']", { force: true });
  await page.check("input[name=nps][value='2']", { force: true });
  await page.fill("textarea[name=words]", asked.words);
  const [answered] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === "POST"),
    page.click("button[type=submit]"),
  ]);
  await page.waitForLoadState();
  seen.answered = answered.status();
  seen.thanks = await page.textContent("main");
  await page.screenshot({ path: `${asked.pictures}/loop-thanks.png` });
  seen.again = (await page.goto(asked.survey)).status();
  seen.afterwards = await page.textContent("main");
  await context.close();
}

const seen = { pictures: [], axe: [] };
const browser = await Launch();
try {
  await TakePictures(browser, asked.survey, "loop-survey", seen);
  await TakePictures(browser, `${asked.survey}/preference`, "loop-preference", seen, kPhoneOnly);
  await Answer(browser, seen);
  await TakePictures(browser, asked.survey, "loop-answered", seen, kPhoneOnly);
  Tell(seen);
} finally {
  await browser.close();
}
