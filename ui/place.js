// Answers are saved as one types. Without this script each question is a form with a button.
//
// What was typed stands in this browser until the server has answered that it is in the database. What is on its way is
// frozen, with an id of its own: it is sent again as it was after a lost connection, in the next page too, and what was
// typed meanwhile follows it. Who was not first with an answer is shown both (the server says how they go together).
(() => {
  "use strict";
  const place = document.getElementById("place");
  if (place?.dataset.self === undefined) return; // nothing was ever written here
  const said = place.dataset;
  const AFTER = 1000; // milliseconds without a key
  const LEFT_AFTER = 90000; // nobody has touched what a tab keeps: it is gone
  const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const fill = (text, word) => text.replace("%s", () => word);
  const local = (instant) => new Date(Date.parse(instant) + Number(said.offset) * 1000).toISOString().slice(11, 19);
  const parse = (text) => new DOMParser().parseFromString(text, "text/html");
  let csrf = said.csrf;

  // ---- kept in this browser, of each tab by itself
  const prefix = `palier-answer:${said.self}:${said.id}:`;
  const tab = newId();
  let canKeep = true;
  let before = null; // what this tab was called on the page before
  const keep = (part, entry) => {
    try {
      if (entry === undefined) localStorage.removeItem(`${prefix}${part}:${tab}`);
      else localStorage.setItem(`${prefix}${part}:${tab}`, JSON.stringify({ ...entry, touched: Date.now() }));
    } catch {
      canKeep = false; // no room, or none allowed: it is in this page, and sent from here
    }
  };
  // What this tab kept on the page before, and what tabs that are gone kept: taken over by this page.
  const adopt = () => {
    const found = [];
    try {
      for (const key of Object.keys(localStorage).filter((name) => name.startsWith(prefix))) {
        const owner = key.slice(key.lastIndexOf(":") + 1);
        const entry = JSON.parse(localStorage.getItem(key));
        if (owner === tab || (owner !== before && Date.now() - entry.touched < LEFT_AFTER)) continue;
        localStorage.removeItem(key);
        found.push({ ...entry, part: key.slice(prefix.length, -owner.length - 1) });
      }
    } catch {
      canKeep = false;
    }
    return found;
  };
  // Whoever opens the place next takes over at once what this page kept.
  const leave = () => {
    try {
      for (const key of Object.keys(localStorage).filter((name) => name.startsWith(prefix) && name.endsWith(`:${tab}`))) {
        localStorage.setItem(key, JSON.stringify({ ...JSON.parse(localStorage.getItem(key)), touched: 0 }));
      }
    } catch {
      canKeep = false;
    }
  };
  try {
    before = sessionStorage.getItem("palier-answer-tab");
    sessionStorage.setItem("palier-answer-tab", tab);
  } catch {
    canKeep = false;
  }

  // ---- sending: one act of a question at a time, again until it is answered
  const pause = (milliseconds) => new Promise((resolve) => {
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
  const headers = () => ({ "X-CSRF-Token": csrf, "Accept-Language": document.documentElement.lang });
  // Whether this browser may still write here, by a link that was perhaps opened once more.
  const renew = async () => {
    const answer = await fetch(`${location.pathname}?only=none`, { headers: { Accept: "text/html" } });
    const now = parse(await answer.text()).getElementById("place")?.dataset;
    if (now?.self !== said.self) return false;
    csrf = now.csrf;
    return true;
  };
  const post = (url, act) => fetch(said.program + url, {
    method: "POST", headers: headers(), keepalive: act.body.length < 50000, signal: AbortSignal.timeout(30000),
    body: new URLSearchParams([...new URLSearchParams(act.body), ["act", act.act], ["turn", String(act.turn)], ["was", act.was ?? ""]]),
  });
  // The server's answer to an act, however long that takes; `trouble` is told what stands in the way.
  const deliver = async (url, act, trouble) => {
    for (let wait = 500; ; wait = Math.min(2 * wait, 30000)) {
      try {
        let answer = await post(url, act);
        let isOver = answer.status === 403 || answer.status === 404;
        if (isOver && await renew()) {
          answer = await post(url, act);
          isOver = false;
        }
        const body = await answer.json();
        if (answer.status < 500 && answer.status !== 429 && answer.status !== 408 && !isOver) return { status: answer.status, body };
        trouble(isOver ? said.shut : said.cut);
      } catch {
        trouble(said.cut);
      }
      await pause(wait);
    }
  };

  // ---- a question of this page
  const questions = new Map();
  const IS_HIDDEN = ["csrf", "act", "turn", "was"];
  class Question {
    constructor(article) {
      this.part = article.dataset.part;
      this.take(article);
    }

    // The article as it is now: what stands there is what is saved, unless it was typed.
    take(article) {
      this.article = article;
      this.form = article.querySelector("form[data-answer]");
      if (this.form === null) return;
      this.turn = Number(this.form.elements.turn.value);
      this.url = new URL(this.form.action).pathname.split("/answer").slice(1).join("/answer");
      this.saved = this.body();
      this.form.addEventListener("input", () => this.typed());
      this.form.addEventListener("change", () => this.typed());
      this.form.addEventListener("focusout", () => this.isDirty && this.later(0));
      this.form.addEventListener("submit", (event) => this.submit(event));
      article.querySelector("[data-theirs]")?.addEventListener("click", (event) => {
        event.preventDefault();
        this.forget();
        this.show();
      });
      this.offerFile();
    }

    body(more = []) {
      if (this.form === null) return this.saved;
      const all = [...new FormData(this.form)].filter(([name]) => !IS_HIDDEN.includes(name));
      return new URLSearchParams([...all, ...more]).toString();
    }

    get hasConflict() { return this.form !== null && this.form.querySelector(".conflict") !== null; }
    tell(text) {
      const status = this.article.querySelector("[data-status]");
      if (status !== null && status.textContent !== text) status.textContent = text;
    }

    keep() {
      if (this.frozen === undefined && !this.isDirty) keep(this.part);
      else keep(this.part, { url: this.url, turn: this.turn, frozen: this.frozen, body: this.isDirty ? this.body() : undefined });
    }

    forget() {
      this.isDirty = false;
      this.frozen = undefined;
      clearTimeout(this.timer);
      keep(this.part);
    }

    typed() {
      this.isDirty = this.body() !== this.saved;
      this.unmark();
      if (this.isDirty && this.frozen === undefined) this.tell(said.typed);
      this.keep();
      if (this.isDirty) this.later(AFTER);
    }

    later(milliseconds) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.hasConflict || this.save(), milliseconds); // of a conflict a person decides
    }

    // `more`: the state that is said with it.
    async save(more = []) {
      clearTimeout(this.timer);
      if (more.length > 0) this.more = more;
      if (this.isBusy) return;
      this.isBusy = true;
      let goesOn = true;
      while (goesOn && (this.frozen !== undefined || this.isDirty || this.more !== undefined)) {
        if (this.frozen === undefined) {
          const plain = this.body();
          this.frozen = { act: newId(), turn: this.turn, was: this.form.elements.was.value, body: this.body(this.more), plain };
          this.more = undefined;
          this.isDirty = false;
        }
        this.keep();
        this.tell(said.saving);
        const answer = await deliver(this.url, this.frozen, (trouble) => this.tell(trouble));
        const { plain } = this.frozen;
        this.frozen = undefined;
        try {
          goesOn = answer.status === 200 ? await this.acknowledge(answer.body, plain) : await this.refused(answer);
        } catch { // the connection went while the page was brought up to date
          this.tell(said.cut);
          goesOn = false;
          if (this.isDirty) this.later(2000);
        }
      }
      this.isBusy = false;
    }

    // It is in the database; what was typed meanwhile follows, unless a person has to decide.
    async acknowledge(answer, was) {
      const fact = answer.facts.at(-1);
      this.saved = was;
      this.isDirty = this.body() !== was;
      if (fact !== undefined && !answer.is_merged) this.turn = fact.turn;
      if (fact !== undefined) {
        this.form.elements.turn.value = this.turn;
        this.form.elements.was.value = fact.state;
        this.countAnswered(fact.body);
        const badge = this.article.querySelector("[data-state]");
        const state = fact.state === "open" && this.article.dataset.answered === "1" ? "saved" : fact.state;
        badge.textContent = said[`state${state}`] ?? state;
        badge.className = `state is-${fact.state}`;
      }
      this.keep();
      const told = fill(answer.is_merged ? said.merged : said.saved, local(fact?.at ?? new Date().toISOString()));
      if (answer.is_merged && !this.isDirty) await this.show(told);
      else this.tell(told);
      for (const one of answer.hung) await hang(one, this.article);
      return !this.hasConflict;
    }

    async refused(answer) {
      this.isDirty = true;
      this.more = undefined;
      this.keep();
      if (answer.status === 409) {
        const isShown = await this.replace(`${this.form.action}?only=${encodeURIComponent(this.part)}`, this.body());
        if (isShown && !this.hasConflict) { // it goes together after all
          this.forget();
          this.saved = this.body();
          this.tell(fill(said.saved, local(new Date().toISOString())));
          return false;
        }
        this.tell(isShown ? said.met : `${said.refused} ${answer.body.detail}`);
        this.article.querySelector(".conflict")?.scrollIntoView({ block: "nearest" });
        return false;
      }
      this.tell(`${said.refused} ${answer.body.detail}`);
      for (const fault of answer.body.faults ?? []) this.mark(fault);
      return false;
    }

    mark(fault) {
      const field = this.form.elements[fault.path] ?? this.form.elements[`${fault.path}.${document.documentElement.lang}`];
      const control = field instanceof RadioNodeList ? field[0] : field;
      if (control?.after === undefined) return;
      const line = document.createElement("p");
      line.className = "error";
      line.dataset.fault = "";
      line.textContent = fault.sentence;
      control.setAttribute("aria-invalid", "true");
      control.after(line);
    }

    unmark() {
      for (const line of this.form.querySelectorAll("[data-fault]")) {
        line.previousElementSibling?.removeAttribute("aria-invalid");
        line.remove();
      }
    }

    // The number of answers in the list of topics.
    countAnswered(body) {
      const isAnswered = Object.keys(body.fields ?? {}).length > 0 || (body.none ?? []).length > 0 || body.not_yet !== undefined ||
        body.not_known === true || body.not_applicable !== undefined;
      const was = this.article.dataset.answered === "1";
      const count = document.querySelector(".topics-of [aria-current] + .count");
      this.article.dataset.answered = isAnswered ? "1" : "0";
      if (was === isAnswered || count === null) return;
      const [answered, asked] = count.textContent.split("/").map(Number);
      count.textContent = `${answered + (isAnswered ? 1 : -1)}/${asked}`;
    }

    // The question as the server shows it, of what was typed where `typed` says so, with what a button adds (`more`);
    // false: it does not show it here. What is typed meanwhile is not lost.
    async replace(url, typed, more = []) {
      const start = this.body();
      const answer = await fetch(url, typed === undefined ? {} : {
        method: "POST", headers: headers(),
        body: new URLSearchParams([...new URLSearchParams(typed), ...more, ["csrf", csrf], ["act", newId()], ["turn", String(this.turn)]]),
      });
      const page = parse(await answer.text());
      const article = [...page.querySelectorAll("article[data-part]")].find((one) => one.dataset.part === this.part);
      if (article === undefined) return false;
      if (this.body() !== start) return typed === undefined || this.replace(url, this.body(), more);
      const focus = this.article.contains(document.activeElement) ? document.activeElement.id : "";
      this.article.replaceWith(article);
      const saved = this.saved;
      this.take(article);
      if (typed !== undefined) this.saved = saved;
      (article.querySelector("[autofocus]") ?? (focus !== "" ? document.getElementById(focus) : null))?.focus();
      return true;
    }

    // As it is saved.
    async show(told = "") {
      try {
        if (!await this.replace(`${location.pathname}?only=${encodeURIComponent(this.part)}`)) {
          this.article.remove();
          questions.delete(this.part);
        }
        this.tell(told);
      } catch {
        this.tell(told !== "" ? told : said.cut);
      }
    }

    async submit(event) {
      const by = event.submitter;
      if (by?.name === "go") { // it is saved on the way to another page
        this.forget();
        return;
      }
      event.preventDefault();
      if (by?.hasAttribute("formaction")) {
        try {
          await this.replace(`${by.getAttribute("formaction")}?only=${encodeURIComponent(this.part)}`, this.body(), [[by.name, by.value]]);
          this.typed();
        } catch {
          this.tell(said.cut);
        }
        return;
      }
      const isDecided = this.hasConflict;
      if (isDecided) this.form.querySelector(".conflict").remove();
      this.isDirty = this.isDirty || isDecided;
      await this.save(by?.name === "state" ? [["state", by.value]] : []);
      if (!this.isDirty && this.article.querySelector("[data-status]")?.textContent === "") this.tell(fill(said.saved, local(new Date().toISOString())));
    }

    offerFile() {
      const buttons = this.article.querySelector(".saving .buttons");
      const go = buttons?.querySelector("[name=go]");
      if (!go) return;
      const label = document.createElement("label");
      const input = document.createElement("input");
      input.type = "file";
      input.className = "unseen";
      label.className = "as-link";
      label.append(said.file, input);
      input.addEventListener("change", () => input.files.length > 0 && this.send(input.files[0]));
      for (const name of ["input", "focusout"]) input.addEventListener(name, (event) => event.stopPropagation());
      go.replaceWith(label);
    }

    async send(file) {
      if (file.size > Number(said.most)) {
        this.tell(fill(said.large, file.name));
        return;
      }
      if (this.isDirty) await this.save();
      this.tell(fill(said.sending, file.name));
      const query = new URLSearchParams({ name: file.name, question: this.part, act: newId() });
      try {
        const answer = await fetch(`${said.program}/files/send?${query}`, {
          method: "POST", headers: { ...headers(), "Content-Type": "application/octet-stream" }, body: file });
        const body = await answer.json();
        if (answer.ok) await this.show(fill(said.saved, local(body.facts[0]?.at ?? new Date().toISOString())));
        else this.tell(`${said.refused} ${body.detail}`);
      } catch {
        this.tell(said.cut);
      }
    }
  }

  // ---- a question that hangs on another one comes and goes with its answer
  const hang = async ({ question, is_put: isPut }, behind) => {
    const there = questions.get(question);
    if (there !== undefined ? isPut && there.form !== null : !isPut) return;
    if (there !== undefined) {
      await there.show();
      return;
    }
    const answer = await fetch(`${location.pathname}?only=${encodeURIComponent(question)}`);
    const article = [...parse(await answer.text()).querySelectorAll("article[data-part]")].find((one) => one.dataset.part === question);
    if (article === undefined) return;
    behind.after(article);
    questions.set(question, new Question(article));
  };

  // ---- what was typed on other pages of the place, or before this one was loaded anew
  const elsewhere = document.createElement("p");
  elsewhere.className = "told small";
  elsewhere.setAttribute("role", "status");
  let waiting = 0;
  const tellElsewhere = () => {
    if (waiting > 0) {
      elsewhere.textContent = fill(said.elsewhere, waiting);
      place.before(elsewhere);
    } else {
      elsewhere.remove();
    }
  };
  // What cannot be saved, of a question that has no form here: it is told, and stays until somebody drops it.
  const tellLeft = (entry, detail) => {
    const line = document.createElement("p");
    const link = document.createElement("a");
    const drop = document.createElement("button");
    line.className = "told small";
    [, link.textContent] = entry.url.match(/([^/]+)$/);
    link.href = `${said.base}${entry.url.replace(/\/([^/]+)$/, "?at=$1")}`;
    drop.type = "button";
    drop.className = "plain";
    drop.textContent = said.drop;
    drop.addEventListener("click", () => {
      keep(entry.part);
      line.remove();
    });
    line.append(link, ` ${said.refused} ${detail} `, drop);
    place.before(line);
  };
  const deliverElsewhere = async (entry) => {
    let { turn } = entry;
    keep(entry.part, entry);
    for (const act of [entry.frozen, entry.body === undefined ? undefined : { act: newId(), body: entry.body }]) {
      if (act === undefined) continue;
      act.turn ??= turn;
      keep(entry.part, { ...entry, frozen: act, body: act === entry.frozen ? entry.body : undefined });
      const answer = await deliver(entry.url, act, () => {});
      if (answer.status !== 200) {
        tellLeft(entry, answer.body.detail);
        return;
      }
      turn = answer.body.is_merged ? act.turn : answer.body.facts.at(-1)?.turn ?? turn;
    }
    keep(entry.part);
  };
  // What was on its way goes first, for it may have arrived; then stands there again what was typed behind it.
  const takeUp = async (question, entry) => {
    const trouble = (words) => question.tell(words);
    let { body: typed, turn } = entry;
    let at = new Date().toISOString();
    question.isBusy = true;
    question.article.inert = true;
    keep(entry.part, entry);
    if (entry.frozen !== undefined) {
      const answer = await deliver(entry.url, { turn, ...entry.frozen }, trouble);
      const fact = answer.status === 200 ? answer.body.facts.at(-1) : undefined;
      if (answer.status !== 200) typed ??= entry.frozen.plain ?? entry.frozen.body;
      else if (!answer.body.is_merged) turn = fact?.turn ?? turn;
      at = fact?.at ?? at;
    }
    while (typed !== undefined) {
      keep(entry.part, { url: entry.url, turn, body: typed });
      try {
        question.turn = turn;
        await question.replace(`${question.form.action}/rows?only=${encodeURIComponent(question.part)}`, typed);
        break;
      } catch {
        trouble(said.cut);
        await pause(2000);
      }
    }
    question.isBusy = false;
    question.article.inert = false;
    if (typed === undefined) {
      keep(entry.part);
      await question.show(fill(said.saved, local(at)));
      return;
    }
    question.isDirty = true;
    question.keep();
    if (question.hasConflict) question.tell(said.met);
    else await question.save();
  };
  const takeUpAll = () => {
    for (const entry of adopt()) {
      const question = questions.get(entry.part);
      if (question?.form && !question.isDirty && !question.isBusy) {
        takeUp(question, entry);
      } else {
        waiting++;
        tellElsewhere();
        deliverElsewhere(entry).finally(() => {
          waiting--;
          tellElsewhere();
        });
      }
    }
  };

  for (const article of place.querySelectorAll("article[data-part]")) questions.set(article.dataset.part, new Question(article));
  takeUpAll();
  setInterval(takeUpAll, LEFT_AFTER);
  const isUnsaved = () => [...questions.values()].some((one) => one.isDirty || one.frozen !== undefined);
  addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") for (const one of questions.values()) if (one.isDirty) one.later(0);
  });
  addEventListener("beforeunload", (event) => {
    if (!canKeep && isUnsaved()) event.preventDefault();
  });
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  setInterval(() => {
    for (const one of questions.values()) if (one.isDirty || one.frozen !== undefined) one.keep();
  }, LEFT_AFTER / 3);
})();
