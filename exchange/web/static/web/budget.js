"use strict";
// Totals of a budget follow what is typed; the server adds up again when it saves and checks.
{
  const grid = document.querySelector("[data-budget]");
  function minor(text, digits) {
    const plain = text.replace(/[,\s₩$€]/g, "");
    return /^\d*\.?\d*$/.test(plain) && plain !== "" ? Math.round(Number(plain) * 10 ** digits) : 0;
  }
  function addUp() {
    for (const total of grid.querySelectorAll("[data-total]")) {
      const { digits, currency, ceiling } = total.dataset;
      const fields = grid.querySelectorAll(`[data-amount="${total.dataset.total}"]`);
      const sum = [...fields].reduce((so_far, field) => so_far + minor(field.value, Number(digits)), 0);
      const style = { style: "currency", currency, currencyDisplay: "narrowSymbol", trailingZeroDisplay: "stripIfInteger" };
      total.textContent = new Intl.NumberFormat(document.documentElement.lang, style).format(sum / 10 ** Number(digits));
      total.classList.toggle("over", ceiling !== "" && sum > Number(ceiling));
    }
  }
  grid?.addEventListener("input", addUp);
}
