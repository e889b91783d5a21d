// The signature of whoever stands at the window: drawn with pen, finger or mouse, it becomes the file of the field
// behind the button. Without this file, or by whoever cannot draw, the page signed on paper is scanned and chosen.
(() => {
  "use strict";
  const box = document.getElementById("signing");
  if (!box) return;
  document.documentElement.classList.add("has-pad");
  const ENOUGH = 80; // pixels that the pen goes: less is a touch by mistake
  const CAPTION = 28; // pixels below the signature that say what was signed, and when
  const find = (name) => box.querySelector(`[data-${name}]`);
  const pad = box.querySelector("canvas");
  let pen = null;
  let drawn = 0;
  let last = null;
  let button = null;
  let what = "";

  const show = () => (find("again").disabled = find("use").disabled = drawn < ENOUGH);
  const clear = () => {
    pad.width = pad.clientWidth;
    pad.height = pad.clientHeight;
    pen = pad.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, pad.width, pad.height);
    Object.assign(pen, { lineWidth: 2.5, lineCap: "round", lineJoin: "round", strokeStyle: "#101820" });
    drawn = 0;
    last = null;
    show();
  };
  const draw = (event) => {
    const to = [event.offsetX, event.offsetY];
    pen.beginPath();
    pen.moveTo(...last);
    pen.lineTo(...to);
    pen.stroke();
    drawn += Math.hypot(to[0] - last[0], to[1] - last[1]);
    last = to;
  };
  pad.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || event.button) return;
    pad.setPointerCapture(event.pointerId);
    last = [event.offsetX, event.offsetY];
    draw(event);
  });
  pad.addEventListener("pointermove", (event) => {
    if (!last || !event.isPrimary) return;
    const between = event.getCoalescedEvents?.() ?? [];
    (between.length ? between : [event]).forEach(draw);
  });
  ["pointerup", "pointercancel"].forEach((name) => pad.addEventListener(name, () => ((last = null), show())));

  const form = () => button.closest("form");
  const part = (selector) => button.closest(".by-hand").querySelector(selector);
  const open = (pressed) => {
    button = pressed;
    const letter = form().querySelector("select[name=letter]")?.selectedOptions[0]?.text;
    what = letter ? `${button.dataset.sign} ${letter}` : button.dataset.sign;
    find("what").textContent = what;
    box.showModal();
    clear();
    find("leave").focus();
  };

  // What was signed and when stands below the signature, in the same picture.
  const captioned = () => {
    const picture = document.createElement("canvas");
    [picture.width, picture.height] = [pad.width, pad.height + CAPTION];
    const ink = picture.getContext("2d");
    ink.fillStyle = "#fff";
    ink.fillRect(0, 0, picture.width, picture.height);
    ink.drawImage(pad, 0, 0);
    ink.fillStyle = "#404a54";
    ink.font = `14px ${getComputedStyle(box).fontFamily}`;
    ink.fillText(`${what} ${new Date().toLocaleString("sv")}`, 8, pad.height + CAPTION / 2, picture.width - 16);
    return picture;
  };
  const use = async () => {
    const picture = captioned();
    const content = await new Promise((resolve) => picture.toBlob(resolve, "image/png"));
    const carried = new DataTransfer();
    carried.items.add(new File([content], `${box.dataset.called}.png`, { type: "image/png" }));
    part("input[type=file]").files = carried.files;
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", box.dataset.taken);
    part("[data-signed]").replaceChildren(picture);
    const day = form().querySelector("input[name=signed_on]");
    if (day && !day.value) day.value = new Date().toLocaleDateString("sv");
    box.close();
    button.focus();
  };
  find("again").addEventListener("click", () => (clear(), find("leave").focus()));
  find("use").addEventListener("click", use);
  find("leave").addEventListener("click", () => box.close());
  box.addEventListener("close", clear);

  document.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-sign]");
    if (pressed) open(pressed);
  });
  // Another file was chosen instead: the signature is no longer what will be sent.
  document.addEventListener("change", (event) => {
    if (event.target.matches(".by-hand input[type=file]")) event.target.closest(".by-hand").querySelector("[data-signed]").replaceChildren();
  });
})();
