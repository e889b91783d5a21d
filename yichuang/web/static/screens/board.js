// The board follows the live process; when the line is down it keeps the last good state and says how old it is.
(() => {
  "use strict";
  const board = document.getElementById("board");
  const stale = document.getElementById("stale");
  const PATIENCE = 90000;
  const EVERY = 30000;
  let good = Date.now();
  let busy = false;

  const draw = async () => {
    if (busy) return;
    busy = true;
    try {
      const answer = await fetch(board.dataset.part, { cache: "no-store", credentials: "omit" });
      if (!answer.ok) throw new Error(String(answer.status));
      board.innerHTML = await answer.text();
      good = Date.now();
    } catch {
      // The last good state stays; `tell` says how old it is.
    } finally {
      busy = false;
      tell();
    }
  };

  const tell = () => {
    const age = Date.now() - good;
    stale.hidden = age < PATIENCE;
    stale.querySelector("[data-age]").textContent = String(Math.floor(age / 60000));
  };

  const ear = new EventSource(board.dataset.live);
  ear.addEventListener("changed", draw);
  // Also without a live process the board is at most half a minute behind.
  setInterval(draw, EVERY);
  setInterval(tell, 5000);
  window.addEventListener("online", draw);
})();
