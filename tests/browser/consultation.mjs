// consultation - one from its annex to the answers compared, in real browsers at once: an expert (Eve), a project manager in
// French (Max), the keeper (Kim), three candidates with a colleague (Nina and Nils with a script; Gaston in French without one,
// Ed on a telephone), somebody of another project (Sam). What a candidate writes carries a word that nobody else may see before
// the opening: every page that a link leads to is looked through for it. tests/http/test_consultation.py runs it and answers at
// CONTROL: / (the links with which people come in), /later/SECONDS (the server's clock).
// usage: node consultation.mjs ORIGIN CONTROL [--shots DIR]
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { end, launch, tell } from "./told.mjs";

const [origin, control] = process.argv.slice(2, 4);
const at = process.argv.indexOf("--shots");
const shots = at > 0 ? process.argv[at + 1] : undefined;
if (shots !== undefined) mkdirSync(shots, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PASSWORD = "correct horse battery staple";
const WAIT = Number(process.env.PALIER_WAIT ?? 60000); // a loaded machine
const HOURS = 3600;
const SECRET = "Zanzibar"; // stands in every answer, file, remark and name of a candidate
const browser = await launch();
const ask = async (path) => (await fetch(control + path)).json();

class Person {
  constructor(name, { language = "en", width = 1280, isDark = false, hasScript = true } = {}) {
    Object.assign(this, { name, language, width, isDark, hasScript, problems: [], number: 0 });
  }

  async sit() {
    this.context = await browser.newContext({ viewport: { width: this.width, height: 900 }, locale: this.language,
      colorScheme: this.isDark ? "dark" : "light", javaScriptEnabled: this.hasScript, reducedMotion: "reduce", acceptDownloads: true,
      isMobile: this.width < 600, hasTouch: this.width < 900 });
    this.tab = await this.context.newPage();
    this.tab.setDefaultTimeout(WAIT);
    this.tab.on("pageerror", (error) => this.problems.push(`script: ${error.message}`));
    this.tab.on("console", (message) => {
      if (message.type() === "error" && !/status of 4\d\d|net::ERR/.test(message.text())) this.problems.push(`console: ${message.text()}`);
    });
  }

  // With an account: the link of the invitation.
  async come(link) {
    await this.sit();
    await this.tab.goto(origin + link);
    for (const field of await this.tab.locator("input[type=password]").all()) await field.fill(PASSWORD);
    await this.leave(() => this.tab.locator("main form button").first().click());
    await this.tab.goto(`${origin}/me`);
    if (this.language === "fr") {
      await this.tab.locator("select[name=language]").selectOption("fr");
      await this.leave(() => this.tab.locator("form:has(select[name=language]) button").first().click());
    }
  }

  // With the link of a questionnaire.
  async enter(link, role) {
    await this.sit();
    await this.tab.goto(link);
    await this.leave(() => this.tab.locator("main form button").first().click());
    this.home = this.tab.url();
    await this.look("the overview");
    await this.leave(() => this.tab.getByRole("link", { name: /^(Begin|Commencer|Go on|Continuer)/ }).first().click());
    await this.tab.locator("#f-role").fill(role);
    await this.tab.locator("#f-name").fill(this.name);
    await this.leave(() => this.tab.locator("main form button.primary").click());
  }

  // What leads to a page, be it the same one again.
  async leave(act) {
    await Promise.all([this.tab.waitForNavigation({ waitUntil: "load" }), act()]);
  }

  async go(path) { await this.tab.goto(path.startsWith("/") && this.home === undefined ? origin + path : this.home + path); }
  question(id) { return this.tab.locator(`#at-${id}`); }
  field(id, name) { return this.question(id).locator(`[name="${name}"]`); }
  async text() { return (await this.tab.locator("body").innerText()).replace(/\s+/g, " "); }
  async says(...words) {
    const all = await this.text();
    for (const word of words) {
      if (!(word instanceof RegExp ? word.test(all) : all.includes(word))) throw new Error(`${this.name} is not told ${word} at ${this.tab.url()}: ${all.slice(0, 900)}`);
    }
  }

  // An answer is saved: as one types, or with its button.
  async save(id) {
    const status = this.question(id).locator("[data-status]").filter({ hasText: /^(Saved|Enregistré)/ });
    if (!this.hasScript) await this.leave(() => this.question(id).locator(".saving button:not([name])").click());
    await status.waitFor();
  }

  async press(name) { await this.leave(() => this.tab.getByRole("button", { name, exact: true }).first().click()); }

  // What axe and the eye find at the page as it is.
  async look(what) {
    const wide = await this.tab.locator("html").evaluate((root) => root.scrollWidth - root.clientWidth).catch(() => 0);
    if (wide > 0) this.problems.push(`${what} is wider than the window by ${wide}`);
    if (shots !== undefined) {
      this.number += 1;
      await this.tab.screenshot({ path: join(shots, `${this.name.split(" ")[0]}-${this.number}-${what.replaceAll(" ", "-")}.png`), fullPage: true });
    }
    if (!this.hasScript) return;
    await this.tab.evaluate(axe);
    const result = await this.tab.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] }));
    for (const each of result.violations) this.problems.push(`${what}: axe ${each.id}: ${each.nodes.slice(0, 2).map((node) => node.html.slice(0, 200)).join(" | ")}`);
  }

  // Every page that links lead to, from one; `see` looks at each. No link is refused.
  async walk(from, see, most = 400) {
    const open = [from];
    const seen = new Set(open);
    for (let i = 0; i < open.length && i < most; i += 1) {
      const answer = await this.context.request.get(open[i], { maxRedirects: 5 });
      const text = await answer.text();
      if (answer.status() >= 400) this.problems.push(`a link is refused with ${answer.status()}: ${open[i]}`);
      see(open[i], text, answer);
      if (!(answer.headers()["content-type"] ?? "").startsWith("text/html")) continue;
      for (const [, href] of text.matchAll(/<a [^>]*href="([^"]+)"/g)) {
        const url = new URL(href.replaceAll("&amp;", "&"), open[i]);
        url.hash = "";
        const key = url.href.replace(/[?&](sort|cursor|look|lang|format)=[^&]*/g, "");
        if (url.origin === origin && !seen.has(key) && !/\/(sign-out|language|look)/.test(url.pathname)) {
          seen.add(key);
          open.push(url.href);
        }
      }
    }
    return open.length;
  }
}

const part = async (name, act) => {
  const problems = [];
  const started = Date.now();
  try {
    await act(problems);
  } catch (error) {
    problems.push(error.stack?.split("\n").slice(0, 9).join("\n") ?? String(error));
  }
  tell(name, problems);
  if (process.argv.includes("-v")) console.log(`${name} ${((Date.now() - started) / 1000).toFixed(1)} s`);
};
const links = await ask("/");
const eve = new Person("Eve Expert");
const max = new Person("Max Manager", { language: "fr", isDark: true });
const kim = new Person("Kim Keeper");
const sam = new Person("Sam Stranger");
const nina = new Person(`Nina ${SECRET}`);
const nils = new Person(`Nils ${SECRET}`, { width: 820 });
const gaston = new Person(`Gaston ${SECRET}`, { language: "fr", hasScript: false });
const ed = new Person(`Ed ${SECRET}`, { width: 390 });
const TENDER = "/projects/site/tender/t1";
const theirs = {}; // the links that were copied, by candidate

await part("they come in", async () => {
  for (const one of [eve, max, kim, sam]) await one.come(links[one.name.split(" ")[0].toLowerCase()]); // passwords are reckoned one at a time
});

await part("the annex is fixed, then all links leave in one act", async () => {
  await max.go("/projects/site/questionnaires/send");
  await max.look("before the annex");
  await max.leave(() => max.tab.locator("main a.button.primary").click());
  await max.look("the annex before it is fixed");
  const later = new Date(Date.now() + 2 * HOURS * 1000).toISOString();
  await max.tab.locator("[name=until]").fill(later.slice(0, 10));
  await max.tab.locator("[name=time]").fill(later.slice(11, 16));
  const fix = () => max.leave(() => max.tab.locator("main form.screen button.primary").click());
  await fix();
  await max.says("ANSWER-DAYS");
  await max.look("the annex with a closing that leaves little time");
  await max.tab.locator("[name=confirmed][value=ANSWER-DAYS]").check();
  await fix();
  await max.look("the annex as it is fixed");
  await max.go("/projects/site/questionnaires/send");
  await max.look("launching");
  await max.tab.locator("[name=keeper]").first().check();
  await max.leave(() => max.tab.locator("form.sending button.primary").click());
  await max.look("links");
  for (const one of await max.tab.locator("input.copy").all()) {
    const link = await one.inputValue();
    const name = await one.evaluate((node) => node.closest("section, li, tr, div")?.textContent ?? "");
    for (const candidate of ["North", "Grand", "Evasive"]) if (name.includes(candidate) && theirs[candidate] === undefined) theirs[candidate] = link;
  }
  if (Object.keys(theirs).length !== 3) throw new Error(`the links are not all there: ${JSON.stringify(theirs)} ${(await max.text()).slice(0, 600)}`);
});

await part("three candidates answer at once", async () => {
  await nina.enter(theirs.North, "Head of operations");
  await gaston.enter(theirs.Grand, "Responsable technique");
  await ed.enter(theirs.Evasive, "Owner");
  await Promise.all([nina, gaston, ed].map(async (one) => {
    await one.go("/topics/POL");
    await one.look("a topic");
    await one.field("POL-01", "fields.policy.title").fill(`${SECRET} policy`);
    await one.field("POL-01", "remark").fill(`${SECRET}: as of this year`);
    await one.save("POL-01");
    await one.go("/all");
    await one.says(SECRET);
    await one.look("all of it");
  }));
});

await part("a topic is handed on to a colleague, with a file", async () => {
  await nina.go("/hand-on");
  await nina.tab.locator("[name=topic]").first().selectOption("ORG");
  await nina.tab.locator("[name=note]").fill(`for ${SECRET}`);
  await nina.leave(() => nina.tab.locator("main form button.primary").click());
  await nils.enter(await nina.tab.locator("input.copy").inputValue(), "Lawyer");
  await nils.look("a topic that was handed on");
  if ((await nils.text()).includes(`${SECRET} policy`)) throw new Error("who has one topic sees another's answers");
  await nina.go("/files");
  await nina.tab.locator("input[type=file]").setInputFiles({ name: `${SECRET}.pdf`, mimeType: "application/pdf", buffer: Buffer.from(`%PDF-1.4 ${SECRET}`) });
  await nina.leave(() => nina.tab.locator("form:has(input[type=file]) button.primary").click());
  await nina.says(`${SECRET}.pdf`);
});

await part("a question goes through the keeper to all", async () => {
  await gaston.go("/questions");
  await gaston.look("asking");
  await gaston.tab.locator("#f-question").fill("Grand Cloud asks: do backups at our second site count?");
  await gaston.leave(() => gaston.tab.locator("main form button.primary").click());
  await max.go(`${TENDER}/questions`);
  if ((await max.text()).includes("Grand Cloud asks")) throw new Error("the project manager reads who asks");
  await kim.go(`${TENDER}/questions`);
  await kim.says("Grand Cloud asks");
  await kim.look("questions, as the keeper sees them");
  await kim.tab.locator("textarea[name=question]").first().fill("Do backups at a second site count?");
  await kim.tab.locator("form[action$='/pass-on'] [name=confirmed]").first().check();
  await kim.leave(() => kim.tab.locator("form[action$='/pass-on'] button").first().click());
  await max.go(`${TENDER}/questions`);
  await max.says("Do backups at a second site count?");
  await max.tab.locator("form[action$='/questions/answer'] textarea[name=answer]").first().fill("Yes, where they are tested.");
  const needless = max.tab.locator("form[action$='/questions/answer'] input[name=needed][value=no]").first();
  if (await needless.count() > 0) await needless.check();
  await max.look("answering to all");
  await max.leave(() => max.tab.locator("form[action$='/questions/answer'] button").first().click());
  for (const one of [nina, ed, gaston]) {
    await one.go("/questions");
    await one.says("Do backups at a second site count?", "Yes, where they are tested.");
    if (one !== gaston && (await one.text()).includes("Grand Cloud")) throw new Error(`${one.name} reads who asked`);
    await one.look("questions and answers to all");
  }
});

// Nothing of a candidate before the opening: on no page, in no file, count or search that anybody of the house reaches.
const sealed = async (when) => {
  for (const one of [eve, max, kim, sam]) {
    await part(`${when} ${one.name} sees no word of a candidate`, async (problems) => {
      let files = 0;
      const see = (url, text, answer) => {
        files += (answer.headers()["content-type"] ?? "").startsWith("text/html") ? 0 : 1;
        if (text.includes(SECRET)) problems.push(`it stands in ${url}`);
      };
      const pages = await one.walk(`${origin}/`, see);
      for (const path of ["/api/v1/projects/site", "/api/v1/projects/site/questionnaires", "/api/v1/audit", `/api/v1${TENDER}`, "/api/v1/projects/site/candidates"]) {
        const answer = await one.context.request.get(origin + path);
        see(path, await answer.text(), answer);
      }
      // A search finds as much of it as of a word that nobody wrote.
      for (const path of ["/projects?q=", "/audit?q=", "/library?q=", "/projects/site/questionnaires?q="]) {
        const [found, none] = await Promise.all([SECRET, "Xylophon"].map(async (word) => (await (await one.context.request.get(origin + path + word)).text())
          .replaceAll(word, "").replace(/value="[0-9a-zA-Z_.-]{20,}"|<code>[0-9a-f]{16}<\/code>/g, "")));
        if (found !== none) problems.push(`${path} finds something`);
      }
      if (pages < 15) problems.push(`the walk saw ${pages} pages only`);
      problems.push(...one.problems.splice(0));
    });
  }
};
await sealed("while they answer");

await part("two hand in; nobody reads that before the opening", async () => {
  for (const one of [nina, gaston]) {
    await one.go("/submit");
    await one.look("handing in");
    const name = one.tab.locator("[name=signed_by]");
    if (await name.count() > 0 && await name.inputValue() === "") await name.fill(`Director ${SECRET}`);
    await one.leave(() => one.tab.locator("main form button.primary").click());
    await one.look("the receipt");
  }
  await max.go(TENDER);
  await max.look("the consultation before the closing");
  await kim.go(TENDER);
  await kim.says("North Hosting", "Evasive Web");
  await kim.look("who takes part");
});
await sealed("once two have handed in");

await part("it closes by the clock", async () => {
  await ed.go("/topics/POL");
  await ask(`/later/${2 * HOURS + 120}`);
  await ed.field("POL-01", "remark").fill(`${SECRET}: too late`);
  await ed.question("POL-01").locator("[data-status]").filter({ hasText: /^Not saved: / }).waitFor();
  await ed.look("typed after the closing");
  await ed.go("/submit");
  await ed.look("handing in after the closing");
  await ed.go("");
  await ed.leave(() => ed.tab.locator("a[href$='/late']").first().click());
  await ed.tab.locator("#f-reason").fill("The network was down here.");
  await ed.leave(() => ed.tab.locator("main form button").last().click());
  await ed.look("what came too late");
});
await sealed("behind the closing");

await part("two open it, and the record says so", async () => {
  for (const one of [eve, max]) {
    await one.go(TENDER);
    await one.leave(() => one.tab.locator("form[action$='/declare'] button[value=none]").click());
    await one.look("declared");
  }
  await max.tab.locator("details:has(form[action$='/open']) summary").click();
  await max.leave(() => max.tab.locator("form[action$='/open'] button").last().click());
  await max.go(TENDER);
  await max.look("opened");
  await max.go(`${TENDER}/record`);
  await max.says("North Hosting", "Grand Cloud", /[0-9a-f]{64}/);
  await max.look("the record of the opening");
  await max.go(`${TENDER}/availability`);
  await max.look("availability");
});

await part("now they are read, and compared without a rank", async () => {
  await eve.go("/projects/site/questionnaires");
  await eve.look("questionnaires");
  await eve.leave(() => eve.tab.locator("main tbody a").filter({ hasText: "North Hosting" }).first().click());
  await eve.tab.goto(`${eve.tab.url().split("?")[0]}/answers/POL-01`);
  await eve.says(`${SECRET} policy`);
  await eve.look("an answer");
  await eve.go("/projects/site/questionnaires/across/POL-01");
  await eve.says(`${SECRET} policy`, "North Hosting", "Grand Cloud");
  await eve.look("across candidates");
  await eve.go("/projects/site/questionnaires/compare");
  await eve.look("compared");
  const text = await eve.text();
  if (/\b(rank|best|1st|winner)\b/i.test(text)) throw new Error(`something ranks: ${text.slice(0, 500)}`);
});

await part("what came too late stays unread", async (problems) => {
  await eve.walk(`${origin}/`, (url, text) => {
    if (text.includes(`${SECRET}: too late`)) problems.push(`it stands in ${url}`);
  });
  problems.push(...eve.problems.splice(0));
  await ed.go("");
  if (/North|Grand/.test(await ed.text())) problems.push("a candidate reads of another");
});

await part("whoever is of another project sees nothing still", async (problems) => {
  await sam.walk(`${origin}/`, (url, text) => {
    if (text.includes(SECRET) || text.includes("North Hosting")) problems.push(`it stands in ${url}`);
  });
  for (const path of [TENDER, `${TENDER}/record`, "/projects/site/questionnaires", "/projects/site/questionnaires/compare"]) {
    const answer = await sam.context.request.get(origin + path);
    if (answer.status() < 400) problems.push(`${path}: ${answer.status()}`);
  }
});

for (const one of [eve, max, kim, sam, nina, nils, gaston, ed]) tell(`${one.name} saw nothing odd`, one.problems);
await browser.close();
end();
