// access - what axe cannot see, on every sample page in a real browser: 320 pixels, text spacing, forced colours,
// focus that is seen and not covered, sizes of targets, the order as read, titles, tables, links, messages said once.
// docs/accessibility.md says which criterion each part holds.
// usage: node access.mjs PAGES UI [--only TEXT]
import { createServer } from "node:http";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { end, launch, tell } from "./told.mjs";

const [pages, ui] = process.argv.slice(2, 4);
const at = process.argv.indexOf("--only");
const only = at > 0 ? process.argv[at + 1] : "";

const server = createServer((request, response) => {
  const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
  const type = path.endsWith(".css") ? "text/css" : path.endsWith(".js") ? "text/javascript" : "text/html";
  try {
    const body = readFileSync(path.startsWith("/ui/") ? join(ui, path.slice(4)) : join(pages, path.slice(1)));
    response.writeHead(200, { "Content-Type": `${type}; charset=utf-8`, "Cache-Control": "max-age=600" });
    response.end(body);
  } catch {
    response.writeHead(404);
    response.end();
  }
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await launch();

// What the checks below share, within the page.
const tools = () => {
  globalThis.named = (node) => `${node.tagName.toLowerCase()}${node.id ? `#${node.id}` : ""}${
    node.getAttribute("class") ? `.${node.getAttribute("class").split(" ").join(".")}` : ""} "${
    (node.getAttribute("aria-label") ?? node.textContent).trim().replace(/\s+/g, " ").slice(0, 40)}"`;
  globalThis.isShown = (node) => node.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) &&
    node.getClientRects().length > 0;
  globalThis.everything = () => [...document.body.querySelectorAll("*")].filter((node) => isShown(node) && !node.closest("svg"));
  globalThis.targets = () => everything().filter((node) => node.matches(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']") && !node.disabled);
};

// Nothing needs scrolling to both sides but tables, figures and texts of several lines, which the keyboard reaches, too.
const reflow = () => {
  const problems = [];
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > wide) {
    const worst = everything().filter((node) => node.getBoundingClientRect().right > wide + 1 && !node.closest(".scroll, .figure, .tabs"));
    problems.push(`scrolls sideways, ${document.documentElement.scrollWidth} > ${wide}: ${worst.slice(0, 4).map(named).join(" ")}`);
  }
  for (const node of everything()) {
    const scrolls = /auto|scroll/.test(getComputedStyle(node).overflowX) && node.scrollWidth > node.clientWidth + 1;
    if (!scrolls || node.matches("textarea, select, input")) continue;
    const reached = node.tabIndex === 0 || node.querySelector("a[href], button, input, select, textarea") !== null;
    if (!node.matches(".scroll, .figure, .tabs ul")) problems.push(`scrolls sideways: ${named(node)}`);
    if (!reached) problems.push(`scrolls and the keyboard does not reach it: ${named(node)}`);
    if (node.tabIndex === 0 && !node.hasAttribute("aria-label") && !node.hasAttribute("aria-labelledby")) {
      problems.push(`scrolls and has no name: ${named(node)}`);
    }
  }
  return problems;
};

// With the spacing of WCAG 1.4.12 no text is cut. What is folded, and orders of an alert level that stand whole on a page
// of their own, are meant to be short.
const spacing = () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } " +
    "p { margin-bottom: 2em !important }");
  document.adoptedStyleSheets = [sheet];
  const problems = [];
  for (const node of everything()) {
    const style = getComputedStyle(node);
    const hides = (value) => value === "hidden" || value === "clip";
    if (node.matches(".order, textarea, input, select") || node.closest("[hidden]") || style.clipPath !== "none") continue;
    if (hides(style.overflowY) && node.scrollHeight > node.clientHeight + 2) problems.push(`cut below: ${named(node)}`);
    if (hides(style.overflowX) && node.scrollWidth > node.clientWidth + 2) problems.push(`cut at the side: ${named(node)}`);
    if (style.textOverflow === "ellipsis") problems.push(`ends with dots: ${named(node)}`);
  }
  for (const node of everything().filter((each) => each.matches("button, .button, select, input:not([type=checkbox], [type=radio], [type=file])"))) {
    const style = getComputedStyle(node);
    const room = node.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
    if (room + 1 < parseFloat(style.fontSize)) problems.push(`no room for its letters: ${named(node)}`);
    if (node.matches("button, .button") && node.scrollHeight > node.clientHeight + 2) problems.push(`its text stands out: ${named(node)}`);
  }
  return problems;
};

// Where the system chooses the colours: buttons have edges, what is current, chosen or done is told by more than a colour.
const forced = () => {
  const problems = [];
  const edge = (node, side) => {
    const style = getComputedStyle(node);
    return style[`border${side}Style`] === "none" || style[`border${side}Width`] === "0px" ? "" : style[`border${side}Color`];
  };
  for (const node of everything().filter((each) => each.matches("button, .button, input:not([type=checkbox], [type=radio], [type=file]), select, textarea"))) {
    const line = getComputedStyle(node).textDecorationLine.includes("underline");
    if (edge(node, "Bottom") === "" && !line) problems.push(`no edge: ${named(node)}`);
  }
  for (const list of document.querySelectorAll(".tabs ul, .places ul")) {
    const current = list.querySelector("[aria-current]");
    const others = [...list.querySelectorAll("a:not([aria-current])")];
    if (current !== null && isShown(current) && others.some((node) => edge(node, "Bottom") === edge(current, "Bottom"))) {
      problems.push(`the current one is told by nothing: ${named(current)}`);
    }
  }
  const look = (node) => {
    const style = getComputedStyle(node);
    return [style.backgroundColor, style.backgroundImage, edge(node, "Left"), style.borderLeftStyle].join(" ");
  };
  for (const list of document.querySelectorAll(".process, .certainty")) {
    const signs = new Map();
    for (const node of list.querySelectorAll(".sign")) {
      const state = node.closest("[class*=is-]")?.className.match(/is-\w+/)?.[0];
      const other = [...signs].find(([name, drawn]) => name !== state && drawn === look(node));
      if (state !== undefined && other !== undefined) problems.push(`${state} looks as ${other[0]}`);
      if (state !== undefined) signs.set(state, look(node));
    }
  }
  for (const node of document.querySelectorAll(".pal-figure")) {
    const fills = (name) => node.querySelector(name) && getComputedStyle(node.querySelector(name)).fill;
    if (fills(".pal-achieved") && fills(".pal-achieved") === fills(".pal-paper")) problems.push("achieved steps look as the paper");
  }
  return problems;
};

// Each stop of the tabulator is in sight, uncovered, and shows that it is the one; stops come as the page is read.
const focus = () => {
  const problems = [];
  let before = null;
  for (const node of targets()) {
    if (node.tabIndex < 0 || (node.type === "radio" && !node.checked)) continue;
    if (node.tabIndex > 0) problems.push(`a stop out of order: ${named(node)}`);
    node.focus({ focusVisible: true });
    if (document.activeElement !== node) {
      problems.push(`takes no focus: ${named(node)}`);
      continue;
    }
    const style = getComputedStyle(node);
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    if (!ring) problems.push(`focus is not seen: ${named(node)}`);
    const box = [...node.getClientRects()].find((each) => each.width > 0 && each.height > 0) ?? node.getBoundingClientRect();
    const x = Math.min(Math.max(box.left + Math.min(box.width / 2, 8), 0), innerWidth - 1);
    const y = Math.min(Math.max(box.top + Math.min(box.height / 2, 8), 0), innerHeight - 1);
    const seen = document.elementFromPoint(x, y);
    const own = seen !== null && (node.contains(seen) || seen.contains(node) || node.closest("label") === seen?.closest("label"));
    if (box.bottom < 0 || box.top > innerHeight || !own) problems.push(`focus is hidden under ${seen && named(seen)}: ${named(node)}`);
    if (before !== null && !(before.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING)) problems.push(`before ${named(before)}: ${named(node)}`);
    before = node;
  }
  return problems;
};

// WCAG 2.5.8: 24 pixels, or as much room around; links within a sentence are free.
const sizes = () => {
  const all = targets().filter((node) => !node.matches("[tabindex='0'], .skip"));
  const box = (node) => (node.matches("[type=checkbox], [type=radio]") ? node.closest("label") ?? node : node).getBoundingClientRect();
  const isInText = (node) => node.matches("a, button.plain") && getComputedStyle(node).display.startsWith("inline") &&
    !node.matches(".button") && [...node.parentNode.childNodes].some((other) => other.nodeType === 3 && other.data.trim() !== "");
  return all.filter((node) => {
    const own = box(node);
    if ((own.width >= 23.5 && own.height >= 23.5) || isInText(node)) return false;
    const [x, y] = [own.left + own.width / 2, own.top + own.height / 2];
    return all.some((other) => {
      const near = box(other);
      const dx = Math.max(near.left - x, 0, x - near.right);
      const dy = Math.max(near.top - y, 0, y - near.bottom);
      return other !== node && !other.contains(node) && !node.contains(other) && Math.hypot(dx, dy) < 12;
    });
  }).map((node) => `small, and others are near: ${named(node)}`);
};

// What is told to who does not see the page.
const told = () => {
  const problems = [];
  for (const table of document.querySelectorAll("table:not([role=presentation])")) {
    if ([...table.querySelectorAll("th")].some((node) => !["col", "row", "colgroup", "rowgroup"].includes(node.scope))) problems.push(`a head without scope: ${named(table)}`);
    if (table.querySelector("th") === null) problems.push(`a table without heads: ${named(table)}`);
  }
  let level = 0;
  for (const node of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    if (!isShown(node) || node.closest("dialog")) continue;
    const own = Number(node.tagName[1]);
    if (level > 0 && own > level + 1) problems.push(`h${level} is followed by ${named(node)}`);
    level = own;
  }
  for (const [name, most] of [["main", 1], ["header.top", 1], ["footer.foot", 1], ["nav[aria-label]", 9]]) {
    const count = document.querySelectorAll(name).length;
    if ((count === 0 && name !== "nav[aria-label]") || count > most) problems.push(`${count} of ${name}`);
  }
  const navs = [...document.querySelectorAll("nav")].map((node) => node.getAttribute("aria-label"));
  if (new Set(navs).size !== navs.length) problems.push(`two places of one name: ${navs.join(", ")}`);
  for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    const label = (field.labels?.[0]?.textContent ?? field.getAttribute("aria-label") ?? document.getElementById(field.getAttribute("aria-labelledby"))?.textContent ?? "").trim();
    if (label === "") problems.push(`a field without a label: ${field.name}`);
    for (const id of (field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean)) {
      if (document.getElementById(id) === null) problems.push(`${field.name} is described by what is not there: ${id}`);
    }
  }
  // Two links or buttons of one name do one thing, or stand in rows that tell them apart.
  const names = new Map();
  for (const node of document.querySelectorAll("main a[href]:not([aria-hidden=true])")) { // the small figure stands beside a link of words
    const name = (node.getAttribute("aria-label") ?? node.textContent).trim().replace(/\s+/g, " ");
    const around = node.closest("tr, li, article, section, form, p");
    const key = `${name} ${around === null ? "" : around.textContent.trim().replace(/\s+/g, " ")}`;
    if (name === "" && node.querySelector("[aria-label], title") === null) problems.push(`a link without a name: ${node.getAttribute("href")}`);
    if (names.has(key) && names.get(key) !== node.getAttribute("href")) problems.push(`two links of one name: ${name}`);
    names.set(key, node.getAttribute("href"));
  }
  const parts = document.title.split(" — ");
  if (parts.length !== 2 || parts[0].trim() === "" || parts[1] !== "palier") problems.push(`the title of the page: ${document.title}`);
  for (const svg of document.querySelectorAll("svg")) {
    const is = svg.getAttribute("role") === "img" && (svg.querySelector("title") !== null || svg.hasAttribute("aria-label") || svg.hasAttribute("aria-labelledby"));
    if (!is && svg.closest("[aria-hidden=true]") === null && svg.getAttribute("aria-hidden") !== "true") problems.push("a figure without a name");
  }
  // Said once: each message stands in one live place, and no live place in another.
  const live = [...document.querySelectorAll("[role=status], [role=alert], [aria-live]")];
  if (live.some((node) => live.some((other) => other !== node && other.contains(node)))) problems.push("a message within a message");
  const texts = live.map((node) => node.textContent.trim()).filter(Boolean);
  if (new Set(texts).size !== texts.length) problems.push("a message is said twice");
  if (document.querySelectorAll("[role=alert]").length > 1) problems.push("more than one place for what is wrong");
  return problems;
};

const files = readdirSync(pages).filter((name) => name.endsWith(".html") && name.includes(only)).sort();
// French has the longer words. Spacing comes last: it stays until the next page.
const looks = [
  { name: "320 pixels", width: 320, height: 640, language: "fr", checks: [reflow, focus, spacing, reflow] },
  { name: "wide", width: 1280, height: 800, language: "en", checks: [told, sizes, spacing, reflow] },
  { name: "forced colours, low", width: 1280, height: 360, language: "fr", forcedColors: "active", checks: [forced, focus] },
];
for (const look of looks) {
  const context = await browser.newContext({ viewport: { width: look.width, height: look.height }, reducedMotion: "reduce",
    forcedColors: look.forcedColors ?? "none" });
  const tab = await context.newPage();
  await tab.addInitScript(tools);
  for (const name of files.filter((each) => each.split(".").at(-2) === look.language)) {
    await tab.goto(`${origin}/${name}`, { waitUntil: "load" });
    const problems = [];
    for (const check of look.checks) problems.push(...await tab.evaluate(check));
    tell(`${name}, ${look.name}`, problems);
  }
  await context.close();
}

// With the keys themselves, on pages of each sort.
const context = await browser.newContext({ viewport: { width: 1280, height: 400 } });
const tab = await context.newPage();
await tab.addInitScript(tools);
for (const name of ["projects.fr.html", "assessment.fr.html", "marks.fr.html", "facts.fr.html"].filter((each) => files.includes(each))) {
  await tab.goto(`${origin}/${name}`);
  const problems = [];
  let last = -1;
  for (let i = 0; i < 60; i += 1) {
    await tab.keyboard.press("Tab");
    const stop = await tab.evaluate(() => {
      const node = document.activeElement;
      const box = node.getBoundingClientRect();
      return { is: node !== document.body, at: [...document.querySelectorAll("*")].indexOf(node), name: named(node),
        inside: box.bottom > 0 && box.top < innerHeight, ring: getComputedStyle(node).outlineStyle !== "none" };
    });
    if (!stop.is || stop.at < last) break;
    if (!stop.inside) problems.push(`out of sight: ${stop.name}`);
    if (!stop.ring) problems.push(`focus is not seen: ${stop.name}`);
    last = stop.at;
  }
  if (last < 0) problems.push("the keyboard reaches nothing");
  tell(`${name}, by keys`, problems);
}
// What was saved is said once: the address that a reload asks for says it no more.
await tab.goto(`${origin}/projects.fr.html?q=a&saved=1764374400`);
tell("saved, once", await tab.evaluate(() => location.search === "?q=a" ? [] : [`the address keeps ${location.search}`]));
await context.close();
await browser.close();
server.close();
end();
