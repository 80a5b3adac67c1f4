// The confidence profile is drawn: the line moves by drag, by clicks and by keys. What it means is computed by the server,
// which is asked for numbers after each move: one question at a time, the latest wins. The page works without this.
(() => {
  "use strict";
  const form = document.getElementById("drawing");
  if (form === null) return;
  const beside = document.getElementById("beside");
  const field = (name) => form.elements.namedItem(name);
  const lines = [...form.querySelectorAll('input[name^="targets/"]')];
  const levels = lines.map((line) => line.name.slice("targets/".length));
  const tabs = [...form.querySelectorAll('button[name="level"]')];
  const ALL = "all";
  const STEP = 10; // units of the lines for a cell

  // ---- the grids, and of each area its row, its cells, its choice
  const grids = [...form.querySelectorAll("table[role=grid]")].map((table) => ({
    table,
    steps: [...table.querySelectorAll("[data-step]")].map((head) => head.dataset.step),
    rows: [...table.querySelectorAll("tr[data-area]")],
    lines: table.parentElement.querySelector(".draw-lines g"),
  }));
  const areas = new Map();
  for (const grid of grids) {
    for (const row of grid.rows) {
      const id = row.dataset.area;
      areas.set(id, { id, grid, row, cells: [...row.querySelectorAll("td")], choice: field(`target/${id}`) });
    }
  }

  // ---- the targets: of each level a map from area to the word that the form sends
  const targets = lines.map((line) => new Map(line.value.split(" ").map((word) => word.split("="))));
  const marks = levels.map((id, at) => tabs[at]?.querySelector("b")?.textContent ?? "•");
  const names = levels.map((id, at) => tabs[at]?.textContent.replace(marks[at], "").trim() ?? "");
  let chosen = levels.indexOf(field("shown").value); // -1: all
  const demands = (level, area) => {
    const word = targets[level].get(area.id);
    if (word === "none") return [];
    return word.startsWith("[") ? word.slice(1, -1).split(",") : area.grid.steps.slice(0, area.grid.steps.indexOf(word) + 1);
  };
  const height = (level, area) => {
    const steps = demands(level, area);
    return steps.length === 0 ? 0 : area.grid.steps.indexOf(steps[steps.length - 1]) + 1;
  };

  // ---- what is seen of an area, and of the lines
  const show = (area) => {
    const sets = levels.map((id, level) => new Set(demands(level, area)));
    area.cells.forEach((cell, at) => {
      const step = area.grid.steps[at];
      const first = sets.findIndex((set) => set.has(step));
      cell.textContent = first < 0 ? "" : marks[first];
      cell.classList.toggle("d", chosen < 0 ? first >= 0 : sets[chosen].has(step));
    });
    if (area.choice !== null && chosen >= 0) {
      const word = targets[chosen].get(area.id);
      if (![...area.choice.options].some((option) => option.value === word)) area.choice.add(new Option(word, word));
      area.choice.value = word;
    }
  };
  const path = (grid, level, lift) => {
    const top = grid.steps.length * STEP - lift;
    return grid.rows.reduce((d, row, at) => {
      const y = top - height(level, areas.get(row.dataset.area)) * STEP;
      return `${d}${at === 0 ? "M0 " : "V"}${y}H${(at + 1) * STEP}`;
    }, "");
  };
  const draw = (grid) => {
    for (const line of grid.lines.querySelectorAll(".draw-line")) line.remove();
    levels.forEach((id, level) => {
      if (chosen >= 0 && chosen !== level) return;
      const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
      line.setAttribute("class", chosen >= 0 ? "draw-line draw-one draw-l0" : `draw-line draw-l${level % 8}`);
      line.setAttribute("d", path(grid, level, chosen >= 0 ? 0 : level % 8));
      grid.lines.append(line);
    });
  };

  // ---- numbers: asked for after a move, one question at a time
  const money = new Intl.NumberFormat(beside.dataset.lang, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const write = (row, key, text) => {
    const cell = row?.querySelector(`[data-of="${key}"]`);
    if (cell) (cell.querySelector("strong") ?? cell).textContent = text;
  };
  const list = (id, sentences, kind) => {
    const holder = document.getElementById(id);
    if (holder === null) return;
    holder.replaceChildren(...sentences.map((sentence) => {
      const item = document.createElement("li");
      item.className = kind;
      item.textContent = sentence;
      return item;
    }));
  };
  const at = (part, level) => part?.querySelector(`tr[data-level="${CSS.escape(level ?? ALL)}"]`);
  const tell = (data) => {
    const demanded = beside.querySelector("table.means");
    for (const level of data.levels) {
      const row = at(demanded, level.id);
      write(row, "steps", level.steps);
      if (level.setup !== undefined) {
        write(row, "setup", money.format(level.setup / 100));
        write(row, "running_year", money.format(level.running_year / 100));
      }
    }
    for (const assessment of data.assessments) {
      const part = beside.querySelector(`tbody[data-id="${CSS.escape(assessment.id)}"]`);
      for (const points of assessment.points) {
        const row = at(part, points.level);
        write(row, "gap", points.gap);
        write(row, "surplus", points.surplus);
        for (const [actor, gap] of Object.entries(points.gap_by_actor)) write(row, actor, gap);
      }
    }
    list("warnings", data.warnings.map((warning) => warning.sentence), "warning");
    document.getElementById("no-warnings").hidden = data.warning_count > 0;
    list("differences", data.differences.map((difference) => difference.sentence), "");
    const count = document.getElementById("difference-count");
    if (count !== null) count.textContent = data.difference_count;
  };
  const error = document.getElementById("draw-error");
  let moves = 0;
  let told = 0;
  let isAsking = false;
  const ask = async () => {
    if (isAsking || told === moves) return;
    isAsking = true;
    const move = moves;
    const body = new URLSearchParams();
    for (const name of ["csrf", "shown", "base", "with", "project"]) if (field(name) !== null) body.set(name, field(name).value);
    for (const line of lines) body.set(line.name, line.value);
    try {
      const answer = await fetch(form.dataset.points, { method: "POST", body });
      const data = await answer.json();
      if (!answer.ok) throw new Error(data.detail);
      tell(data);
      error.textContent = "";
    } catch {
      error.textContent = error.dataset.text;
    }
    told = move;
    beside.dataset.told = String(move);
    beside.setAttribute("aria-busy", String(told !== moves));
    isAsking = false;
    ask();
  };

  // ---- a move: the target of an area at the level that is shown
  const set = (area, word) => {
    if (chosen < 0 || targets[chosen].get(area.id) === word) return;
    targets[chosen].set(area.id, word);
    lines[chosen].value = [...targets[chosen]].map(([id, each]) => `${id}=${each}`).join(" ");
    show(area);
    draw(area.grid);
    moves += 1;
    beside.setAttribute("aria-busy", "true"); // until the numbers are those of the last move
    form.dispatchEvent(new Event("input"));
    ask();
  };
  const raise = (area, to) => {
    const most = area.grid.steps.length;
    const place = Math.min(Math.max(to, 0), most);
    set(area, place === 0 ? "none" : area.grid.steps[place - 1]);
  };
  for (const area of areas.values()) {
    area.choice?.addEventListener("change", () => {
      set(area, area.choice.value);
      reach(area, false);
    });
  }

  // ---- one cell of a grid takes the keys: the uppermost that is demanded of an area
  const reach = (area, hasFocus) => {
    const level = Math.max(chosen, 0);
    const cell = area.cells[Math.max(height(level, area), 1) - 1];
    for (const other of area.grid.table.querySelectorAll("[tabindex]")) other.removeAttribute("tabindex");
    cell.tabIndex = 0;
    const step = area.cells.indexOf(cell);
    const from = levels.findIndex((id, each) => demands(each, area).includes(area.grid.steps[step]));
    const words = beside.dataset;
    const said = from < 0 ? words.none : names[from] === "" ? words.always : words.from.replace("%s", names[from]);
    cell.setAttribute("aria-label", `${area.id} ${area.grid.steps[step]}, ${said}`);
    if (hasFocus) cell.focus();
  };
  for (const grid of grids) reach(areas.get(grid.rows[0].dataset.area), false);
  const isTurned = (grid) => getComputedStyle(grid.table.tBodies[0]).display !== "flex";
  form.addEventListener("keydown", (event) => {
    const row = event.target.closest?.("tr[data-area]");
    const area = event.target.closest?.("table[role=grid]") && row ? areas.get(row.dataset.area) : undefined;
    if (area === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const turned = isTurned(area.grid);
    const [up, down, next, before] = turned ? ["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp"]
      : ["ArrowUp", "ArrowDown", "ArrowRight", "ArrowLeft"];
    const all = [...areas.values()];
    const place = all.indexOf(area);
    let now = area;
    if (event.key === next || event.key === before) {
      now = all[place + (event.key === next ? 1 : -1)] ?? area;
    } else if (event.key === up || event.key === down) {
      if (chosen >= 0) raise(area, height(chosen, area) + (event.key === up ? 1 : -1));
    } else if (event.key === "Home" || event.key === "End") {
      raise(area, event.key === "Home" ? 0 : area.grid.steps.length);
    } else {
      return;
    }
    event.preventDefault();
    reach(now, true);
  });

  // ---- the pointer: a click, or a way over the cells
  const under = (event) => {
    const cell = document.elementFromPoint(event.clientX, event.clientY)?.closest("table[role=grid] tr[data-area] > *");
    const area = cell ? areas.get(cell.parentElement.dataset.area) : undefined;
    return area === undefined ? undefined : { area, step: area.cells.indexOf(cell) + 1 };
  };
  let way;
  form.addEventListener("pointerdown", (event) => {
    const from = event.button === 0 && event.target.closest("table[role=grid]") !== null ? under(event) : undefined;
    way = from !== undefined && from.step > 0 && chosen >= 0 ? { from, last: from, isDrag: false } : undefined;
    if (way !== undefined && event.pointerType === "mouse") event.preventDefault();
  });
  addEventListener("pointermove", (event) => {
    const now = way !== undefined ? under(event) : undefined;
    if (now === undefined || (now.area === way.last.area && now.step === way.last.step)) return;
    way.isDrag = true;
    way.last = now;
    raise(now.area, now.step);
  });
  addEventListener("pointerup", () => {
    if (way !== undefined && !way.isDrag) {
      const { area, step } = way.from;
      raise(area, height(chosen, area) === step ? step - 1 : step);
    }
    if (way !== undefined) reach(way.last.area, true);
    way = undefined;
  });
  addEventListener("pointercancel", () => { way = undefined; });

  // ---- the levels: of all of them the page has what it needs, unless it shows all at once
  if (chosen < 0) return;
  const look = (name) => {
    chosen = levels.indexOf(name);
    field("shown").value = chosen < 0 ? levels[0] : name;
    for (const tab of tabs) {
      if (tab.value === name) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    }
    for (const row of beside.querySelectorAll("tr[data-level]")) row.hidden = chosen >= 0 && row.dataset.level !== name;
    for (const area of areas.values()) {
      area.choice.disabled = chosen < 0;
      show(area);
    }
    for (const grid of grids) draw(grid);
  };
  for (const tab of tabs) {
    tab.addEventListener("click", (event) => {
      if (field("with").value !== "") return; // the other one's line is the server's
      event.preventDefault();
      look(tab.value);
    });
  }
})();
