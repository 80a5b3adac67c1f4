// look - every sample page (tests/http/sample_pages.py) in a real browser, served with the policy of the server: no
// violation of WCAG 2.1 AA that axe can see, no sideways scroll, nothing from another host, no error, small.
// usage: node look.mjs PAGES UI [--shots DIR] [--only TEXT]
import { createServer } from "node:http";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { end, launch, tell } from "./told.mjs";

const [pages, ui] = process.argv.slice(2, 4);
const option = (name) => {
  const at = process.argv.indexOf(name);
  return at > 0 ? process.argv[at + 1] : undefined;
};
const shots = option("--shots");
const only = option("--only") ?? "";
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; " +
  "form-action 'self'; frame-ancestors 'none'";
const FIRST_LOAD = 60_000; // bytes on the wire, headers and all

const server = createServer((request, response) => {
  const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
  const type = path.endsWith(".css") ? "text/css" : path.endsWith(".js") ? "text/javascript" : "text/html";
  try {
    const file = path.startsWith("/ui/") ? join(ui, path.slice(4)) : join(pages, path.slice(1));
    const body = gzipSync(readFileSync(file));
    response.writeHead(200, { "Content-Type": `${type}; charset=utf-8`, "Content-Encoding": "gzip",
      "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff" });
    response.end(body);
  } catch {
    response.writeHead(404);
    response.end();
  }
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const origin = `http://127.0.0.1:${server.address().port}`;

const browser = await launch();
if (shots !== undefined) mkdirSync(shots, { recursive: true });

// What is seen without axe: scripts run outside the page's policy, as a person's eye would be.
const cheap = () => {
  const problems = [];
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > wide) {
    const worst = [...document.body.querySelectorAll("*")]
      .filter((node) => node.getBoundingClientRect().right > wide + 1 && node.closest(".scroll, .figure, .tabs") === null)
      .map((node) => `${node.tagName.toLowerCase()}.${node.className}`);
    problems.push(`scrolls sideways: ${document.documentElement.scrollWidth} > ${wide}: ${worst.slice(0, 4).join(" ")}`);
  }
  if (document.querySelector("[style], style, script:not([src]), [onclick], [onload]") !== null) {
    problems.push("inline style or script");
  }
  if (document.querySelectorAll("h1").length !== 1) problems.push("not one h1");
  if (document.body.textContent.includes("{{")) problems.push("a tag is left");
  // Lines are kept where a person wrote them, not those of the template between elements.
  const kept = [...document.querySelectorAll("main *")].filter((node) => node.children.length > 0 &&
    getComputedStyle(node).whiteSpace === "pre-line");
  if (kept.length > 0) problems.push(`keeps the lines of its template: ${kept[0].outerHTML.slice(0, 80)}`);
  for (const form of document.querySelectorAll("form[method=post]")) {
    if (document.querySelector(".top .who") === null) break; // nobody is signed in
    if (form.querySelector("input[name=csrf][value]:not([value=''])") === null) problems.push("a POST form without csrf");
  }
  for (const field of document.querySelectorAll("[pattern]")) {
    // As browsers read it; one that cannot be read checks nothing.
    try { new RegExp(field.pattern, "v"); } catch (error) { problems.push(`pattern: ${error.message}`); }
  }
  for (const button of document.querySelectorAll("button")) {
    if (button.textContent.trim() === "") problems.push("a button without a word");
  }
  return problems;
};

// Targets of at least 44 pixels where one touches; links within text are free (WCAG 2.5.5).
const targets = () => [...document.querySelectorAll("button, .button, .places a, .tabs a, input, select, summary")]
  .filter((node) => {
    const box = (node.closest("label") ?? node).getBoundingClientRect();
    return box.width > 0 && node.type !== "hidden" && box.height < 43.5;
  })
  .map((node) => `small to touch: ${node.tagName.toLowerCase()} ${node.name ?? ""} ${node.textContent.trim()}`);

// Where there is room no table needs scrolling: one long word pushes no column away.
const tables = () => [...document.querySelectorAll(".scroll")]
  .filter((node) => node.checkVisibility() && node.scrollWidth > node.clientWidth + 1 && node.querySelector("table:not(.cells)") !== null) // rows that are typed may be wide
  .map((node) => `a table is wider than its place: ${node.scrollWidth} > ${node.clientWidth}: ${node.textContent.trim().replace(/\s+/g, " ").slice(0, 60)}`);

// The figure of an assessment stands whole in what is first seen of its page.
const FIGURE_LOWEST = 800;
const figure = (lowest) => [...document.querySelectorAll(".figure svg")].filter((node) => node.checkVisibility()).slice(0, 1)
  .map((node) => node.getBoundingClientRect().bottom + scrollY)
  .filter((bottom) => bottom > lowest)
  .map((bottom) => `the figure ends at ${Math.round(bottom)} pixels`);

const files = readdirSync(pages).filter((name) => name.endsWith(".html") && name.includes(only)).sort();
// axe costs most: all of it once, in dark what it says of contrast. French has the longer words.
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"];
const looks = [
  { scheme: "light", width: 1280, language: "en", axe: { resultTypes: ["violations"], runOnly: RULES } },
  { scheme: "dark", width: 390, language: "fr", axe: { resultTypes: ["violations"], runOnly: { type: "rule", values: ["color-contrast"] } } },
  { scheme: "dark", width: 1280, language: "fr" },
  { scheme: "light", width: 390, language: "en" },
];
for (const { scheme, width, language, axe: rules } of looks) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme,
    hasTouch: width < 600, isMobile: width < 600, reducedMotion: "reduce" });
  const tab = await context.newPage();
  let problems = [];
  let bytes = 0;
  tab.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") problems.push(`console: ${message.text()}`);
  });
  tab.on("pageerror", (error) => problems.push(`error: ${error.message}`));
  tab.on("request", (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith("data:")) problems.push(`asks ${request.url()}`);
  });
  const session = await context.newCDPSession(tab);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  session.on("Network.loadingFinished", (event) => { bytes += event.encodedDataLength; });
  for (const name of files.filter((each) => each.split(".").at(-2) === language)) {
    problems = [];
    bytes = 0;
    await tab.goto(`${origin}/${name}`, { waitUntil: "load" });
    problems.push(...await tab.evaluate(cheap));
    if (width < 600) problems.push(...await tab.evaluate(targets));
    else problems.push(...await tab.evaluate(tables));
    if (width > 600 && /^assessment(\.|_what_if)/.test(name)) problems.push(...await tab.evaluate(figure, FIGURE_LOWEST));
    if (bytes > FIRST_LOAD) problems.push(`first load: ${bytes} bytes`);
    if (bytes === 0) problems.push("first load: not measured");
    if (rules !== undefined) {
      await tab.evaluate(axe);
      const result = await tab.evaluate((given) => globalThis.axe.run(document, given), rules);
      for (const violation of result.violations) {
        problems.push(`axe ${violation.id}: ${violation.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
      }
    }
    if (shots !== undefined) {
      await tab.screenshot({ path: join(shots, `${name.slice(0, -5)}.${width}.${scheme}.png`), fullPage: true });
    }
    tell(`${name} ${width} ${scheme}`, problems);
  }
  await context.close();
}

// The comfort of the script, and that nothing needs it.
const use = async (name, steps, options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const tab = await context.newPage();
  const problems = [];
  try {
    await steps(tab, (is, sentence) => {
      if (!is) problems.push(sentence);
    });
  } catch (error) {
    problems.push(error.message);
  }
  await context.close();
  tell(name, problems);
};
if (only === "" || only === "use") {
  await use("keys", async (tab, must) => {
    await tab.goto(`${origin}/library.en.html`);
    await tab.keyboard.press("?");
    must(await tab.locator("#keys").evaluate((node) => node.open), "? shows no keys");
    await tab.locator("#keys-on").uncheck();
    await tab.keyboard.press("Escape");
    await tab.keyboard.press("?");
    must(!await tab.locator("#keys").evaluate((node) => node.open), "? cannot be turned off");
    await tab.reload();
    await tab.keyboard.press("/");
    const search = tab.locator("main input[type=search]").first();
    must(!await search.evaluate((node) => node === document.activeElement), "/ came back by itself");
    await tab.locator("[data-keys]").click();
    await tab.locator("#keys-on").check();
    await tab.locator("#keys-close").click();
    await tab.keyboard.press("/");
    must(await search.evaluate((node) => node === document.activeElement), "/ goes not to what searches");
    await tab.goto(`${origin}/documents.en.html`);
    await tab.keyboard.press("/");
    must(await tab.locator("#filter").evaluate((node) => node === document.activeElement), "/ goes not to the filter");
  });
  await use("filter", async (tab, must) => {
    await tab.goto(`${origin}/documents.fr.html`);
    await tab.locator("#filter").fill("SCHEMA reseau");
    must(await tab.locator("table.filtered tbody tr:visible").count() === 1, "case or accents count");
    await tab.locator("#filter").fill("zzz");
    must((await tab.locator(".filter [role=status]").textContent()).length > 5, "says not that nothing is found");
    await tab.keyboard.press("Escape");
    must(await tab.locator("table.filtered tbody tr:visible").count() > 1, "Esc does not empty it");
  });
  await use("unsaved changes", async (tab, must) => {
    await tab.goto(`${origin}/project_form.en.html`);
    await tab.locator("#f-title").fill("Another title");
    must((await tab.locator("#unsaved").textContent()) !== "", "says not that it is unsaved");
    const asked = tab.waitForEvent("dialog", { timeout: 5000 });
    void tab.locator(".name").click();
    const dialog = await asked;
    must(dialog.type() === "beforeunload", "leaves without a word");
    await dialog.accept();
  });
  await use("problem's line", async (tab, must) => {
    await tab.goto(`${origin}/text.refused.en.html`);
    await tab.locator("a[data-line='12']").click();
    const at = await tab.locator("#f-text").evaluate((node) => node.value.slice(0, node.selectionStart).split("\n").length);
    must(at === 12, `goes to line ${at}`);
  });
  await use("what people wrote keeps its lines", async (tab, must) => {
    for (const [page, selector] of [["project.en.html", "p.lead"], ["history.changed.en.html", "td.lines"]]) {
      await tab.goto(`${origin}/${page}`);
      const tall = await tab.locator(selector).first().evaluate((node) => {
        const height = () => node.getBoundingClientRect().height;
        node.textContent = "One";
        const one = height();
        node.textContent = "One\n\nTwo";
        return height() / one;
      });
      must(tall > 1.9, `${page}: lines become one (${tall})`);
    }
  });
  await use("skip link and order of focus", async (tab, must) => {
    await tab.goto(`${origin}/projects.en.html`);
    await tab.keyboard.press("Tab");
    must(await tab.evaluate(() => document.activeElement.className === "skip"), "the skip link is not first");
    await tab.keyboard.press("Enter");
    must(await tab.evaluate(() => document.activeElement.id === "main"), "it does not lead to the content");
  });
  await use("without scripts", async (tab, must) => {
    await tab.goto(`${origin}/documents.en.html`);
    must(!await tab.locator(".filter").isVisible(), "shows a filter that does nothing");
    must(await tab.locator("table").first().isVisible(), "shows no table");
  }, { javaScriptEnabled: false });
  await use("no layout shift", async (tab, must) => {
    await tab.addInitScript(() => {
      globalThis.shift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) globalThis.shift += entry.value;
      }).observe({ type: "layout-shift", buffered: true });
    });
    for (const name of ["assessment.en.html", "projects.fr.html", "library.en.html", "people.en.html"]) {
      await tab.goto(`${origin}/${name}`, { waitUntil: "load" });
      await tab.waitForTimeout(100);
      must(await tab.evaluate(() => globalThis.shift) < 0.001, `${name} moves`);
    }
  });
  await use("notices and doubts are one line until they are opened", async (tab, must) => {
    await tab.goto(`${origin}/assessment.en.html`);
    const shown = () => tab.locator(".fold p").first().evaluate((node) => node.getClientRects().length > 0 && node.checkVisibility());
    must(!await shown(), "they are spread out");
    await tab.locator(".fold summary").press("Enter");
    must(await shown(), "they do not open");
  });
  await use("print", async (tab, must) => {
    await tab.goto(`${origin}/assessment.en.html`);
    await tab.emulateMedia({ media: "print", colorScheme: "dark" });
    must(await tab.evaluate(() => getComputedStyle(document.body).backgroundColor) === "rgb(255, 255, 255)", "prints in the dark");
    must(await tab.locator(".pal-paper:visible").evaluate((node) => getComputedStyle(node).fill) === "rgb(255, 255, 255)", "prints the figure in the dark");
    must(await tab.locator(".fold p").first().evaluate((node) => node.checkVisibility({ contentVisibilityAuto: true })), "notices are not printed");
    must(!await tab.locator(".fold summary").isVisible(), "the line to open them is printed");
    must(!await tab.locator(".places").isVisible(), "navigation is printed");
    must(!await tab.locator(".tabs").isVisible(), "tabs are printed");
    must(await tab.locator(".marking").first().isVisible(), "the marking is not printed");
    const pdf = await tab.pdf({ format: "A4", preferCSSPageSize: true, ...shots !== undefined && { path: join(shots, "print.pdf") } });
    must(pdf.length > 1000, "no PDF");
  });
  // Twelve candidates are one sheet; rule and notices, which are nothing of the comparison, may follow on another.
  await use("a comparison is one sheet", async (tab, must) => {
    const sheets = (pdf) => pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length;
    for (const name of ["compare.tender.en", "compare.tender.fr", "compare.candidates.en", "compare.four.fr"]) {
      await tab.goto(`${origin}/${name}.html`);
      const all = await tab.pdf({ preferCSSPageSize: true, ...shots !== undefined && { path: join(shots, `${name}.pdf`) } });
      must(sheets(all) <= 2, `${name}: ${sheets(all)} sheets`);
      await tab.evaluate(() => {
        for (const node of document.querySelectorAll(".foot > :not(.marking), .report .origin, h2.numbers")) node.remove();
      });
      const own = await tab.pdf({ preferCSSPageSize: true });
      must(sheets(own) === 1, `${name}: ${sheets(own)} sheets without its notices`);
      await tab.emulateMedia({ media: "print" });
      await tab.setViewportSize({ width: 1047, height: 725 }); // 277 mm: wider would be printed smaller
      must(await tab.evaluate(() => document.documentElement.scrollWidth) <= 1047, `${name}: is wider than the sheet`);
      const small = await tab.evaluate(() => [...document.querySelectorAll(".compared strong, .sheet td, .sheet tbody th")]
        .filter((node) => node.checkVisibility() && Number.parseFloat(getComputedStyle(node).fontSize) < 8).length);
      must(small === 0, `${name}: ${small} cells are too small to read`);
    }
  });
}
await browser.close();
server.close();
end();
