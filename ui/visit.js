// What is found on a visit, saved as one types. Without this script the form is sent by its buttons.
//
// Each save is an act with an id and a time of its own, and stands in this browser until the server has answered: sent
// again, it is the same act. One is under way at a time; what is typed meanwhile is the next.
(() => {
  "use strict";
  const form = document.getElementById("mark");
  if (form === null) return;
  const said = form.dataset;
  const key = `palier-visit:${said.person}:${said.sending}:${said.item}`;
  const told = form.querySelector(".saved-now");
  const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  // ---- what is said: the fields as they stand, names that come several times as lists
  const QUIET = new Set(["csrf", "act", "said_at", "then", "order"]);
  const fields = () => {
    const body = {};
    for (const [name, value] of new FormData(form)) {
      if (QUIET.has(name) || typeof value !== "string") continue;
      body[name] = name === "area" ? [...(body[name] ?? []), value] : value;
    }
    return body;
  };
  const TURN = /^(seen|checked)(\/|$)/;
  const words = (body) => JSON.stringify(Object.entries(body).filter(([name]) => !TURN.test(name)));
  const turns = (body) => JSON.stringify(Object.entries(body).filter(([name]) => TURN.test(name)));
  const isClaimed = () => form.elements.basis.value === "claimed";

  // ---- kept in this browser
  const keep = (value) => {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(value));
    } catch {
      // No room, or none allowed: it is in this page, and sent from here.
    }
  };
  const kept = () => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };

  // ---- what is told
  const tell = (text, isTrouble = false) => {
    if (told.textContent !== text) told.textContent = text;
    told.classList.toggle("is-trouble", isTrouble);
  };
  const local = (instant) => new Date(Date.parse(instant) + Number(said.offset) * 1000).toISOString().slice(11, 19);
  const point = (field) => {
    const at = field && (document.getElementById(`f-${field}`) ?? form.elements[field]);
    if (at instanceof HTMLElement) at.focus();
  };

  // ---- sending
  // What the server has of this form; where it is shown again with rows added, or with what was refused: not this.
  const isNew = form.hasAttribute("data-new") || form.hasAttribute("data-refused");
  let known = isNew ? "" : words(fields());
  let act = null; // that is under way
  let state = form.hasAttribute("data-refused") ? "refused" : "still"; // or busy, cut
  let waits = state === "refused"; // what was refused, and not touched since: it is saved by its button alone
  let csrf = form.elements.csrf.value;
  const post = (wish) => fetch(`/api/v1${new URL(form.action).pathname}`, {
    method: "POST", body: JSON.stringify({ ...wish.body, act: wish.act, said_at: wish.said_at }), signal: AbortSignal.timeout(30000),
    headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf, "Accept-Language": document.documentElement.lang },
  });
  // The same person may have signed in again meanwhile.
  const renew = async () => {
    const answer = await fetch(form.action, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("mark");
    if (page === null || page.dataset.person !== said.person) return false;
    csrf = page.querySelector("[name=csrf]").value;
    return true;
  };
  const learn = (facts) => {
    for (const fact of facts) {
      const parts = fact.part.split("/");
      const name = parts[0] === "guide" && parts.length === 3 ? `${fact.lane}/${parts[1]}` : fact.lane;
      if (form.elements[name] !== undefined) form.elements[name].value = fact.turn;
    }
  };
  const settle = (answer, body) => {
    if (answer.ok) {
      learn(body.facts);
      known = words(act.body);
      act = null;
      keep(null);
      state = "still";
      tell(`${said.saved} ${local(body.facts[0]?.at ?? new Date().toISOString())}`);
    } else {
      keep({ body: act.body, isRefused: true });
      act = null;
      state = "refused";
      tell(answer.status === 409 ? said.conflict : `${said.notSaved} ${body.detail ?? answer.status}`, true);
      lastField = body.field;
    }
  };
  let lastField;
  const begin = () => {
    if (act !== null) return true;
    const body = fields();
    if (words(body) === known) return false;
    act = { act: newId(), said_at: new Date().toISOString().slice(0, 19) + "Z", body };
    keep(act);
    return true;
  };
  // The act that is under way, until the server has answered; whether it has taken it.
  const send = async () => {
    for (let isRenewed = false; ; isRenewed = true) {
      state = "busy";
      tell(said.saving);
      try {
        const answer = await post(act);
        const body = await answer.json();
        if (answer.status >= 500 || answer.status === 429 || answer.status === 408) throw new Error("cut");
        if ((answer.status === 401 || answer.status === 403) && !isRenewed && (await renew())) continue;
        settle(answer, body);
      } catch {
        state = "cut";
        tell(said.kept, true);
      }
      return state === "still";
    }
  };
  // Everything that is not saved yet; whether it is now.
  let running = null;
  const run = async () => {
    while (begin()) {
      if (!(await send())) return false;
    }
    return true;
  };
  const save = () => (running ??= run().finally(() => (running = null)));

  // ---- as one types
  let soon = 0;
  const later = (milliseconds) => {
    clearTimeout(soon);
    soon = setTimeout(save, milliseconds);
  };
  form.addEventListener("input", (event) => {
    waits = false;
    const name = event.target.name ?? "";
    // Who writes down what was found has seen it.
    if (isClaimed() && name !== "basis" && name !== "area" && event.target.value !== "") {
      form.querySelector("[name=basis][value=seen]").checked = true;
    }
    count();
    later(event.target.type === "radio" || event.target.type === "checkbox" ? 200 : 900);
  });
  setInterval(() => {
    if (state === "cut") save();
  }, 5000);
  addEventListener("online", () => state === "cut" && save());
  addEventListener("pagehide", () => {
    const body = fields();
    if (act === null && words(body) !== known) keep({ body, isRefused: state === "refused" });
  });
  addEventListener("beforeunload", (event) => {
    if (state === "refused" || state === "cut") event.preventDefault();
  });

  // ---- how many are good
  const sum = form.querySelector(".so-far");
  const count = () => {
    if (sum === null) return;
    const chosen = [...form.querySelectorAll(".good-or-not input:checked")];
    sum.textContent = said.soFar.replace("%zu", chosen.filter((each) => each.value === "yes").length).replace("%zu", chosen.length);
  };

  // ---- going on: first all is saved
  const leave = async (url) => {
    clearTimeout(soon);
    if (running !== null) await running;
    if (await save()) location.assign(url);
    else if (state === "refused") point(lastField);
  };
  for (const link of document.querySelectorAll(".walk a")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      if (waits) location.assign(link.href);
      else leave(link.href);
    });
  }
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (button?.hasAttribute("formaction")) return; // rows come and go
    event.preventDefault();
    clearTimeout(soon);
    if (button?.name === "then") leave(button.value);
    else save().then((isSaved) => !isSaved && state === "refused" && point(lastField));
  });

  // ---- a photograph is kept as soon as it is taken; first what was typed is
  for (const take of document.querySelectorAll("form.take")) {
    take.querySelector("button").remove();
    take.querySelector("[type=file]").addEventListener("change", async (event) => {
      if (event.target.files.length === 0) return;
      clearTimeout(soon);
      if (running !== null) await running;
      await save(); // what is refused, or cannot be sent, is kept in this browser
      tell(said.saving);
      take.requestSubmit();
    });
  }

  // ---- what was kept here before
  const put = (body) => {
    const left = new Map(Object.entries(body).map(([name, value]) => [name, [value].flat()]));
    for (const field of form.elements) {
      if (!field.name || QUIET.has(field.name) || field.type === "hidden") continue;
      const values = left.get(field.name) ?? [];
      if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
      else field.value = values[0] ?? "";
    }
    count();
  };
  // What stands there now, beside what was typed here: whoever saves it has seen both.
  const compare = (body) => {
    for (const field of form.elements) {
      const isText = field.matches("textarea, select, input:not([type=hidden], [type=radio], [type=checkbox])");
      if (!isText || QUIET.has(field.name) || field.value === (body[field.name] ?? "") || field.value === "") continue;
      const line = document.createElement("p");
      line.className = "small theirs";
      line.textContent = `${said.theirs} ${field.matches("select") ? field.selectedOptions[0].textContent : field.value}`;
      field.after(line);
    }
  };
  const before = kept();
  if (before?.act !== undefined) { // not answered: it is sent once more, and alone
    put(before.body);
    act = before;
    running = send().then((isSaved) => {
      running = null;
      if (isSaved) location.reload();
      return isSaved;
    });
  } else if (before !== null && turns(before.body) !== turns(fields())) { // nothing follows theirs unseen
    compare(before.body);
    put(before.body);
    state = "refused";
    waits = true;
    tell(said.follow, true);
  } else if (before?.isRefused) {
    put(before.body);
    state = "refused";
    waits = true;
    tell(said.waits, true);
  } else if (before !== null) {
    put(before.body);
    later(200);
  } else if (form.hasAttribute("data-new") && !isClaimed()) {
    later(200);
  }
})();
