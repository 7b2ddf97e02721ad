"use strict";
// What somebody typed and the server does not have yet: in localStorage, by dossier, question, party and account, and by
// tab, so that two tabs never overwrite each other. Nobody meets what another account typed in this browser.

const keptTexts = {
  tab: null,

  // The name leaves sessionStorage while the page is open: a tab that is duplicated meanwhile is another tab.
  nameTab() {
    const place = "gyoryu:tab";
    try {
      this.tab = sessionStorage.getItem(place) ?? Math.random().toString(36).slice(2);
      sessionStorage.removeItem(place);
      window.addEventListener("pagehide", () => sessionStorage.setItem(place, this.tab));
      window.addEventListener("pageshow", () => sessionStorage.removeItem(place));
    } catch { this.tab = "only"; }
  },

  prefix: (place) => `gyoryu:answer:${place}`,
  own(place) { return `${this.prefix(place)}/${this.tab}`; },

  keys(place) {
    const mine = (key) => key === this.prefix(place) || key.startsWith(`${this.prefix(place)}/`);
    try { return Object.keys(localStorage).filter(mine); } catch { return []; }
  },

  all(place) {
    const read = (key) => { try { return { key, ...JSON.parse(localStorage.getItem(key)) }; } catch { return { key }; } };
    return this.keys(place).map(read);
  },

  has(place) { return this.keys(place).length > 0; },

  // Whether it could be kept: else only the page has it.
  keep(place, text) {
    try { localStorage.setItem(this.own(place), JSON.stringify({ ...text, at: Date.now() })); } catch { return false; }
    return true;
  },

  // The own tab's, else the newest that another tab left here.
  take(place) {
    const found = this.all(place).filter((text) => Array.isArray(text.entries)).sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
    const text = found.find(({ key }) => key === this.own(place)) ?? found[0] ?? null;
    if (text && text.key !== this.own(place) && this.keep(place, text)) localStorage.removeItem(text.key);
    return text;
  },

  // The own tab's, and whatever another tab keeps that is the same.
  forget(place, entries) {
    for (const text of this.all(place)) {
      if (text.key === this.own(place) || JSON.stringify(text.entries) === entries) localStorage.removeItem(text.key);
    }
  },
};
keptTexts.nameTab();
