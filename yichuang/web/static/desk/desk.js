// Keys of the desk. Every page works without this file; the keys only save the way to the mouse.
(() => {
  "use strict";
  const OFF = "yichuang.keys.off";
  const typing = (el) => el.closest("input:not([type=checkbox]):not([type=radio]), select, textarea, [contenteditable]");
  const keysOff = () => localStorage.getItem(OFF) === "1";

  // What was typed at the counter does not outlive the session of the person who typed it.
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("header .switches") || !event.target.action.includes("/logout/")) return;
    sessionStorage.clear();
    // The pages kept for a visit go, and with them the key to what was not sent: it waits, unreadable, for its writer.
    window.caches?.keys().then((names) => names.filter((name) => name.startsWith("yichuang.field.")).forEach((name) => caches.delete(name)));
  });

  // Typing into another system: a button copies its field and gives the keyboard to the next.
  const copies = [...document.querySelectorAll("[data-copy]")];
  copies.forEach((button, place) => {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const field = document.getElementById(button.dataset.copy);
      getSelection().selectAllChildren(field);
      try {
        await navigator.clipboard.writeText(field.textContent);
      } catch {
        return; // the text is selected: Ctrl+C copies it
      }
      const told = document.querySelector("[data-copied]");
      told.textContent = `${told.dataset.words} ${button.getAttribute("aria-label")}`;
      (copies[place + 1] ?? button).focus();
    });
  });

  // Lists: j, k and Enter.
  const rows = [...document.querySelectorAll("[data-rows] [data-row]")];
  let at = -1;
  const go = (to) => {
    if (!rows.length) return;
    rows[at]?.classList.remove("at");
    at = Math.max(0, Math.min(rows.length - 1, to));
    rows[at].classList.add("at");
    rows[at].querySelector("a").focus({ preventScroll: true });
    rows[at].scrollIntoView({ block: "nearest" });
  };

  // Case page: v and V through scans and letters.
  const look = (step) => {
    const links = [...document.querySelectorAll("[data-look]")];
    if (!links.length) return;
    const here = links.findIndex((link) => link.hasAttribute("aria-current"));
    const next = links[(here + step + links.length) % links.length];
    links.forEach((link) => link.removeAttribute("aria-current"));
    next.setAttribute("aria-current", "true");
    next.click();
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-look]");
    if (!link) return;
    document.querySelectorAll("[data-look]").forEach((one) => one.removeAttribute("aria-current"));
    link.setAttribute("aria-current", "true");
  });

  const open = (key) => {
    const found = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!found) return false;
    if (found.tagName === "DETAILS") {
      found.open = true;
      (found.querySelector("form input:not([type=hidden]), form textarea, form select") || found.querySelector("form button"))?.focus();
    } else {
      found.click();
    }
    return true;
  };

  // Menus: a press elsewhere or Escape puts them away, and Escape gives the keyboard back to the menu's name.
  const menus = [...document.querySelectorAll("header nav details")];
  document.addEventListener("click", (event) => menus.forEach((menu) => menu.contains(event.target) || (menu.open = false)));
  const away = () => {
    const menu = menus.find((one) => one.open);
    if (!menu) return;
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  };

  const help = () => document.getElementById("keys")?.showModal();
  document.addEventListener("click", (event) => event.target.closest("[data-help]") && help());
  const box = document.querySelector("[data-keys-off]");
  if (box) {
    box.checked = keysOff();
    box.addEventListener("change", () => localStorage.setItem(OFF, box.checked ? "1" : "0"));
  }

  const main = (target) => {
    const form = target.closest("form") || document.querySelector("details.act[open] form") || document.getElementById("counter");
    const button = form?.querySelector("[data-main]") || form?.querySelector("button.btn-primary, button.btn-outline-danger");
    button?.click();
  };

  let going = false;
  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return event.preventDefault(), main(target);
    if (event.key === "Escape" && typing(target)) return target.blur();
    if (event.key === "Escape") return away();
    if (event.ctrlKey || event.metaKey || event.altKey || typing(target) || document.querySelector("dialog[open]") || keysOff()) return;
    const page = going && document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
    going = event.key === "g";
    const done =
      (page && (page.click(), true)) ||
      (event.key === "j" && (go(at + 1), true)) ||
      (event.key === "k" && (go(at - 1), true)) ||
      (event.key === "v" && (look(1), true)) ||
      (event.key === "V" && (look(-1), true)) ||
      (event.key === "?" && (help(), true)) ||
      (event.key === "/" && (document.querySelector("[data-search]")?.focus(), true)) ||
      (/^[1-9a-z]$/.test(event.key) && open(event.key));
    if (done) event.preventDefault();
  });
})();
