// Enhancements only: every page works without this file.
(() => {
  "use strict";

  // Go to the first thing to put right, so that screen readers hear it.
  const summary = document.querySelector("[data-error-summary]");
  if (summary) summary.focus();

  // A table wider than the screen is scrolled by keys too, whatever the browser.
  document.querySelectorAll(".scroll").forEach((box) => box.scrollWidth > box.clientWidth && (box.tabIndex = 0));

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-print]");
    if (button) window.print();
  });

  // A second press of a button while the first is on its way is swallowed.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post") || event.defaultPrevented) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 8000);
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((f) => delete f.dataset.sent));

  // Fields that matter only after a certain answer: <div data-when='{"field": ["answer"]}'>. Hidden fields are
  // switched off, so that they are not sent.
  const answersOf = (form, name) =>
    [...form.querySelectorAll(`[name="${CSS.escape((form.dataset.prefix || "") + name)}"]`)]
      .filter((input) => !["radio", "checkbox"].includes(input.type) || input.checked)
      .map((input) => input.value);
  const showWhen = () =>
    document.querySelectorAll("[data-when]").forEach((block) => {
      const form = block.closest("form");
      const conditions = Object.entries(JSON.parse(block.dataset.when));
      const shown = conditions.every(([name, wanted]) => answersOf(form, name).some((value) => wanted.includes(value)));
      block.hidden = !shown;
      block.querySelectorAll("input, select, textarea").forEach((input) => (input.disabled = !shown));
    });
  document.addEventListener("change", showWhen);
  document.addEventListener("htmx:afterSettle", showWhen);
  showWhen();

  // An answer given while the page was still arriving (a slow line, a form filled again by the browser) counts too:
  // what htmx could not hear then is told once it listens.
  const answeredEarly = (input) => {
    if (["radio", "checkbox"].includes(input.type)) return input.checked !== input.defaultChecked;
    if (input.tagName !== "SELECT") return input.type !== "file" && input.value !== input.defaultValue;
    const preset = [...input.options].some((option) => option.defaultSelected);
    return preset ? [...input.options].some((option) => option.selected !== option.defaultSelected) : input.selectedIndex > 0;
  };
  const tellEarlyAnswers = () =>
    document.querySelectorAll('[hx-trigger^="change"]').forEach((asking) => {
      if ([...asking.querySelectorAll("input, select, textarea")].some(answeredEarly)) window.htmx.trigger(asking, "change");
    });
  document.addEventListener("htmx:load", tellEarlyAnswers, { once: true });

  // Uploads: show how far each file is.
  document.addEventListener("htmx:xhr:progress", (event) => {
    const bar = event.target.querySelector?.("progress");
    if (bar && event.detail.lengthComputable) {
      bar.hidden = false;
      bar.max = event.detail.total;
      bar.value = event.detail.loaded;
    }
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-send-at-once]")) event.target.form.requestSubmit();
  });

  // Refusals come back as 422 with the corrected piece of the page.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status === 422) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });

  // What was sent and did not arrive (no line, too large, too busy) is told where it was sent from.
  const tellFailed = (failed) => (event) => {
    const told = event.target.querySelector?.("[data-failed]");
    if (!told) return;
    told.hidden = !failed;
    if (failed) event.target.reset(); // or choosing the same file again would be no change
  };
  document.addEventListener("htmx:beforeRequest", tellFailed(false));
  ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach((name) => document.addEventListener(name, tellFailed(true)));

  // Search by voice, where the browser can.
  const Recognition = window.SpeechRecognition || window.webkitSpeechRecognition;
  document.querySelectorAll("[data-voice]").forEach((button) => {
    if (!Recognition) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      const ear = new Recognition();
      ear.lang = document.documentElement.lang.startsWith("en") ? "en" : "zh-CN";
      ear.onresult = (event) => {
        const box = document.getElementById(button.dataset.voice);
        box.value = event.results[0][0].transcript;
        box.form.requestSubmit();
      };
      ear.start();
    });
  });

  // Suggestions below a search box: the arrow keys go through them, Escape puts them away.
  document.querySelectorAll("[data-suggest]").forEach((box) => {
    const list = document.getElementById(box.dataset.suggest);
    box.form.addEventListener("keydown", (event) => {
      const links = [...list.querySelectorAll("a")];
      if (event.key === "Escape") {
        list.replaceChildren();
        box.focus();
      } else if (links.length && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
        event.preventDefault();
        const next = links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
        (links[Math.min(next, links.length - 1)] || box).focus();
      }
    });
    box.form.addEventListener("focusout", (event) => {
      if (!box.form.contains(event.relatedTarget)) setTimeout(() => list.replaceChildren(), 200);
    });
  });
})();
