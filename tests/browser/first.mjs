// first - the first minutes of an empty house in a real browser: who has just installed palier comes in by the link of the
// installation and follows what each page says is next, until an assessment is rated and its figure stands there. Nothing is
// typed into the address bar. Counted are the clicks, the keys and the fields; what a person would need is reckoned of them.
// usage: node first.mjs ORIGIN LINK LANGUAGE [--shots DIR]
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { end, launch, tell } from "./told.mjs";

const [origin, link, language] = process.argv.slice(2, 5);
const at = process.argv.indexOf("--shots");
const shots = at > 0 ? process.argv[at + 1] : undefined;
if (shots !== undefined) mkdirSync(shots, { recursive: true });
const PASSWORD = "correct horse battery staple";
const CLICK = 3, FIELD = 2, TYPED = 0.3, KEY = 0.7, READ = 4; // seconds of a person: a click, finding a field, a letter, a key in the grid, reading a page
const MOST = 300;

const WORDS = {
  en: {
    password: "Password", again: "The same again", enter: "Save and sign in", begin: "Start a project", title: "Title", save: "Save", needs: "Write the needs",
    candidates: "Name the candidates", name: "or a new one: its name", add: "Add", meeting: "Write down the first meeting", date: "Date of the meeting",
    profile: "Choose a confidence profile", keep: "Keep", tender: "Open the tender", assess: "New assessment", start: "Start",
    rate: "Go on with PA01", overview: "Overview", say: "Say that all is rated", rated: "All is rated", isRated: /the assessment is: rated/, figure: /5 points missing to Museum/,
  },
  fr: {
    password: "Mot de passe", again: "Le même, une seconde fois", enter: "Enregistrer et se connecter", begin: "Commencer un projet", title: "Titre", save: "Enregistrer", needs: "Écrire les besoins",
    candidates: "Nommer les candidats", name: "ou un nouveau : son nom", add: "Ajouter", meeting: "Consigner la première réunion", date: "Date de la réunion",
    profile: "Choisir un profil de confiance", keep: "Garder", tender: "Ouvrir la consultation", assess: "Nouvelle évaluation", start: "Commencer",
    rate: "Continuer avec PA01", overview: "Vue d’ensemble", say: "Dire que tout est coté", rated: "Tout est coté", isRated: /l’évaluation est : coté/, figure: /5 points manquants pour atteindre Museum/,
  },
}[language];

const browser = await launch();
const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: language, reducedMotion: "reduce" });
const tab = await context.newPage();
tab.setDefaultTimeout(5000);
const problems = [];
tab.on("pageerror", (error) => problems.push(`script: ${error.message}`));
tab.on("console", (message) => { if (message.type() === "error") problems.push(`console: ${message.text()}`); });
const done = { clicks: 0, fields: 0, letters: 0, keys: 0, pages: 0 };
const shoot = async (name) => { if (shots !== undefined) await tab.screenshot({ path: join(shots, `${language}-${String(done.pages).padStart(2, "0")}-${name}.png`), fullPage: true }); };
const click = async (what) => {
  done.clicks += 1;
  await what.click();
  await tab.waitForLoadState("load");
};
const turn = async (what) => { // a click that leads to a page
  await click(what);
  done.pages += 1;
  await shoot(new URL(tab.url()).pathname.replace(/\W+/g, "-"));
};
const press = (name) => turn(tab.getByRole("button", { name, exact: true }).first());
// What the page says is next: the one button that leads on.
const go = (name) => turn(tab.locator("a.button").filter({ hasText: name }).first());
const fill = async (label, text) => {
  done.fields += 1;
  done.letters += text.length;
  await tab.getByLabel(label, { exact: true }).first().fill(text);
};
const key = async (...keys) => {
  for (const each of keys) {
    done.keys += 1;
    await tab.keyboard.press(each);
  }
};

// What is marked by keys in the grid: of each area a step and all those below it, then the next column; here and there
// another mark than "fully".
const mark = async () => {
  const areas = await tab.locator(".grid thead [data-id]").count();
  await click(tab.locator('.grid td a[href^="marks/PA01/2.4?"]'));
  for (let at = 0; at < areas; at += 1) {
    await key("Shift+Enter");
    if (at % 4 === 1) await key("L");
    if (at + 1 < areas) await key("ArrowRight");
  }
  for (const last = performance.now() + 5000; performance.now() < last && await tab.locator(".grid .w").count() > 0;) await new Promise((then) => setTimeout(then, 30));
  await shoot("marked");
};

const says = async (words) => {
  const all = (await tab.locator("main").innerText()).replace(/\s+/g, " ");
  if (!words.test(all)) problems.push(`${tab.url()} does not say ${words}: ${all.slice(0, 300)}`);
};

const begun = performance.now();
try {
  await tab.goto(origin + link);
  await fill(WORDS.password, PASSWORD);
  await fill(WORDS.again, PASSWORD);
  await press(WORDS.enter);
  await go(WORDS.begin);
  await fill(WORDS.title, "Museum");
  await press(WORDS.save);
  await go(WORDS.needs);
  for (const need of ["integrity", "availability", "imputability", "confidentiality", "exposure"]) await click(tab.locator(`input[name=${need}][value='2']`));
  await press(WORDS.save);
  await go(WORDS.candidates);
  await fill(WORDS.name, "North Hosting");
  await press(WORDS.add);
  await go(WORDS.meeting);
  await press(WORDS.save);
  await go(WORDS.profile);
  await press(WORDS.keep);
  await go(WORDS.tender);
  await press(WORDS.save);
  await go(WORDS.assess);
  await fill(WORDS.title, "First assessment");
  await press(WORDS.start);
  await go(WORDS.rate);
  await mark();
  await turn(tab.getByRole("link", { name: WORDS.overview, exact: true }));
  await go(WORDS.say);
  await press(WORDS.rated);
  await says(WORDS.isRated);
  await turn(tab.getByRole("link", { name: WORDS.overview, exact: true }));
  await says(WORDS.figure);
  if (await tab.locator("main .figure svg").count() === 0) problems.push("no figure");
} catch (error) {
  problems.push(`${tab.url()}: ${error.message.split("\n").slice(0, 3).join(" ")}`);
  await shoot("failed");
}
const driven = (performance.now() - begun) / 1000;
const person = done.clicks * CLICK + done.fields * FIELD + done.letters * TYPED + done.keys * KEY + done.pages * READ;
console.log(`${language}: ${done.clicks} clicks, ${done.fields} fields, ${done.letters} letters, ${done.keys} keys, ${done.pages} pages; driven in ` +
  `${driven.toFixed(1)} s, a person needs some ${Math.round(person)} s of ${MOST}`);
if (person > MOST) problems.push(`a person would need ${Math.round(person)} s, ${MOST} are the most`);
tell(`${language}: from an empty house to a rated assessment`, problems);
await browser.close();
end();
