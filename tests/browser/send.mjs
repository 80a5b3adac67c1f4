// send - from a new project to a link in somebody's hands, in a real browser, with a script and without: somebody who has
// just signed in starts a project, names a candidate, sends them the questionnaire as it is offered, and copies the link;
// somebody else opens it in a browser of theirs. Nothing is typed into the address bar but the link. Counted are the clicks.
// usage: node send.mjs ORIGIN LINK LANGUAGE [--shots DIR]
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { end, launch, tell } from "./told.mjs";

const [origin, link, language] = process.argv.slice(2, 5);
const at = process.argv.indexOf("--shots");
const shots = at > 0 ? process.argv[at + 1] : undefined;
if (shots !== undefined) mkdirSync(shots, { recursive: true });
const PASSWORD = "correct horse battery staple";
const MOST = 12;

const WORDS = {
  en: {
    password: "Password", again: "The same again", enter: "Save and sign in", begin: /Start a project|New project/, title: "Title", save: "Save",
    candidates: "Candidates", name: "or a new one: its name", add: "Add", questionnaires: "Questionnaires", compose: "Send a questionnaire",
    send: "Send", open: "Open it in this browser", isOpen: /Museum/, once: /it stands on this page and never again/, invited: /North Hosting.*open/,
  },
  fr: {
    password: "Mot de passe", again: "Le même, une seconde fois", enter: "Enregistrer et se connecter", begin: /Commencer un projet|Nouveau projet/, title: "Titre",
    save: "Enregistrer", candidates: "Candidats", name: "ou un nouveau : son nom", add: "Ajouter", questionnaires: "Questionnaires",
    compose: "Envoyer un questionnaire", send: "Envoyer", open: "L’ouvrir dans ce navigateur", isOpen: /Museum/,
    once: /il figure sur cette page, puis plus jamais/, invited: /North Hosting.*ouvert/,
  },
}[language];

const browser = await launch();

const walk = async (name, javaScriptEnabled, begin) => {
  const problems = [];
  let clicks = 0;
  const open = async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: language, reducedMotion: "reduce", javaScriptEnabled });
    const tab = await context.newPage();
    tab.setDefaultTimeout(5000);
    tab.on("pageerror", (error) => problems.push(`script: ${error.message}`));
    tab.on("console", (message) => { if (message.type() === "error") problems.push(`console: ${message.text()}`); });
    return tab;
  };
  const shoot = async (tab, what) => {
    if (shots !== undefined) await tab.screenshot({ path: join(shots, `${language}-${name}-${what}.png`), fullPage: true });
  };
  const tab = await open();
  const click = async (what) => {
    clicks += 1;
    await what.click();
    await tab.waitForLoadState("load");
    await shoot(tab, String(clicks).padStart(2, "0"));
  };
  const press = (words) => click(tab.getByRole("button", { name: words, exact: true }).first());
  const follow = (words) => click(tab.getByRole("link", { name: words, exact: true }).first());
  const fill = (label, text) => tab.getByLabel(label, { exact: true }).first().fill(text);
  const says = async (page, words) => {
    const all = (await page.locator("main").innerText()).replace(/\s+/g, " ");
    if (!words.test(all)) problems.push(`${page.url()} does not say ${words}: ${all.slice(0, 300)}`);
  };
  try {
    await begin(tab, fill);
    await click(tab.locator("a.button").filter({ hasText: WORDS.begin }).first());
    await fill(WORDS.title, `Museum ${name}`);
    await press(WORDS.save);
    await follow(WORDS.candidates);
    await fill(WORDS.name, "North Hosting");
    await press(WORDS.add);
    await follow(WORDS.questionnaires);
    await click(tab.locator("a.button").filter({ hasText: WORDS.compose }).first());
    await press(WORDS.send);
    await says(tab, WORDS.once);
    const copied = tab.locator("input.code.copy").first();
    await click(copied);
    const theirs = await open();
    await theirs.goto(await copied.inputValue());
    await theirs.getByRole("button", { name: WORDS.open, exact: true }).click();
    await theirs.waitForURL(/\/answer/);
    await says(theirs, WORDS.isOpen);
    await shoot(theirs, "theirs");
    await theirs.context().close();
    await tab.goto(new URL("../questionnaires", tab.url()).href);
    await says(tab, WORDS.invited);
  } catch (error) {
    problems.push(`${tab.url()}: ${error.message.split("\n").slice(0, 3).join(" ")}`);
    await shoot(tab, "failed");
  }
  if (clicks > MOST) problems.push(`${clicks} clicks, ${MOST} are the most`);
  console.log(`${language}, ${name}: ${clicks} clicks from a new project to a link in somebody's hands`);
  tell(`${language}: a link in somebody's hands, ${name}`, problems);
  await tab.context().close();
};

await walk("with a script", true, async (tab, fill) => {
  await tab.goto(origin + link);
  await fill(WORDS.password, PASSWORD);
  await fill(WORDS.again, PASSWORD);
  await tab.getByRole("button", { name: WORDS.enter, exact: true }).click();
});
await walk("without one", false, async (tab, fill) => {
  await tab.goto(origin + "/sign-in");
  await tab.locator("input[name=email]").fill("anne@example.org");
  await tab.locator("input[name=password]").fill(PASSWORD);
  await tab.locator("main form button").first().click();
});
await browser.close();
end();
