// Marks in the figure by keys, by touch and by mouse, saved at once (docs/decisions/0039). Without this script each cell
// is a link to its step, and marks are saved there.
//
// What was pressed is a queue of acts. One is under way at a time; what is pressed meanwhile is gathered into the next.
// The queue stands in this browser until the server has answered, so an act is sent again, with the id that it had,
// after a lost connection and after the page was loaded anew.
(() => {
  "use strict";
  const grid = document.getElementById("grid");
  const said = grid.dataset;
  const canMark = said.id !== undefined;
  const byId = (id) => document.getElementById(id);
  const fill = (text, ...words) => words.reduce((all, word) => all.replace(/%zu|%s/, () => word), text);

  // ---- cells: a mark is { own, letter, practices, again }; the letter of none is ""
  const NONE = { own: false, letter: "" };
  const cells = new Map();
  const tables = [...grid.querySelectorAll("table")].map((table, at) => {
    const heads = [...table.tHead.rows[0].querySelectorAll("[data-id]")];
    return [...table.tBodies[0].rows].map((line, row) => {
      const step = line.querySelector("[scope=row]");
      return [...line.querySelectorAll("td")].map((td, col) => {
        const link = td.firstChild;
        const has = (name) => td.classList.contains(name);
        const letter = has("g") || link.textContent === "·" ? "" : link.textContent;
        const below = td.dataset.below === "not applicable" ? "x" : td.dataset.below ?? "";
        const cell = {
          part: `${heads[col].dataset.id}/${step.dataset.id}`, area: heads[col], step, td, link, at, row, col,
          below: has("o") ? below : letter,
          known: has("g") ? { own: has("o"), letter: "", again: true } : has("o") ? { own: true, letter, practices: has("p"), again: has("g") } : NONE,
          seen: Number(said.fact), isDemanded: has("t"),
        };
        td.cell = cell;
        cells.set(cell.part, cell);
        return cell;
      });
    });
  });
  const all = [...cells.values()];
  const tableOf = (cell) => grid.querySelectorAll("table")[cell.at];
  const achieves = all.length > 0 ? tableOf(all[0]).dataset.achieves : "";
  const hasTarget = all.length > 0 && tableOf(all[0]).dataset.target !== undefined;

  // ---- what was pressed and is not answered yet
  let queue = [];
  let conflicts = [];
  let wishes = new Map();
  const linesOf = (act) => act.presses.flat();
  const wish = () => {
    wishes = new Map();
    for (const act of queue) {
      if (act.basis === said.basis) for (const line of linesOf(act)) wishes.set(line.part, line.mark);
    }
  };
  const shown = (cell) => wishes.get(cell.part) ?? cell.known;
  const letterOf = (cell) => (shown(cell).own ? shown(cell).letter : cell.below);
  const isRated = (cell) => letterOf(cell) !== "" && !shown(cell).again;

  // ---- painting
  const word = (letter) => (letter === "" ? said.nothing : said[letter.toLowerCase()]);
  const wordOf = (mark, letter) => (mark.again ? said.again : mark.practices && letter === "" ? said.practices : word(letter));
  const outline = (at) => {
    const rows = tables[at];
    const isTarget = (row, col) => rows[row]?.[col]?.isDemanded && !rows[row][col].td.classList.contains("x");
    for (const cell of rows.flat()) {
      for (const [name, row, col] of [["u", -1, 0], ["d", 1, 0], ["l", 0, -1], ["r", 0, 1]]) {
        cell.td.classList.toggle(name, Boolean(isTarget(cell.row, cell.col) && !isTarget(cell.row + row, cell.col + col)));
      }
    }
  };
  const paint = (cell) => {
    const mark = shown(cell);
    const letter = letterOf(cell);
    const isAchieved = letter !== "" && achieves.includes(letter);
    const state = letter === "x" ? "x" : isAchieved ? (hasTarget && !cell.isDemanded ? "s" : "a") : cell.isDemanded ? "m" : "e";
    const list = cell.td.classList;
    const wasOut = list.contains("x");
    const isWaiting = wishes.has(cell.part);
    for (const name of "amsxe") list.toggle(name, name === state);
    list.toggle("o", mark.own);
    list.toggle("h", !mark.own && letter !== "");
    list.toggle("p", Boolean(mark.practices));
    list.toggle("g", Boolean(mark.again));
    list.toggle("w", isWaiting);
    cell.link.textContent = mark.again ? "?" : letter === "" ? "·" : letter;
    const words = [`${cell.area.dataset.id} ${cell.step.dataset.id} ${wordOf(mark, letter)}`];
    if (state === "m") words.push(said.missing);
    if (state === "s") words.push(said.surplus);
    if (mark.practices) words.push(said.practices);
    if (!mark.own && letter !== "") words.push(said.inherited);
    if (isWaiting) words.push(said.unsaved);
    cell.link.setAttribute("aria-label", words.join(", "));
    if (wasOut !== (state === "x")) outline(cell.at);
  };
  // How far the rating is, of all parts of the page.
  const rated = byId("rated");
  const count = () => [all.filter((cell) => letterOf(cell) !== "x" && isRated(cell)).length, all.filter((cell) => letterOf(cell) !== "x").length];
  const begun = count();
  const inOrder = tables.flatMap((rows) => (rows[0] ?? []).flatMap((_, col) => [...rows].reverse().map((row) => row[col])));
  const open = () => inOrder.find((cell) => cell.isDemanded && !isRated(cell)) ?? inOrder.find((cell) => !isRated(cell));
  const goOn = byId("go-on");
  const isElsewhere = goOn.firstElementChild !== null && open() === undefined; // in another part of the page
  const progress = () => {
    const now = count();
    rated.textContent = fill(rated.dataset.words, Number(rated.dataset.rated) + now[0] - begun[0], Number(rated.dataset.all) + now[1] - begun[1]);
    const next = open();
    if (next === undefined && !isElsewhere) goOn.replaceChildren();
    if (next === undefined) return;
    const link = goOn.firstElementChild ?? document.createElement("a");
    link.textContent = fill(goOn.dataset.words, next.area.dataset.id);
    link.href = next.link.href;
    if (link.parentElement === null) goOn.replaceChildren(" · ", link);
  };
  const repaint = (parts) => {
    wish();
    for (const part of new Set(parts)) if (cells.has(part)) paint(cells.get(part));
    if (canMark) {
      progress();
      describe();
    }
  };

  // ---- where one is, and what is selected
  let current = open() ?? tables[0]?.at(-1)?.[0];
  let anchor = current;
  let selection = [];
  const chosen = byId("chosen");
  const describe = () => {
    if (current === undefined) return;
    if (selection.length > 1) {
      chosen.textContent = fill(said.selected, selection.length);
      return;
    }
    const titles = document.createElement("span");
    const [area, step] = [current.area.querySelector("a").textContent, current.step.querySelector("span").textContent];
    titles.textContent = `${area.slice(current.area.dataset.id.length)} · ${step} `;
    chosen.replaceChildren(`${current.area.dataset.id} ${current.step.dataset.id}`, titles, ` – ${wordOf(shown(current), letterOf(current))}`);
  };
  const select = (to) => {
    for (const cell of selection) {
      cell.td.classList.remove("sel");
      cell.td.removeAttribute("aria-selected");
    }
    const [top, bottom] = [Math.min(anchor.row, to.row), Math.max(anchor.row, to.row)];
    const [left, right] = [Math.min(anchor.col, to.col), Math.max(anchor.col, to.col)];
    selection = anchor === to ? [] : tables[to.at].slice(top, bottom + 1).flatMap((row) => row.slice(left, right + 1));
    for (const cell of selection) {
      cell.td.classList.add("sel");
      cell.td.setAttribute("aria-selected", "true");
    }
  };
  const go = (to, isExtending = false) => {
    if (to === undefined) return;
    current.link.tabIndex = -1;
    current = to;
    current.link.tabIndex = 0;
    current.link.focus();
    if (!isExtending || anchor.at !== to.at) anchor = to;
    select(to);
    if (canMark) describe();
  };
  const chosenCells = () => (selection.length > 0 ? selection : [current]);
  const beside = (rows, cols) => {
    const table = tables[current.at];
    const col = current.col + cols;
    if (col < 0) return tables[current.at - 1]?.[Math.min(current.row, tables[current.at - 1].length - 1)]?.at(-1);
    if (col >= table[0].length) return tables[current.at + 1]?.[Math.min(current.row, tables[current.at + 1].length - 1)]?.[0];
    return table[current.row + rows]?.[col];
  };
  for (const link of grid.querySelectorAll("a")) link.tabIndex = -1;
  if (current !== undefined) current.link.tabIndex = 0;
  grid.removeAttribute("tabindex"); // its cells are reached by the keyboard, and it scrolls with them

  const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const move = (event) => {
    const isCtrl = event.ctrlKey || event.metaKey;
    const rows = tables[current.at];
    if (MOVES[event.key] !== undefined && !isCtrl) go(beside(...MOVES[event.key]), event.shiftKey);
    else if (event.key === "Home") go(isCtrl ? tables[0][0][0] : rows[current.row][0], event.shiftKey);
    else if (event.key === "End") go(isCtrl ? tables.at(-1).at(-1).at(-1) : rows[current.row].at(-1), event.shiftKey);
    else if (event.key.toLowerCase() === "g" && !isCtrl) go(open());
    else return false;
    return true;
  };
  grid.addEventListener("focusin", (event) => {
    const cell = event.target.closest("td")?.cell;
    if (cell !== undefined && cell !== current) go(cell);
  });
  goOn.addEventListener("click", (event) => {
    if (open() === undefined || event.ctrlKey || event.metaKey || !canMark) return;
    event.preventDefault();
    go(open());
  });
  if (!canMark) {
    grid.addEventListener("keydown", (event) => {
      if (event.target.closest("td") !== null && !event.altKey && move(event)) event.preventDefault();
    });
    return;
  }

  // ---- kept in this browser: of each tab by itself, so that two do not write over each other
  const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const LEFT_AFTER = 90000; // nobody has touched what a tab keeps: it is gone
  const prefix = `palier-marks:${said.person}:${said.id}:`;
  const own = prefix + newId();
  const keep = (touched = Date.now()) => {
    try {
      if (queue.length + conflicts.length === 0) localStorage.removeItem(own);
      else localStorage.setItem(own, JSON.stringify({ touched, queue, conflicts }));
    } catch {
      // No room, or none allowed: it is in this page, and sent from here.
    }
  };
  const adopt = () => {
    try {
      const before = sessionStorage.getItem("palier-marks-tab");
      for (const key of Object.keys(localStorage).filter((name) => name.startsWith(prefix) && name !== own)) {
        const kept = JSON.parse(localStorage.getItem(key));
        if (key !== before && Date.now() - kept.touched < LEFT_AFTER) continue;
        queue = [...kept.queue, ...queue];
        conflicts = [...kept.conflicts, ...conflicts];
        keep();
        localStorage.removeItem(key);
      }
      sessionStorage.setItem("palier-marks-tab", own);
    } catch {
      // As above.
    }
  };
  addEventListener("pagehide", () => keep(0));
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  setInterval(() => {
    if (queue.length + conflicts.length > 0) keep();
    else if (!isBusy) begin();
  }, LEFT_AFTER / 3);

  // ---- what is told
  const status = byId("saved");
  let trouble = "";
  let savedAt = "";
  let quiet = 0;
  const local = (instant) => new Date(Date.parse(instant) + Number(said.offset) * 1000).toISOString();
  const put = (text) => {
    if (status.textContent !== text) status.textContent = text;
  };
  const tell = () => {
    const waiting = new Set(queue.flatMap((act) => linesOf(act).map((line) => `${act.basis}/${line.part}`))).size;
    clearTimeout(quiet);
    if (waiting > 0 && trouble !== "") {
      put(`${waiting === 1 ? said.keptOne : fill(said.kept, waiting)} (${trouble})`);
      return;
    }
    quiet = setTimeout(() => put(waiting > 0 ? said.saving : savedAt !== "" ? fill(said.saved, local(savedAt).slice(11, 19)) : ""), waiting > 0 ? 1500 : 400);
  };
  const inTheWay = byId("in-the-way");
  const button = (title, run) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = title;
    made.addEventListener("click", run);
    return made;
  };
  const box = (text, ...buttons) => {
    const made = document.createElement("p");
    const words = document.createElement("span");
    made.className = "conflict";
    made.setAttribute("role", "alert");
    words.textContent = text;
    made.append(words, ...buttons);
    inTheWay.append(made);
    return made;
  };
  const refuse = (sentence) => {
    const made = box(`${said.notSaved} ${sentence}`, button(said.close, () => {
      made.remove();
      go(current);
    }));
  };

  // ---- pressing
  const done = []; // own acts of this page, which can be undone
  let undone = []; // acts that undid them, or what was never sent
  const isSame = (a, b) => a.own === b.own && a.letter === b.letter && !a.practices && !b.practices && !a.again && !b.again;
  const markOf = (letter) => (letter === "" ? NONE : { own: true, letter });
  const seenOf = (part) => cells.get(part)?.seen ?? Number(said.fact);
  const add = (lines, reason = "") => {
    const last = queue.at(-1);
    if (last?.kind === "mark" && !last.isFrozen && last.basis === said.basis && last.reason === reason &&
        linesOf(last).length + lines.length <= 1000) {
      last.presses.push(lines);
    } else {
      const act = { act: newId(), kind: "mark", basis: said.basis, version: said.version, reason, presses: [lines] };
      queue.push(act);
      done.push(act);
    }
    sent(lines);
  };
  const sent = (lines) => {
    keep();
    repaint(lines.map((line) => line.part));
    tell();
    work();
  };
  const press = (list, letter, reason) => {
    const lines = list.map((cell) => ({ part: cell.part, mark: markOf(letter), before: shown(cell), seen: cell.seen }))
      .filter((line) => !isSame(line.mark, line.before));
    if (lines.length === 0) return;
    undone = [];
    add(lines, reason);
  };
  // All steps of its area up to a cell; what is not applicable stays so.
  const ladder = () => {
    const rows = tables[current.at];
    press(chosenCells().flatMap((cell) => rows.slice(cell.row).map((row) => row[cell.col]))
      .filter((cell, at, list) => list.indexOf(cell) === at && letterOf(cell) !== "x"), "F");
  };
  const turnBack = (act) => {
    const first = new Map();
    const last = new Map();
    for (const line of linesOf(act)) {
      if (!first.has(line.part)) first.set(line.part, line.before);
      last.set(line.part, line.mark);
    }
    const lines = [...first].map(([part, before]) => ({ part, mark: before, before: last.get(part), seen: 0 }));
    const back = { act: newId(), kind: "undo", basis: act.basis, of: act.act, number: act.number, seenAt: act.seenAt,
      version: said.version, reason: "", presses: [lines] };
    queue.push(back);
    sent(lines);
    return back;
  };
  const undo = () => {
    const last = queue.at(-1);
    if (last?.kind === "mark" && !last.isFrozen) {
      const lines = last.presses.pop();
      undone.push({ lines, reason: last.reason });
      if (last.presses.length === 0) {
        queue.pop();
        done.splice(done.indexOf(last), 1);
      }
      sent(lines);
    } else if (done.length > 0) {
      undone.push({ act: turnBack(done.pop()) });
    } else {
      put(said.nothingUndone);
    }
  };
  const redo = () => {
    const last = undone.pop();
    if (last === undefined) put(said.nothingUndone);
    else if (last.act !== undefined) done.push(turnBack(last.act));
    else add(last.lines, last.reason);
  };

  // ---- sending
  let csrf = said.csrf;
  let isBusy = false;
  // Whether other own acts stand above one that is to be undone, as where a step was marked twice and both are undone: the
  // server undoes what is the last alone, and what stood before is marked instead.
  const isBuried = (act) => act.number !== undefined && act.basis === said.basis &&
    linesOf(act).every((line) => cells.get(line.part)?.isMine && !line.mark.practices && !line.mark.again) &&
    linesOf(act).some((line) => seenOf(line.part) !== act.seenAt);
  // What of an act is sent is settled when it is sent first: of one step the last mark, and of steps that were seen at
  // another time an act of their own. False: nothing is left of it.
  const freeze = (act) => {
    if (act.isFrozen) return true;
    if (act.kind === "undo" && !isBuried(act)) {
      act.isFrozen = act.number !== undefined;
      return act.isFrozen;
    }
    if (act.kind === "undo") {
      for (const line of linesOf(act)) line.seen = seenOf(line.part);
      act.kind = "mark";
    }
    const last = new Map();
    for (const line of linesOf(act)) last.set(line.part, { ...line, before: last.get(line.part)?.before ?? line.before });
    const lines = [...last.values()];
    const mine = lines.filter((line) => line.seen === lines[0].seen);
    const others = lines.filter((line) => line.seen !== lines[0].seen);
    if (others.length > 0) {
      const rest = { ...act, act: newId(), presses: [others] };
      queue.splice(1, 0, rest);
      done.splice(done.indexOf(act) + 1, 0, rest);
    }
    act.presses = [mine];
    act.fact = mine[0].seen;
    act.isFrozen = true;
    return true;
  };
  const written = (mark) => (!mark.own ? "-" : mark.letter === "x" ? "not applicable" : mark.letter);
  const post = (act) => {
    const isUndo = act.kind === "undo";
    const body = isUndo ? { act: act.act, number: String(act.number) } : {
      act: act.act, basis: act.basis, version: String(act.version), fact: String(act.fact),
      marks: linesOf(act).map((line) => `${line.part} ${written(line.mark)}`).join("\n"),
      ...(act.reason !== "" && { reason: act.reason }),
    };
    return fetch(`/api/v1/assessments/${said.id}/${isUndo ? "facts/mark/undo" : "marks"}`, {
      method: "POST", body: JSON.stringify(body), signal: AbortSignal.timeout(30000),
      headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf, "Accept-Language": document.documentElement.lang },
    });
  };
  // Whether the same person is signed in still, perhaps anew, and may mark.
  const renew = async () => {
    const answer = await fetch(location.pathname + location.search, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("grid");
    const isOther = page?.dataset.person !== undefined && page.dataset.person !== said.person;
    if (isOther || new URL(answer.url).pathname === "/sign-in") throw new Error(said.signedOut);
    csrf = page?.dataset.csrf ?? csrf;
    return page?.dataset.csrf !== undefined;
  };
  const wait = (milliseconds) => new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      removeEventListener("online", end);
      removeEventListener("focus", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    addEventListener("online", end);
    addEventListener("focus", end);
  });
  const markIn = (fact, line) => {
    if (fact.state === "again") return { own: true, letter: "", again: true };
    if (fact.body.practices !== undefined) return { own: true, practices: true, letter: line?.mark.practices ? line.mark.letter : "" };
    if (fact.body.mark !== undefined) return { own: true, letter: fact.body.mark === "not applicable" ? "x" : fact.body.mark };
    return fact.state === "written" ? { own: true, letter: "" } : NONE;
  };
  const isMark = (fact) => fact.kind === "mark";
  const learn = (fact, basis, seen, line) => {
    const cell = basis === said.basis && isMark(fact) ? cells.get(fact.part) : undefined; // why is on its sheet
    if (cell !== undefined) Object.assign(cell, { known: markIn(fact, line), seen, isMine: line !== undefined });
  };
  const acknowledge = (act, answer) => {
    const seen = Math.max(0, ...answer.facts.map((fact) => fact.number));
    const lines = new Map(linesOf(act).map((line) => [line.part, line]));
    for (const fact of answer.facts) learn(fact, act.basis, seen, lines.get(fact.part));
    act.number = answer.act;
    act.seenAt = seen;
    savedAt = answer.facts[0]?.at ?? savedAt;
    byId("first")?.remove();
    for (const later of queue) {
      if (later.of === act.act) Object.assign(later, { number: act.number, seenAt: seen });
      if (later.basis !== act.basis || later.isFrozen) continue;
      for (const line of linesOf(later)) if (lines.has(line.part)) line.seen = seen;
    }
  };
  const forget = (act) => {
    if (done.includes(act)) done.splice(done.indexOf(act), 1);
  };
  // Nothing of the act was written: what nobody was first with is sent again, of the rest both are shown.
  const divide = (act, now) => {
    const met = new Map(now.map((fact) => [fact.part, fact]));
    const rest = linesOf(act).filter((line) => !met.has(line.part));
    forget(act);
    if (rest.length > 0) {
      const again = { ...act, act: newId(), presses: [rest], isFrozen: false };
      queue.unshift(again);
      done.push(again);
    }
    for (const line of linesOf(act).filter((each) => met.has(each.part))) {
      const fact = met.get(line.part);
      learn(fact, act.basis, fact.number, undefined);
      conflicts = conflicts.filter((each) => each.part !== line.part || each.basis !== act.basis);
      conflicts.push({ part: line.part, basis: act.basis, version: act.version, reason: act.reason, mark: line.mark, fact });
    }
    showConflicts();
  };
  const settle = (conflict, isMine) => {
    const { part, mark, fact } = conflict;
    conflicts = conflicts.filter((each) => each !== conflict);
    if (isMine) {
      const act = { act: newId(), kind: "mark", basis: conflict.basis, version: conflict.version, reason: conflict.reason,
        presses: [[{ part, mark, before: markIn(fact), seen: fact.number }]] };
      queue.push(act);
      done.push(act);
    }
    showConflicts();
    sent([{ part }]);
    go(cells.get(part) ?? current);
  };
  const shownConflicts = new Map();
  const showConflicts = () => {
    for (const [conflict, made] of shownConflicts) {
      if (conflicts.includes(conflict)) continue;
      made.remove();
      shownConflicts.delete(conflict);
    }
    for (const conflict of conflicts.filter((each) => !shownConflicts.has(each))) {
      const theirs = markIn(conflict.fact);
      const at = local(conflict.fact.at);
      const when = at.slice(0, 10) === local(new Date().toISOString()).slice(0, 10) ? at.slice(11, 16) : `${at.slice(0, 10)} ${at.slice(11, 16)}`;
      const named = (mark) => wordOf(mark, mark.letter);
      shownConflicts.set(conflict, box(fill(said.now, conflict.part, conflict.fact.name ?? "", named(theirs), when, named(conflict.mark)),
        button(said.theirs, () => settle(conflict, false)), button(said.mine, () => settle(conflict, true))));
    }
  };
  const settleAnswer = (act, answer, body) => {
    queue.shift();
    if (answer.ok) acknowledge(act, body);
    else if (answer.status === 409 && act.kind === "mark" && body.now?.some(isMark)) divide(act, body.now.filter(isMark));
    else {
      forget(act);
      refuse(body.detail ?? String(answer.status));
    }
    keep();
    repaint(linesOf(act).map((line) => line.part));
  };
  // One after the other. What is not answered is sent again, after pauses that grow.
  const sendAll = async () => {
    let pause = 500;
    while (queue.length > 0) {
      const act = queue[0];
      if (!freeze(act)) {
        queue.shift();
        repaint(linesOf(act).map((line) => line.part));
        continue;
      }
      keep();
      try {
        const answer = await post(act);
        const body = await answer.json();
        if (answer.status >= 500 || answer.status === 429 || answer.status === 408) throw new Error(said.cut);
        if ((answer.status === 401 || answer.status === 403) && !act.isRenewed) {
          act.isRenewed = await renew();
          if (act.isRenewed) continue;
        }
        trouble = "";
        pause = 500;
        settleAnswer(act, answer, body);
      } catch (error) {
        trouble = error.message === said.signedOut ? said.signedOut : said.cut;
        tell();
        await wait(pause);
        pause = Math.min(2 * pause, 30000);
      }
      tell();
    }
  };
  const work = async () => {
    if (isBusy) return;
    isBusy = true;
    await sendAll();
    isBusy = false;
    keep();
    tell();
  };

  // ---- keys
  const why = byId("why");
  const reason = byId("why-reason");
  const letter = (key) => {
    if (key !== "x") {
      press(chosenCells(), key === "-" ? "" : key.toUpperCase());
      return;
    }
    byId("why-what").textContent = chosen.textContent;
    reason.value = "";
    why.showModal();
    reason.focus();
  };
  byId("why-mark").addEventListener("click", () => {
    reason.value = reason.value.trim();
    if (!reason.reportValidity()) return;
    why.close();
    press(chosenCells(), "x", reason.value);
  });
  byId("why-cancel").addEventListener("click", () => why.close());
  why.addEventListener("close", () => current.link.focus());
  const keys = byId("grid-keys");
  byId("grid-keys-close").addEventListener("click", () => keys.close());
  byId("grid-keys-open").addEventListener("click", () => keys.showModal());
  const act = (event) => {
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) {
      if (key === "z" && !event.shiftKey) undo();
      else if (key === "y" || key === "z") redo();
      else return false;
    } else if (/^[nplfx]$/.test(key)) letter(key);
    else if (key === "backspace" || key === "delete") letter("-");
    else if (key === "enter" && event.shiftKey) ladder();
    else if (key === "?") keys.showModal();
    else if (key === "escape" && selection.length > 0) go(current);
    else return false;
    return true;
  };
  grid.addEventListener("keydown", (event) => {
    if (event.target.closest("td") === null || event.altKey) return;
    if (move(event) || act(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  });

  // ---- mouse and touch: the first press selects, two open
  grid.addEventListener("mousedown", (event) => {
    if (event.shiftKey) event.preventDefault(); // the click behind it extends the selection
  });
  grid.addEventListener("click", (event) => {
    const cell = event.target.closest("td")?.cell;
    if (cell === undefined || event.ctrlKey || event.metaKey || event.detail === 0) return;
    event.preventDefault();
    go(cell, event.shiftKey);
  });
  grid.addEventListener("dblclick", (event) => {
    const cell = event.target.closest("td")?.cell;
    if (cell !== undefined) location.assign(cell.link.href);
  });
  byId("marker").addEventListener("click", (event) => {
    const key = event.target.closest("button")?.dataset.mark;
    if (key === "open") location.assign(current.link.href);
    else if (key !== undefined) letter(key);
  });

  const begin = () => {
    adopt();
    repaint(queue.flatMap((each) => linesOf(each).map((line) => line.part)));
    showConflicts();
    if (queue.length > 0) {
      tell();
      work();
    }
  };
  begin();
})();
