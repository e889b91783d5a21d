// The counter: Enter goes on, what was typed survives a broken line and a closed page (in this tab only).
(() => {
  "use strict";
  const sheet = () => document.getElementById("counter");
  if (!sheet()) return;
  const place = `yichuang.counter.${sheet().dataset.account}`;
  const kept = document.getElementById("counter_kept");
  const offline = document.getElementById("counter_offline");

  const values = () =>
    [...new FormData(sheet()).entries()].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
  const keep = () => {
    const typed = values().some(([name, value]) => ["p-number", "p-name", "q", "item"].includes(name) && value);
    if (typed) sessionStorage.setItem(place, JSON.stringify(values()));
  };
  const forget = () => sessionStorage.removeItem(place);

  const focus = (id) => {
    const summary = sheet().querySelector("[data-error-summary]");
    const wanted = summary || document.getElementById(id);
    wanted?.focus();
    if (!summary) wanted?.scrollIntoView({ block: "nearest" });
  };

  // A sheet that was left unfinished is sent to the server once, which draws it again.
  const restore = () => {
    const saved = sessionStorage.getItem(place);
    if (!saved) return;
    const data = JSON.parse(saved);
    data.push(["csrfmiddlewaretoken", sheet().querySelector("[name=csrfmiddlewaretoken]").value], ["do", "restore"]);
    htmx.ajax("POST", sheet().action, { target: "#counter", swap: "outerHTML", values: gathered(data) });
    kept.hidden = false;
  };
  const gathered = (pairs) =>
    pairs.reduce((all, [name, value]) => {
      (all[name] ??= []).push(value);
      return all;
    }, {});
  kept.querySelector("[data-forget]").addEventListener("click", () => (forget(), location.assign(sheet().action)));

  document.addEventListener("input", keep);
  document.addEventListener("change", (event) => {
    keep();
    if (event.target.matches("#counter input[type=file], #counter [data-refresh]")) sheet().querySelector("[value=go]").click();
  });

  // Enter in materials and answers goes to the next field; in the other fields it asks the server what comes next.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || !event.target.closest("#counter")) return;
    const target = event.target;
    if (target.tagName === "BUTTON" || target.tagName === "TEXTAREA" || target.type === "file") return;
    const line = target.closest(".intake tr");
    const within = line || target.closest(".asked .field");
    if (!within) return;
    event.preventDefault();
    const stops = [...sheet().querySelectorAll(".intake tr, .asked .field:not([hidden])")].filter((one) => one.querySelector("input, select, textarea"));
    const next = stops[stops.indexOf(within) + 1];
    (next?.querySelector("input:not([type=hidden]), select, textarea") || document.getElementById("accept")).focus();
  });

  let before = "";
  document.addEventListener("htmx:beforeRequest", () => {
    before = document.activeElement?.id || "";
    offline.hidden = true;
  });
  document.addEventListener("htmx:sendError", () => (keep(), (offline.hidden = false)));
  document.addEventListener("htmx:timeout", () => (keep(), (offline.hidden = false)));
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.detail.xhr.getResponseHeader("HX-Redirect")?.includes("/counter/")) forget();
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (!sheet()) return;
    const refreshed = before.startsWith("situation_") || before.endsWith("-upload");
    sheet().dispatchEvent(new Event("change", { bubbles: true })); // the kit shows what depends on an answer
    focus(refreshed && document.getElementById(before) ? before : sheet().dataset.focus);
    keep();
  });

  if (sessionStorage.getItem(place)) restore();
  else focus(sheet().dataset.focus);
})();
