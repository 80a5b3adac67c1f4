// Comfort only: every page works without it. Keys, a filter of tables, a word before what was typed
// is left behind.
(() => {
  "use strict";
  const at = (id) => document.getElementById(id);
  const stored = (value) => {
    try {
      if (value !== undefined) localStorage.setItem("palier-keys", value);
      return localStorage.getItem("palier-keys");
    } catch {
      return null;
    }
  };

  // ---- that it was saved is said once: who reloads the page, or keeps its address, is not told again
  const here = new URL(location.href);
  if (here.searchParams.has("saved")) {
    here.searchParams.delete("saved");
    history.replaceState(history.state, "", here);
  }

  // ---- what is not saved yet
  const note = at("unsaved");
  const changed = new Set();
  for (const form of document.querySelectorAll("form[method=post]:not([data-brief])")) {
    if (form.hasAttribute("data-unsaved")) { // shown again with what was typed
      changed.add(form);
      note.textContent = note.dataset.text;
    }
    form.addEventListener("input", () => {
      changed.add(form);
      if (form.hasAttribute("data-keep")) note.textContent = note.dataset.text;
    });
    form.addEventListener("submit", () => {
      changed.clear();
      note.textContent = "";
    });
  }
  addEventListener("beforeunload", (event) => {
    if (changed.size > 0) event.preventDefault();
  });

  // ---- filter: rows that hold all the words, without regard to case and accents
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const filter = at("filter");
  const rows = [...document.querySelectorAll("table.filtered tbody tr")].map((row) => [row, plain(row.textContent)]);
  const sift = () => {
    const words = plain(filter.value).split(/\s+/);
    let count = 0;
    for (const [row, text] of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      count += row.hidden ? 0 : 1;
    }
    const said = filter.parentElement.querySelector("[role=status]");
    said.textContent = filter.value === "" ? "" : count > 0 ? `${count} / ${rows.length}` : filter.dataset.none;
  };
  if (filter !== null) filter.addEventListener("input", sift);
  const search = filter ?? document.querySelector("main form[method=get] input[type=search]");

  // ---- keys; single letters can be turned off
  const keys = at("keys");
  const box = at("keys-on");
  box.checked = stored() !== "off";
  box.addEventListener("change", () => stored(box.checked ? "on" : "off"));
  at("keys-close").addEventListener("click", () => keys.close());
  const writes = (target) => target.closest("input:not([type=radio], [type=checkbox]), textarea, select") !== null;
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      const form = event.target.closest("form[method=post]") ?? document.querySelector("form[data-keep]");
      if (form !== null && !form.classList.contains("who")) {
        event.preventDefault();
        form.requestSubmit(form.querySelector("button.primary") ?? form.querySelector("button"));
      }
    } else if (event.key === "Escape" && event.target === filter) {
      filter.value = "";
      sift();
    } else if (!event.ctrlKey && !event.metaKey && !event.altKey && box.checked && !writes(event.target)) {
      if (event.key === "?" && !keys.open) {
        event.preventDefault();
        keys.showModal();
      } else if (event.key === "/" && search !== null && !keys.open) {
        event.preventDefault();
        search.focus();
      }
    }
  });
  // The list of keys can also be opened by hand, and so turned on again.
  for (const help of document.querySelectorAll("[data-keys]")) help.addEventListener("click", () => keys.showModal());

  // ---- a problem's line in the text
  for (const link of document.querySelectorAll("a[data-line]")) {
    link.addEventListener("click", (event) => {
      const text = at("f-text");
      const lines = text.value.split("\n");
      const line = Math.min(Math.max(Number(link.dataset.line), 1), lines.length);
      const from = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
      event.preventDefault();
      text.focus();
      text.setSelectionRange(from, from + lines[line - 1].length);
      text.scrollTop = (line - 4) * parseFloat(getComputedStyle(text).lineHeight);
    });
  }
  // ---- a reason at hand is put where one says why; of several that of the step last written at
  for (const select of document.querySelectorAll("select[data-insert]")) {
    const form = select.closest("form");
    const step = form?.elements.insert_at;
    for (const button of form?.querySelectorAll("[data-inserts]") ?? []) button.remove();
    if (step) {
      form.addEventListener("focusin", (event) => {
        if (event.target.name?.startsWith("reason/")) step.value = event.target.name.slice("reason/".length);
      });
    }
    select.addEventListener("change", () => {
      const text = select.selectedOptions[0].dataset.text;
      const field = step ? form.elements[`reason/${step.value}`] : at(select.dataset.insert);
      select.value = "";
      if (text === undefined || !field) return;
      field.value = field.value.trim() === "" ? text : `${field.value}\n${text}`;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
  }
  // ---- the tab of this page is in sight, on a narrow screen too
  const tab = document.querySelector(".tabs [aria-current]");
  if (tab !== null) tab.closest("ul").scrollLeft = tab.offsetLeft - 48;

  // ---- a link or token shown once is chosen as a whole
  for (const input of document.querySelectorAll("input.copy")) input.addEventListener("focus", () => input.select());
})();
