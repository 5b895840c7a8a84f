// What the pages gain from a script. Without it every page still works: this keeps what is being typed,
// warns before a sign-in ends, and holds back a form that could not be sent. Nothing is kept in the browser.

const script = document.getElementById("gt-script");
const texts = document.getElementById("gt-texts")?.dataset ?? {};

const govuk = await import(script.dataset.govuk);
govuk.initAll();

// A radio button has no expanded state in ARIA, though the library gives it one. What it reveals follows it.
function plain(radio) {
  if (radio.hasAttribute("aria-expanded")) radio.removeAttribute("aria-expanded");
}
const watch = new MutationObserver((changes) => changes.forEach(({ target }) => plain(target)));
for (const radio of document.querySelectorAll(".govuk-radios__input[aria-controls]")) {
  plain(radio);
  watch.observe(radio, { attributeFilter: ["aria-expanded"] });
}

// ── Drafts ─────────────────────────────────────────────────────────────────────────────────────────

const PAUSE = 2000;
const RETRY = 10000;

// The words of a form, without the answers to secrets and without files.
function typed(form) {
  const body = new FormData(form);
  for (const field of form.querySelectorAll("input[type=password], input[type=file]")) {
    body.delete(field.name);
  }
  // Without this mark the page would take it for the form itself.
  body.set("_draft", "auto");
  return body;
}

class Draft {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-draft-status]");
    this.timer = null;
    this.sending = null;
    this.waiting = false;
    this.sent = false;
    form.addEventListener("input", () => this.later(PAUSE));
    form.addEventListener("change", () => this.later(PAUSE));
    form.addEventListener("submit", () => {
      this.sent = true;
      clearTimeout(this.timer);
    });
    window.addEventListener("online", () => this.waiting && this.later(0));
    // Leaving for another tab or locking the telephone: keep it now rather than in two seconds.
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && this.timer) this.save();
    });
  }

  later(milliseconds) {
    this.waiting = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), milliseconds);
  }

  say(text, trouble = false) {
    if (!this.status || this.status.textContent === text) return;
    this.status.textContent = text;
    this.status.classList.toggle("govuk-error-message", trouble);
  }

  // True when all that was typed is kept.
  async save() {
    clearTimeout(this.timer);
    this.timer = null;
    if (this.sent) return true;
    if (this.sending) {
      await this.sending;
    }
    if (!this.waiting) return true;
    this.waiting = false;
    this.sending = this.send();
    const kept = await this.sending;
    this.sending = null;
    return kept;
  }

  async send() {
    let answer;
    try {
      answer = await fetch(this.form.dataset.draft, {
        method: "POST",
        body: typed(this.form),
        credentials: "same-origin",
        redirect: "manual",
        headers: { "X-Requested-With": "fetch", Accept: "application/json" },
      });
    } catch {
      this.say(texts.notSaved, true);
      this.later(RETRY);
      return false;
    }
    if (answer.ok) {
      const now = new Date();
      const clock = `${now.getHours()}:${String(now.getMinutes()).padStart(2, "0")}`;
      this.say(`${texts.saved} ${clock}`);
      return true;
    }
    // A redirect leads to the sign-in page; 401 and 403 say the same. Otherwise the server is in trouble.
    const ended = answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403;
    if (ended) {
      this.waiting = true;
      this.say(texts.ended, true);
    } else if (answer.status >= 500 || answer.status === 429) {
      this.say(texts.notSaved, true);
      this.later(RETRY);
    } else {
      this.waiting = true;
      this.say(texts.refused, true);
    }
    return false;
  }
}

const drafts = [...document.querySelectorAll("form[data-draft]")].map((form) => new Draft(form));

// ── No connection ──────────────────────────────────────────────────────────────────────────────────

// Browsers replace the page when a form cannot be sent, and what was typed goes with it.
function holdBack(form) {
  const known = form.parentElement.querySelector("[data-offline-message]");
  known?.remove();
  const box = document.createElement("div");
  box.className = "govuk-error-summary";
  box.dataset.offlineMessage = "";
  box.tabIndex = -1;
  box.setAttribute("role", "alert");
  const title = document.createElement("h2");
  title.className = "govuk-error-summary__title";
  title.textContent = texts.offlineTitle;
  const text = document.createElement("p");
  text.className = "govuk-body";
  text.textContent = texts.offline;
  box.append(title, text);
  form.before(box);
  box.focus();
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (form.method !== "post" || navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    holdBack(form);
  },
  true,
);

window.addEventListener("online", () => {
  for (const box of document.querySelectorAll("[data-offline-message]")) box.remove();
});

// ── The end of a sign-in ───────────────────────────────────────────────────────────────────────────

const WARNING = 5 * 60;

class SignIn {
  constructor(dialog, seconds, stayUrl) {
    this.dialog = dialog;
    this.seconds = seconds;
    this.stayUrl = stayUrl;
    this.left = dialog.querySelector("[data-left]");
    this.over = false;
    dialog.querySelector("[data-kept-soon]").hidden = drafts.length === 0;
    dialog.querySelector("[data-stay]").addEventListener("click", () => this.stay());
    dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
    // Escape means "stay" while there is something to stay for.
    dialog.addEventListener("cancel", (event) => {
      if (this.over) return;
      event.preventDefault();
      this.stay();
    });
    this.begin();
  }

  begin() {
    // A few seconds early, so that what is typed last still finds the door open.
    this.ends = Date.now() + Math.max(this.seconds - 5, 1) * 1000;
    clearInterval(this.ticking);
    // Moments are compared, never counted: a sleeping computer does not tick.
    this.ticking = setInterval(() => this.tick(), 1000);
  }

  tick() {
    const left = Math.round((this.ends - Date.now()) / 1000);
    if (left <= 0) {
      this.end();
    } else if (left <= Math.min(WARNING, this.seconds / 2)) {
      if (!this.dialog.open) this.dialog.showModal();
      const minutes = Math.ceil(left / 60);
      const shown = left > 60 ? `${minutes} min` : `${left} s`;
      if (this.left.textContent !== shown) this.left.textContent = shown;
    }
  }

  async stay() {
    try {
      const answer = await fetch(this.stayUrl, {
        method: "POST",
        credentials: "same-origin",
        redirect: "manual",
        headers: {
          "X-CSRFToken": document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "",
          "X-Requested-With": "fetch",
        },
      });
      if (!answer.ok) throw new Error("not signed in");
      this.dialog.close();
      this.begin();
    } catch {
      this.left.textContent = texts.notSaved;
    }
  }

  async end() {
    clearInterval(this.ticking);
    this.over = true;
    // `save` keeps what the pause had not yet sent; the server holds what was sent before.
    const kept = (await Promise.all(drafts.map((draft) => draft.save()))).every(Boolean);
    const loose = [...document.querySelectorAll("form.gt-form:not([data-draft])")].length > 0;
    this.dialog.querySelector("[data-warning]").hidden = true;
    this.dialog.querySelector("[data-over]").hidden = false;
    this.dialog.querySelector("[data-kept]").hidden = !kept || loose || drafts.length === 0;
    this.dialog.querySelector("[data-not-kept]").hidden = kept && !loose;
    this.dialog.setAttribute("aria-labelledby", "gt-session-over");
    this.dialog.removeAttribute("aria-describedby");
    if (!this.dialog.open) this.dialog.showModal();
    this.dialog.querySelector("[data-over] a").focus();
  }
}

const dialog = document.getElementById("gt-session");
const { sessionEnds, stayUrl } = document.body.dataset;
if (dialog && sessionEnds && stayUrl) new SignIn(dialog, Number(sessionEnds), stayUrl);

// ── Where one is ───────────────────────────────────────────────────────────────────────────────────

// On a narrow screen the parts of a case stand in one row: bring the current one into sight.
const row = document.querySelector(".gt-subnav");
const current = row?.querySelector("[aria-current]");
if (current && row.scrollWidth > row.clientWidth) {
  row.scrollLeft = current.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
}

// ── To the search ──────────────────────────────────────────────────────────────────────────────────

// With Control held: a bare key would steal what people type and what speech input dictates (WCAG 2.1.4).
const box = document.querySelector("form[data-search] input[name=q]");
document.addEventListener("keydown", (event) => {
  if (!box || event.key !== "/" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  if (document.querySelector("dialog[open]")) return;
  event.preventDefault();
  box.focus();
  box.select();
});
for (const told of document.querySelectorAll("[data-with-script]")) told.hidden = false;
