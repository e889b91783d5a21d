// Enhancements of a guide: ticks that stay on this device, and reading aloud. The page says everything without them.
(() => {
  "use strict";

  // Ticks: one entry a guide, a list of keys. Nothing leaves the device.
  const kept = (code) => {
    try {
      return JSON.parse(localStorage.getItem(`ticks:${code}`) || "[]");
    } catch {
      return [];
    }
  };
  const keep = (code, keys) => {
    try {
      if (keys.length) localStorage.setItem(`ticks:${code}`, JSON.stringify(keys));
      else localStorage.removeItem(`ticks:${code}`);
    } catch {
      // A browser that keeps nothing still shows the ticks of this moment.
    }
  };
  const boxes = (list) => [...list.querySelectorAll("[data-tick]")];
  const show = () => {
    document.querySelectorAll("[data-ticks]").forEach((list) => {
      const keys = kept(list.dataset.ticks);
      boxes(list).forEach((box) => (box.checked = keys.includes(box.dataset.tick)));
    });
    document.querySelectorAll("[data-ticks-clear]").forEach((button) => (button.hidden = false));
  };
  document.addEventListener("change", (event) => {
    const list = event.target.matches("[data-tick]") && event.target.closest("[data-ticks]");
    if (!list) return;
    const here = boxes(list).map((box) => box.dataset.tick);
    const others = kept(list.dataset.ticks).filter((key) => !here.includes(key));
    const ticked = boxes(list).filter((box) => box.checked).map((box) => box.dataset.tick);
    keep(list.dataset.ticks, [...others, ...ticked]);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-ticks-clear]");
    if (!button) return;
    keep(button.dataset.ticksClear, []);
    show();
  });
  document.addEventListener("htmx:afterSettle", show);
  show();

  // Reading aloud, piece by piece in the order of the page; what is read is marked.
  const voice = window.speechSynthesis;
  if (!voice || !window.SpeechSynthesisUtterance) return;
  const PIECES = "h1, h2, h3, p, li, dt, dd, summary, legend, label";
  let queue = [];
  let current = null;
  let run = 0;
  const buttons = () => ({
    all: document.querySelectorAll("[data-reader]"),
    start: document.querySelector("[data-read-start]"),
    pause: document.querySelector("[data-read-pause]"),
    stop: document.querySelector("[data-read-stop]"),
  });
  const textOf = (node) => {
    const copy = node.cloneNode(true);
    copy.querySelectorAll(`${PIECES}, .qr, svg, button, script`).forEach((inner) => inner.remove());
    return copy.textContent.replace(/\s+/g, " ").trim();
  };
  const pieces = () =>
    [...document.querySelectorAll("[data-read]")]
      .flatMap((article) => [...article.querySelectorAll(PIECES)])
      .filter((node) => !node.closest(".acts, [data-unread], [hidden]") && textOf(node));
  const mark = (node) => {
    if (current) current.classList.remove("being-read");
    current = node;
    if (!node) return;
    const folded = node.closest("details:not([open])");
    if (folded) folded.open = true;
    node.classList.add("being-read");
    const quiet = matchMedia("(prefers-reduced-motion: reduce)").matches;
    node.scrollIntoView({ block: "center", behavior: quiet ? "auto" : "smooth" });
  };
  const faces = (reading) => {
    const { start, pause, stop } = buttons();
    if (!start) return;
    start.hidden = reading;
    pause.hidden = stop.hidden = !reading;
    pause.textContent = pause.dataset.first || (pause.dataset.first = pause.textContent);
  };
  const end = () => {
    run += 1;
    queue = [];
    voice.cancel();
    mark(null);
    faces(false);
  };
  const next = (turn) => {
    if (turn !== run) return;
    const node = queue.shift();
    if (!node) return end();
    const speech = new SpeechSynthesisUtterance(textOf(node));
    const chinese = node.closest("[lang]").lang.startsWith("zh");
    speech.lang = chinese ? "zh-CN" : "en-US";
    speech.voice = voice.getVoices().find((one) => one.lang.replace("_", "-").startsWith(chinese ? "zh" : "en")) || null;
    speech.onend = () => next(turn);
    speech.onerror = () => turn === run && end();
    mark(node);
    voice.speak(speech);
  };
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-read-start]")) {
      end();
      queue = pieces();
      faces(true);
      next(run);
    } else if (event.target.closest("[data-read-stop]")) {
      end();
    } else if (event.target.closest("[data-read-pause]")) {
      const button = event.target.closest("[data-read-pause]");
      if (voice.paused) voice.resume();
      else voice.pause();
      button.textContent = voice.paused ? button.dataset.again : button.dataset.first;
    }
  });
  const offer = () => buttons().all.forEach((reader) => (reader.hidden = false));
  document.addEventListener("htmx:afterSettle", offer);
  window.addEventListener("pagehide", end);
  offer();
})();
