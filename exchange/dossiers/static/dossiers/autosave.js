"use strict";
// Answers are saved while people type. A form marked data-autosave works without this script, by its button.
// What the server has not confirmed stays in the field and in localStorage, by proposal, question, side and account.

// A block of its own: site.js and this one share the page's scope.
{
  const words = document.getElementById("autosave-words")?.dataset ?? {};
  const PAUSE = 800, RETRY = 5000;

  function csrf() {
    return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  }

  class Autosave {
    constructor(form) {
      this.form = form;
      this.key = `gyoryu:answer:${form.dataset.autosave}`;
      this.saved = this.typed();
      this.busy = false;
      form.addEventListener("input", () => this.changed(PAUSE));
      form.addEventListener("change", () => this.changed(0));
      form.addEventListener("submit", (event) => { event.preventDefault(); this.save(); });
      form.addEventListener("click", (event) => this.clicked(event.target));
      this.restore();
      this.count();
    }

    part(name) { return this.form.querySelector(`[data-${name}]`); }
    say(text) { this.part("state").textContent = text ?? ""; }
    entries() { return [...new FormData(this.form)].filter(([name]) => name === "value" || name.startsWith("cell-")); }
    typed() { return JSON.stringify(this.entries()); }
    get version() { return this.form.elements.version; }
    get conflicts() { return !this.part("conflict").hidden; }

    keep() {
      try { localStorage.setItem(this.key, JSON.stringify({ version: this.version.value, entries: this.entries() })); } catch { /* full or switched off: the field still has it */ }
    }

    forget() { try { localStorage.removeItem(this.key); } catch { /* as above */ } }

    restore() {
      let kept = null;
      try { kept = JSON.parse(localStorage.getItem(this.key)); } catch { return; }
      if (!kept || JSON.stringify(kept.entries) === this.saved) { this.forget(); return; }
      this.version.value = kept.version;
      for (const [name, value] of kept.entries) {
        while (name.startsWith("cell-") && !this.form.elements[name] && this.part("rows")) this.addRow();
        if (this.form.elements[name]) this.form.elements[name].value = value;
      }
      this.say(words.restored);
      this.save();
    }

    changed(pause) {
      this.count();
      if (this.typed() === this.saved) return;
      this.keep();
      if (this.conflicts) return;
      this.say(words.kept);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), pause);
    }

    count() {
      const shown = this.part("count");
      if (!shown) return;
      const length = countLength(this.form.elements.value.value, shown.dataset.unit);
      shown.firstElementChild.textContent = length;
      shown.classList.toggle("over", length > Number(shown.dataset.limit));
    }

    async save() {
      clearTimeout(this.timer);
      if (this.busy) return;
      this.busy = true;
      const sent = this.typed();
      this.keep();
      this.say(words.saving);
      try {
        const response = await fetch(this.form.action, {
          method: "POST", body: new FormData(this.form), credentials: "same-origin", redirect: "manual",
          headers: { Accept: "application/json", "X-CSRFToken": csrf() },
        });
        await this.answered(response, sent);
      } catch {
        this.say(words.offline);
        this.timer = setTimeout(() => this.save(), RETRY);
      }
      this.busy = false;
      if (this.again) { this.again = false; this.changed(0); }
    }

    async answered(response, sent) {
      this.part("expired").hidden = true;
      this.part("errors").replaceChildren();
      const type = response.headers.get("content-type") ?? "";
      const body = type.includes("json") ? await response.json() : {};
      if (response.status === 200) return this.confirmed(body, sent);
      if (response.status === 409) return this.conflict(body);
      if (response.status === 422) return this.refused(body.errors);
      if (response.status === 401 || response.status === 403 || response.type === "opaqueredirect") return this.expired();
      if (response.status === 404) return this.say(words.forbidden);
      throw new Error(response.status);
    }

    confirmed(body, sent) {
      this.version.value = body.version;
      this.saved = sent;
      this.part("conflict").hidden = true;
      if (this.typed() === sent) { this.forget(); this.say(words.saved); } else { this.again = true; }
      document.body.dispatchEvent(new CustomEvent("proposal-saved"));
    }

    conflict(body) {
      this.theirs = body.version;
      this.part("theirs").textContent = body.theirs;
      this.part("by").textContent = body.by;
      this.part("conflict").hidden = false;
      this.say(words.kept);
    }

    refused(errors) {
      this.part("errors").append(...errors.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
      this.say(words.kept);
    }

    expired() {
      this.part("expired").hidden = false;
      this.say("");
    }

    get waits() { return !this.part("expired").hidden; }

    clicked(target) {
      if (target.closest("[data-keep-mine]")) { this.version.value = this.theirs ?? this.version.value; this.part("conflict").hidden = true; this.save(); }
      if (target.closest("[data-take-theirs]")) { this.forget(); location.reload(); }
      if (target.closest("[data-add-row]")) this.addRow().querySelector("input").focus();
      if (target.closest("[data-remove-row]")) this.removeRow(target.closest("tr"));
    }

    addRow() {
      const rows = this.part("rows");
      const row = rows.lastElementChild.cloneNode(true);
      for (const input of row.querySelectorAll("input")) {
        input.name = input.name.replace(/^cell-(\d+)/, (_, number) => `cell-${Number(number) + 1}`);
        input.value = "";
      }
      rows.append(row);
      return row;
    }

    removeRow(row) {
      if (row.parentElement.children.length > 1) row.remove();
      else for (const input of row.querySelectorAll("input")) input.value = "";
      this.changed(0);
    }
  }

  // What depends on a choice appears and goes with it; the server decides the same when it checks.
  function showDependent() {
    for (const cell of document.querySelectorAll("[data-depends]")) {
      const own = document.getElementById(cell.dataset.depends + (cell.dataset.side || "team"));
      const asked = own ?? document.querySelector(`[id^="${cell.dataset.depends}"][data-cell]`);
      const field = asked?.querySelector("[name=value]");
      if (field) cell.hidden = asked.hidden || field.value !== cell.dataset.equals;
      const question = cell.closest("[data-question]");
      question.hidden = [...question.querySelectorAll("[data-cell]")].every((one) => one.hidden);
    }
  }

  const forms = [...document.querySelectorAll("form[data-autosave]")].map((form) => new Autosave(form));
  if (forms.length) {
    document.documentElement.classList.add("with-script");
    document.addEventListener("change", showDependent);
    showDependent();
    const goOn = () => { for (const one of forms) if (one.waits) one.save(); };
    window.addEventListener("focus", goOn);
    document.addEventListener("visibilitychange", goOn);
  }
}
