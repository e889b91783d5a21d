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
  window.addEventListener("beforeunload", (event) => changed && event.preventDefault());
})();
