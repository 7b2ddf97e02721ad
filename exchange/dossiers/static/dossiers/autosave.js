"use strict";
// Answers are saved while people type. A form marked data-autosave works without this script, by its button.
// What the server has not confirmed stays in the field and is kept in this browser (kept.js).

// A block of its own: site.js and this one share the page's scope.
{
  const words = document.getElementById("autosave-words")?.dataset ?? {};
  const PAUSE = 800, RETRY = 5000;
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("gyoryu:answers") : null;

  function csrf() {
    return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  }

  class Autosave {
    constructor(form) {
      this.form = form;
      this.place = form.dataset.autosave;
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

    // Where the browser keeps nothing the page is the only place, and says so before it is left.
    keep() {
      this.isOnlyHere = !keptTexts.keep(this.place, { version: this.version.value, entries: this.entries() });
      document.dispatchEvent(new CustomEvent("kept-changed"));
    }

    forget(entries) {
      keptTexts.forget(this.place, entries);
      this.isOnlyHere = false;
      document.dispatchEvent(new CustomEvent("kept-changed"));
    }

    restore() {
      const kept = keptTexts.take(this.place);
      if (!kept || JSON.stringify(kept.entries) === this.saved) { this.forget(this.saved); return; }
      this.version.value = kept.version;
      this.fill(kept.entries);
      this.say(words.restored);
      this.save();
    }

    fill(entries) {
      for (const row of this.form.querySelectorAll("[name^=cell-]")) row.value = "";
      for (const [name, value] of entries) {
        while (name.startsWith("cell-") && !this.form.elements[name] && this.part("rows")) this.addRow();
        if (this.form.elements[name]) this.form.elements[name].value = value;
      }
      this.count();
      showDependent();
    }

    changed(pause) {
      this.count();
      if (this.conflicts) { this.keep(); this.nameSaving(); return; }
      if (this.typed() === this.saved) { this.asSaved(); return; }
      this.keep();
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
      if (this.busy) { this.again = true; return; }
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
      channel?.postMessage({ place: this.place, version: body.version, entries: JSON.parse(sent) });
      if (this.typed() === sent) { this.forget(sent); this.say(words.saved); } else { this.again = true; }
      document.body.dispatchEvent(new CustomEvent("proposal-saved"));
    }

    // Another tab of the same person saved: a field in which nobody has typed since goes along.
    follow({ place, version, entries }) {
      if (place !== this.place || this.typed() !== this.saved || this.conflicts) return;
      this.fill(entries);
      this.version.value = version;
      this.saved = this.typed();
    }

    conflict(body) {
      this.theirs = { version: body.version, entries: this.entriesOf(body.typed) };
      this.part("conflict").innerHTML = body.shown;
      this.part("conflict").hidden = false;
      this.say(words.kept);
    }

    entriesOf(typed) {
      if (!Array.isArray(typed)) return [["value", String(typed)]];
      return typed.flatMap((row, number) => Object.entries(row).map(([key, text]) => [`cell-${number}-${key}`, text]));
    }

    // Back to what the server has: there is nothing left to save.
    asSaved() {
      if (this.busy) return;
      clearTimeout(this.timer);
      this.forget(this.saved);
      this.part("errors").replaceChildren();
      this.say("");
    }

    // Once it was changed, what is in the field is neither of the two versions.
    nameSaving() {
      const button = this.part("keep-mine");
      button.textContent = button.dataset.edited;
    }

    keepMine() {
      this.version.value = this.theirs?.version ?? this.version.value;
      this.part("conflict").hidden = true;
      this.save();
    }

    takeTheirs() {
      this.setAside();
      this.fill(this.theirs.entries);
      this.version.value = this.theirs.version;
      this.saved = this.typed();
      this.part("conflict").hidden = true;
      this.forget(this.aside);
      this.say(words.taken);
    }

    // Both texts in the field, what they share at their beginning and end once; saved when its button is pressed.
    editBoth() {
      this.setAside();
      const field = this.form.elements.value;
      field.value = together(field.value, this.theirs.entries[0][1], field.matches("textarea") ? "\n" : " ");
      this.part("edit-both").hidden = true;
      this.changed(0);
      field.focus();
    }

    setAside() { this.aside = this.typed(); this.part("aside").hidden = false; }

    bringBack() {
      this.part("aside").hidden = true;
      this.fill(JSON.parse(this.aside));
      this.changed(0);
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
      if (target.closest("[data-keep-mine]")) this.keepMine();
      if (target.closest("[data-take-theirs]")) this.takeTheirs();
      if (target.closest("[data-edit-both]")) this.editBoth();
      if (target.closest("[data-bring-back]")) this.bringBack();
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

  function together(mine, theirs, between) {
    const [left, right] = [mine.split(between), theirs.split(between)];
    const shared = (a, b) => { let n = 0; while (n < Math.min(a.length, b.length) && a.at(n) === b.at(n)) n++; return n; };
    const first = shared(left, right);
    const last = shared(left.slice(first).reverse(), right.slice(first).reverse());
    return [...left.slice(0, left.length - last), ...right.slice(first)].join(between);
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
    window.addEventListener("beforeunload", (event) => { if (forms.some((one) => one.isOnlyHere)) event.preventDefault(); });
    channel?.addEventListener("message", ({ data }) => { for (const one of forms) one.follow(data); });
    document.addEventListener("visibilitychange", goOn);
  }
}
