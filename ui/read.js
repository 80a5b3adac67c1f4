// Keys for reading answers: every key is also a link or a button of the page, which works without it.
(() => {
  "use strict";
  const writes = (target) => target.closest("input:not([type=radio], [type=checkbox]), textarea, select, dialog") !== null;
  const off = () => {
    try {
      return localStorage.getItem("palier-keys") === "off";
    } catch {
      return false;
    }
  };
  const rows = [...document.querySelectorAll("[data-row]")];
  const keyed = new Map();
  for (const element of document.querySelectorAll("[data-key]")) {
    for (const key of element.dataset.key.split(" ")) if (!keyed.has(key)) keyed.set(key, element);
  }

  // ---- a list: to the row beside
  const step = (by) => {
    const at = rows.indexOf(document.activeElement);
    const to = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1)];
    to.focus();
    to.scrollIntoView({ block: "nearest" });
  };

  // ---- a form is opened and written in; a button is pressed once what it needs is there
  const begin = (field) => {
    field.focus();
    field.select?.();
  };
  const use = (element) => {
    if (element.tagName === "DETAILS") {
      element.open = true;
      begin(element.querySelector(element.dataset.to));
      return;
    }
    const form = element.closest("details");
    if (form !== null && !form.open) {
      form.open = true;
      begin(form.querySelector(form.dataset.to) ?? element);
      return;
    }
    const needed = element.dataset.needs === undefined ? null : document.querySelector(element.dataset.needs);
    if (needed !== null && needed.value.trim() === "") {
      needed.focus();
      return;
    }
    element.click();
  };

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || off() || writes(event.target)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const element = keyed.get(key);
    if (element !== undefined) {
      event.preventDefault();
      use(element);
    } else if (rows.length > 0 && (key === "j" || key === "ArrowDown")) {
      event.preventDefault();
      step(1);
    } else if (rows.length > 0 && (key === "k" || key === "ArrowUp")) {
      event.preventDefault();
      step(-1);
    }
  });

  // ---- the list of keys says these, too
  const own = document.querySelector(".read-keys dl");
  const all = document.querySelector("#keys dl");
  if (own !== null && all !== null) all.prepend(...[...own.children].map((each) => each.cloneNode(true)));
})();
