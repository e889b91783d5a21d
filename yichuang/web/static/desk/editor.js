// The editor: Ctrl+S saves, a new row gets the focus, leaving with something unsaved asks first. Works without this file.
(() => {
  "use strict";
  let changed = false;
  let added = "";
  const form = () => document.querySelector("form[data-sheet]");
  document.addEventListener("input", (event) => {
    if (event.target.closest("form[data-sheet]")) changed = true;
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s" && form()) {
      event.preventDefault();
      form().querySelector("[data-save]")?.click();
    }
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add]");
    if (button) added = button.dataset.add;
  });
  document.addEventListener("submit", (event) => (changed = event.submitter?.name === "row"));
  document.addEventListener("htmx:afterSettle", () => {
    const summary = document.querySelector("[data-error-summary]");
    if (summary) summary.focus();
    const rows = added ? document.querySelectorAll(`#${CSS.escape(added)} > .row-of`) : [];
    rows[rows.length - 1]?.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    added = "";
  });

  // The preview beside the form: phone or desk width, English, 长辈版; drawn anew when the draft has changed.
  const frame = document.querySelector("[data-preview]");
  const digest = () => document.getElementById("editor")?.dataset.digest;
  let shown = digest();
  const draw = () => {
    const flags = [...document.querySelectorAll("[data-preview-flag][aria-pressed=true]")].map((b) => b.dataset.previewFlag);
    frame.src = frame.src.split("?")[0] + (flags.length ? `?${flags.join("&")}` : "");
  };
  document.addEventListener("click", (event) => {
    const flag = event.target.closest("[data-preview-flag]");
    const width = event.target.closest("[data-preview-width]");
    if (flag) {
      flag.setAttribute("aria-pressed", String(flag.getAttribute("aria-pressed") !== "true"));
      draw();
    }
    if (width) {
      document.querySelectorAll("[data-preview-width]").forEach((b) => b.setAttribute("aria-pressed", String(b === width)));
      document.querySelector(".editing").classList.toggle("wide", width.dataset.previewWidth === "wide");
    }
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (frame && digest() !== shown) draw();
    shown = digest();
  });
  window.addEventListener("beforeunload", (event) => changed && event.preventDefault());
})();
