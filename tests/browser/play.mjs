// play - a house from its first minute in a real browser: six people, each in a browser of their own, do by what the pages
// offer what is theirs to do (docs/manual.md). Names of fields and buttons are those that are read to people. Then each
// walks through every page that a link leads to: none is refused, none is wide, no script fails.
// usage: node play.mjs ORIGIN LINK [--shots DIR]
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { end, launch, tell } from "./told.mjs";

const [origin, first] = process.argv.slice(2, 4);
const at = process.argv.indexOf("--shots");
const shots = at > 0 ? process.argv[at + 1] : undefined;
if (shots !== undefined) mkdirSync(shots, { recursive: true });
const PASSWORD = "correct horse battery staple";
const browser = await launch();

// One person with a browser of their own; what scripts and the network say is kept.
class Person {
  constructor(name, language = "en") {
    this.name = name;
    this.language = language;
    this.problems = [];
    this.number = 0;
  }

  async come(link) {
    this.context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: this.language, reducedMotion: "reduce" });
    this.tab = await this.context.newPage();
    this.tab.setDefaultTimeout(5000);
    this.tab.on("pageerror", (error) => this.problems.push(`script: ${error.message}`));
    this.tab.on("console", (message) => {
      if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) this.problems.push(`console: ${message.text()}`);
    });
    await this.tab.goto(origin + link);
    const fr = this.language === "fr";
    await this.tab.getByLabel(fr ? "Mot de passe" : "Password", { exact: true }).fill(PASSWORD);
    await this.tab.getByLabel(fr ? "Le même, une seconde fois" : "The same again").fill(PASSWORD);
    await this.press(fr ? "Enregistrer et se connecter" : "Save and sign in");
  }

  async go(path) { await this.tab.goto(origin + path); }
  async press(name) {
    await Promise.all([this.tab.waitForLoadState("load"), this.tab.getByRole("button", { name, exact: true }).first().click()]);
    await this.tab.waitForLoadState("load");
  }
  async follow(name) {
    await this.tab.getByRole("link", { name }).first().click();
    await this.tab.waitForLoadState("load");
  }
  async fill(label, text) { await this.tab.getByLabel(label, { exact: true }).first().fill(text); }
  async choose(label, option) { await this.tab.getByLabel(label, { exact: true }).first().selectOption(option); }
  async text() { return (await this.tab.locator("main").innerText()).replace(/\s+/g, " "); }
  async says(...words) {
    const all = (await this.tab.locator("body").innerText()).replace(/\s+/g, " ");
    for (const word of words) {
      if (!all.includes(word)) throw new Error(`${this.name} is not told "${word}" at ${this.tab.url()}: ${(await this.text()).slice(0, 700)}`);
    }
  }
  async hides(...words) {
    const all = (await this.tab.locator("body").innerText()).replace(/\s+/g, " ");
    for (const word of words) {
      if (all.includes(word)) throw new Error(`${this.name} is told "${word}" at ${this.tab.url()}`);
    }
  }
  async shoot(name) {
    if (shots !== undefined && this.tab !== undefined) await this.tab.screenshot({ path: join(shots, `${this.name}-${++this.number}-${name}.png`), fullPage: true });
  }
}

// One act of the play; what goes wrong in it ends it, and the play goes on.
const act = async (name, person, steps) => {
  const problems = [];
  person.problems = problems;
  try {
    await steps(person);
  } catch (error) {
    problems.push(error.message.split("\n").slice(0, 6).join(" "));
    await person.shoot("failed").catch(() => undefined);
  }
  tell(`${person.name}: ${name}`, problems);
};

const [ada, eve, max, pru, al, otto] = [["Ada"], ["Eve"], ["Max"], ["Pru", "fr"], ["Al"], ["Otto"]].map((words) => new Person(...words));
const links = {};

await act("comes in by the link of the installation", ada, async (me) => {
  await me.come(first);
  await me.says("Projects", "Ada Admin");
  await me.shoot("first");
});
for (const [name, role, language] of [["Eve", "expert", "English"], ["Max", "", "English"], ["Pru", "", "Français"], ["Al", "", "English"], ["Otto", "auditor", "English"]]) {
  await act(`invites ${name}`, ada, async (me) => {
    await me.go("/people");
    await me.fill("Name", `${name} Example`);
    await me.fill("E-mail address", `${name.toLowerCase()}@example.org`);
    if (role !== "") await me.tab.locator(`input[value=${role}]`).check();
    await me.choose("Language", { label: language });
    await me.press("Make the link");
    links[name] = new URL(await me.tab.locator("input.code.copy").inputValue()).pathname;
  });
}
await act("begins a project, and says who leads it", eve, async (me) => {
  await me.come(links.Eve);
  await me.shoot("first");
  await me.go("/");
  await me.follow("New project");
  await me.fill("Title", "Musée des beaux-arts");
  await me.fill("What it is about", "The public site of a museum.\nIts shop stays elsewhere.");
  await me.press("Save");
  await me.says("Musée des beaux-arts", "Its shop stays elsewhere.");
  if (new URL(me.tab.url()).pathname !== "/projects/musee-des-beaux-arts") throw new Error(`its address is ${me.tab.url()}`);
  await me.follow("Name its project manager");
  for (const [role, name] of [["project manager", "Max Example"]]) {
    await me.choose("Role", { label: role });
    await me.press("Show who may be it");
    await me.tab.locator("select[name=person]").selectOption({ label: name });
    await me.press("Add");
    await me.says(name);
  }
  await me.shoot("people");
});
await act("finds the project, and says who is provider, authority", max, async (me) => {
  await me.come(links.Max);
  await me.says("Musée des beaux-arts");
  await me.shoot("first");
  await me.go("/projects/musee-des-beaux-arts/people");
  for (const [role, name] of [["provider", "Pru Example"], ["approving authority", "Al Example"]]) {
    await me.choose("Role", { label: role });
    await me.press("Show who may be it");
    await me.tab.locator("select[name=person]").selectOption({ label: name });
    await me.press("Add");
    await me.says(name);
  }
});
await act("states the needs, as the page says is next", max, async (me) => {
  await me.go("/projects/musee-des-beaux-arts");
  await me.shoot("project");
  await me.tab.locator("a.button[href$='/needs']").first().click();
  for (const name of ["integrity", "availability", "imputability", "confidentiality", "exposure"]) {
    await me.tab.locator(`input[name=${name}][value='2']`).check();
  }
  await me.choose("Alert scheme", { label: "Vigipirate 2003" });
  await me.press("Save");
  await me.shoot("needs");
});
await act("pastes the laws of the first meeting out of a spreadsheet", max, async (me) => {
  await me.go("/projects/musee-des-beaux-arts/meeting");
  const before = await me.tab.locator("input[name$='.source']").count();
  const group = me.tab.locator("details", { has: me.tab.locator("button[name=take][value=laws]") });
  await group.locator("summary").first().click();
  await group.locator("textarea").first().fill("A law of its own\tIt binds the museum\tJO 1\nAnother law\tToo\tJO 2");
  await group.getByRole("button", { name: "Take these rows" }).click();
  await me.tab.waitForLoadState("load");
  const after = await me.tab.locator("input[name$='.source']").count();
  if (after < before + 2) throw new Error(`${before} rows became ${after}`);
  await me.fill("Date of the meeting", "2026-11-20");
  await me.press("Save");
  if (await me.tab.locator("input[value='A law of its own']").count() !== 1) throw new Error("a law was not kept");
  await me.shoot("meeting");
});
await act("proposes a profile, and takes it", eve, async (me) => {
  await me.go("/projects/musee-des-beaux-arts/proposal");
  await me.shoot("proposal");
  const take = me.tab.locator("main form[method=post] button").first();
  await take.click();
  await me.tab.waitForLoadState("load");
  await me.shoot("profile");
});
await act("names a candidate, and is asked about one of nearly the same name", max, async (me) => {
  await me.go("/projects/musee-des-beaux-arts/candidates");
  await me.tab.getByLabel("or a new one: its name").first().fill("Hébergeur du Nord");
  await me.press("Add");
  await me.says("Hébergeur du Nord");
  await me.tab.getByLabel("or a new one: its name").first().fill("HEBERGEUR DU  NORD");
  await me.press("Add");
  await me.says("Hébergeur du Nord");
  await me.shoot("similar");
});
await act("begins an assessment, marks an area, and sees the figure", eve, async (me) => {
  await me.go("/projects/musee-des-beaux-arts/assessments/new");
  await me.fill("Title", "First assessment");
  await me.tab.locator("select[name=provider]").selectOption({ label: "Hébergeur du Nord" });
  await me.press("Start");
  await me.shoot("begun");
  await me.follow("Marks");
  await me.tab.locator(".grid td a[tabindex='0']").focus();
  for (const key of ["f", "ArrowUp", "f", "ArrowUp", "l"]) await me.tab.keyboard.press(key);
  await me.tab.getByRole("status").filter({ hasText: /^saved \d\d:\d\d:\d\d$/ }).waitFor();
  await me.says("3 of 264 steps rated");
  await me.shoot("grid");
  await me.tab.getByRole("link", { name: "PA02 Assess Impact" }).click();
  await me.tab.waitForLoadState("load");
  const selects = me.tab.locator("main select[name^='mark/']");
  const count = Math.min(await selects.count(), 6);
  if (count < 3) throw new Error(`only ${count} marks to give`);
  for (let i = 0; i < count; i += 1) await selects.nth(i).selectOption("F");
  await me.press("Save");
  await me.shoot("marks");
  await me.follow("Overview");
  if (await me.tab.locator("main .figure svg").count() === 0) throw new Error("no figure");
  await me.shoot("overview");
});
await act("sees what somebody else saved, and loses nothing", eve, async (me) => {
  const path = `${new URL(me.tab.url()).pathname.replace(/\/(marks|text)$/, "")}/text`;
  await me.go(path);
  const other = await me.context.newPage();
  await other.goto(origin + path);
  const put = async (tab, words) => {
    const area = tab.locator("#f-text");
    await area.fill((await area.inputValue()).replace(/^title: .*$/m, `title: ${words}`));
    await tab.getByRole("button", { name: "Save", exact: true }).click();
    await tab.waitForLoadState("load");
  };
  await put(other, "Of the other tab");
  await put(me.tab, "Of the first tab");
  await me.says("Of the other tab");
  if (!(await me.tab.locator("#f-text").inputValue()).includes("Of the first tab")) throw new Error("what was typed is lost");
  await other.close();
  await me.shoot("conflict");
});
await act("raises the alert level, once it is shown what that asks", max, async (me) => {
  await me.go("/projects/musee-des-beaux-arts/alert");
  await me.shoot("alert");
  const level = me.tab.locator("select[name=level], input[name=level]").first();
  if (await level.count() === 0) throw new Error(`no level can be chosen: ${await me.text()}`);
  await level.selectOption({ index: 2 });
  await me.tab.getByLabel(/order/i).first().fill("Order 7");
  await me.press("Show what it asks for");
  await me.press("Put it in force");
  await me.says("Alert level in force");
});
await act("vient par son lien et trouve ce qui le nomme", pru, async (me) => {
  await me.come(links.Pru);
  await me.says("Musée des beaux-arts");
  await me.shoot("first");
  await me.hides("New project", "Nouveau projet");
});
await act("comes in, and reads", al, async (me) => {
  await me.come(links.Al);
  await me.says("Musée des beaux-arts");
  await me.shoot("first");
  await me.go("/projects/musee-des-beaux-arts");
  await me.hides("New assessment", "Edit the project");
});
await act("comes in, and reads everything", otto, async (me) => {
  await me.come(links.Otto);
  await me.says("Musée des beaux-arts");
  await me.go("/audit");
  await me.says("Audit log");
  await me.shoot("audit");
});
await act("is shown a mistake where it was made", max, async (me) => {
  await me.go("/projects/musee-des-beaux-arts/edit");
  await me.fill("Title", "");
  await me.tab.locator("main form").first().evaluate((form) => { form.noValidate = true; });
  await me.press("Save");
  const link = me.tab.locator("[role=alert] a").first();
  await link.click();
  const focused = await me.tab.evaluate(() => document.activeElement.id);
  if (focused !== "f-title") throw new Error(`the summary leads to ${focused}`);
  if (await me.tab.locator("#f-title[aria-invalid=true]").count() !== 1) throw new Error("the field says nothing");
});

// Each walks through all that links lead to.
const ONE_OF = 2; // pages of one kind
for (const person of [ada, eve, max, pru, al, otto]) {
  await act("every link opens", person, async (me) => {
    const wait = ["/"];
    const met = new Set(wait);
    const kinds = new Map();
    let pages = 0;
    while (wait.length > 0 && pages < 120) {
      const path = wait.shift();
      const kind = path.replace(/\?.*/, "").replace(/\/(projects|assessments|people|jobs|documents)\/(?!new)[^/]+/g, "/$1/*").replace(/\/library\/([^/]+)\/[^/]+/, "/library/$1/*");
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      if (kinds.get(kind) > ONE_OF || /\/(file|export)(\?|$)|format=|\.json/.test(path)) continue;
      const answer = await me.tab.goto(origin + path).catch((error) => {
        if (!/Download is starting/.test(error.message)) throw error;
      });
      if (answer === undefined || !(answer.headers()["content-type"] ?? "").startsWith("text/html")) continue;
      pages += 1;
      if (answer.status() !== 200) me.problems.push(`${path}: ${answer.status()}`);
      const seen = await me.tab.evaluate(() => ({
        wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        language: document.documentElement.lang,
        links: [...document.querySelectorAll("a[href]:not([download])")].map((node) => node.getAttribute("href")),
        places: [...document.querySelectorAll("a[href^='#']")].map((node) => node.getAttribute("href").slice(1)).filter((id) => id !== "" && document.getElementById(id) === null),
        dead: [...document.querySelectorAll("main button")].filter((node) => node.form === null && node.dataset.keys === undefined && node.type !== "button").map((node) => node.textContent),
      }));
      if (seen.wide > 0) me.problems.push(`${path}: wide by ${seen.wide}`);
      if (seen.language !== me.language) me.problems.push(`${path}: in ${seen.language}`);
      if (seen.places.length > 0) me.problems.push(`${path}: no place ${seen.places}`);
      if (seen.dead.length > 0) me.problems.push(`${path}: a button of no form: ${seen.dead}`);
      for (const href of seen.links) {
        const url = new URL(href, origin + path);
        const to = url.pathname + url.search;
        if (url.origin === origin && !/lang=|^\/(ui|api)\//.test(to) && !met.has(to)) {
          met.add(to);
          wait.push(to);
        }
      }
    }
    if (pages < 3) me.problems.push(`only ${pages} pages`);
    console.log(`${me.name}: ${pages} pages`);
  });
}
await browser.close();
end();
