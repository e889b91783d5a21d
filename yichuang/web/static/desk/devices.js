// The devices of the window: the camera by the browser; card reader and scanner by a program on the same PC, which
// docs/how-to/devices.md describes. Without this file everything is typed, and files are chosen. Nothing is kept here.
(() => {
  "use strict";
  const box = document.getElementById("devices");
  if (!box) return;
  const find = (name) => box.querySelector(`[data-${name}]`);
  const says = (name) => box.dataset[`says${name[0].toUpperCase()}${name.slice(1)}`];
  const bridge = box.dataset.bridge;
  const camera = navigator.mediaDevices?.getUserMedia;
  if (!bridge && !camera) return;
  document.documentElement.classList.add("has-devices");
  const PATIENCE = 30000; // milliseconds that a scanner may take
  const QUALITY = 0.85; // of JPEG; print on A4 stays legible, a page stays below two megabytes
  const A4 = 595; // points across

  class Told extends Error {}
  const ask = async (path) => {
    let answer;
    try {
      answer = await fetch(`${bridge}${path}`, { credentials: "omit", cache: "no-store", redirect: "error", signal: AbortSignal.timeout(PATIENCE) });
    } catch {
      throw new Told(says("silent"));
    }
    if (answer.ok) return answer;
    const why = await answer.json().catch(() => null);
    throw new Told(["no_card", "no_paper"].includes(why?.error) ? says(why.error) : says("broken"));
  };

  // The card: into the fields of whoever stands there; the sheet then asks the server who he is.
  const told = document.getElementById("device_told");
  const tell = (sentence) => {
    told.textContent = sentence;
    told.hidden = !sentence;
  };
  const today = () => new Date().toLocaleDateString("sv"); // as 2026-05-31
  const described = (card) => {
    const until = card.valid_until ? `${says("until")} ${card.valid_until}` : "";
    const expired = /^\d{4}-\d\d-\d\d$/.test(card.valid_until) && card.valid_until < today() ? says("expired") : "";
    return [says("read") + card.name, card.address, until, expired].filter(Boolean).join(" · ");
  };
  const readCard = async (prefix) => {
    tell("");
    try {
      const card = await (await ask("/card")).json().catch(() => null);
      if (typeof card?.number !== "string" || typeof card.name !== "string") throw new Told(says("broken"));
      for (const field of ["number", "name"]) {
        const input = document.getElementById(`${prefix}-${field}`);
        input.value = card[field];
        input.dispatchEvent(new Event("input", { bubbles: true }));
      }
      const kind = document.getElementById(`${prefix}-document_type`);
      if (kind) kind.value = ""; // told by the number
      tell(described(card));
      document.querySelector("#counter [value=go]").click();
    } catch (reason) {
      if (!(reason instanceof Told)) throw reason;
      tell(reason.message);
    }
  };

  // Pages of a paper: pictures of the camera, or of the scanner, until they become the file of that paper.
  const video = box.querySelector("video");
  const choice = document.getElementById("device_choice");
  let pages = [];
  let target = null;
  const why = (sentence) => {
    find("why").textContent = sentence;
    find("why").hidden = !sentence;
  };
  const show = () => {
    box.querySelector(".pages").replaceChildren(...pages);
    find("count").textContent = pages.length;
    find("again").disabled = find("use").disabled = !pages.length;
  };
  const stop = () => {
    video.srcObject?.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
  };
  const start = async () => {
    stop();
    why("");
    video.hidden = choice.value === "bridge";
    find("take").disabled = !video.hidden; // until the camera shows something
    if (video.hidden) return;
    try {
      const device = choice.value ? { deviceId: { exact: choice.value } } : {};
      const stream = await camera.call(navigator.mediaDevices, { video: { ...device, width: { ideal: 3264 }, height: { ideal: 2448 } } });
      if (!box.open || choice.value === "bridge") return stream.getTracks().forEach((track) => track.stop());
      video.srcObject = stream;
      await video.play();
    } catch {
      why(says("no_camera"));
    } finally {
      find("take").disabled = false;
    }
  };
  const list = async () => {
    const before = choice.value;
    const found = camera ? (await navigator.mediaDevices.enumerateDevices()).filter((one) => one.kind === "videoinput") : [];
    const options = found.map((one, place) => new Option(one.label || `${says("camera")} ${place + 1}`, one.deviceId));
    if (bridge) options.unshift(new Option(says("bridge"), "bridge"));
    choice.replaceChildren(...options);
    if (options.some((one) => one.value === before)) choice.value = before;
  };
  const open = async (button) => {
    target = button.closest("td, .by-hand").querySelector("input[type=file]");
    pages = [];
    find("paper").textContent = button.dataset.shoot;
    target.dataset.paper = button.dataset.shoot;
    show();
    find("take").disabled = true; // until it is known what to take with
    box.showModal();
    await list();
    await start();
    await list(); // the names of cameras are told only to a page that may use one
    find("take").focus();
  };
  const drawn = (picture, width, height) => {
    const page = document.createElement("canvas");
    [page.width, page.height] = [width, height];
    page.getContext("2d").drawImage(picture, 0, 0);
    return page;
  };
  const scanned = async () => {
    const answer = await ask("/scan");
    const broken = () => {
      throw new Told(says("broken")); // no picture, or not all of it
    };
    const picture = await answer.blob().then(createImageBitmap).catch(broken);
    return drawn(picture, picture.width, picture.height);
  };
  const take = async () => {
    why("");
    find("take").disabled = true;
    try {
      if (choice.value === "bridge") pages.push(await scanned());
      else if (video.videoWidth) pages.push(drawn(video, video.videoWidth, video.videoHeight));
      else throw new Told(says("no_camera"));
    } catch (reason) {
      if (!(reason instanceof Told)) throw reason;
      why(reason.message);
    } finally {
      find("take").disabled = false;
      find("take").focus();
    }
    show();
  };
  const jpeg = (page) => new Promise((resolve) => page.toBlob(resolve, "image/jpeg", QUALITY));

  // Several pages are one PDF of pictures: catalogue, pages, and for each page its sheet, its picture, its drawing.
  const pdf = async () => {
    const parts = [];
    const places = [];
    let length = 0;
    const put = (part) => {
      const bytes = typeof part === "string" ? new TextEncoder().encode(part) : part;
      parts.push(bytes);
      length += bytes.length;
    };
    const object = (words, stream) => {
      places.push(length);
      put(`${places.length} 0 obj\n${stream ? words.replace(">>", `/Length ${stream.length} >>`) : words}\n`);
      if (stream) ["stream\n", stream, "\nendstream\n"].forEach(put);
      put("endobj\n");
    };
    put("%PDF-1.4\n");
    object("<< /Type /Catalog /Pages 2 0 R >>");
    object(`<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, at) => `${3 * at + 3} 0 R`).join(" ")}] >>`);
    for (const [at, page] of pages.entries()) {
      const high = Math.round((A4 * page.height) / page.width);
      const first = 3 * at + 3;
      object(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${A4} ${high}] /Resources << /XObject << /P ${first + 1} 0 R >> >> /Contents ${first + 2} 0 R >>`);
      const bytes = new Uint8Array(await (await jpeg(page)).arrayBuffer());
      object(`<< /Type /XObject /Subtype /Image /Width ${page.width} /Height ${page.height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode >>`, bytes);
      object("<< >>", new TextEncoder().encode(`q ${A4} 0 0 ${high} 0 0 cm /P Do Q`));
    }
    const table = length;
    put(`xref\n0 ${places.length + 1}\n0000000000 65535 f \n${places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("")}`);
    put(`trailer\n<< /Size ${places.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`);
    return new Blob(parts, { type: "application/pdf" });
  };
  const use = async () => {
    const content = pages.length === 1 ? await jpeg(pages[0]) : await pdf();
    const name = target.dataset.paper.replace(/[\\/.]/g, "-").slice(0, 60);
    const carried = new DataTransfer();
    carried.items.add(new File([content], `${name}.${pages.length === 1 ? "jpg" : "pdf"}`, { type: content.type }));
    target.files = carried.files;
    box.close();
    target.focus();
    target.dispatchEvent(new Event("change", { bubbles: true }));
  };
  box.addEventListener("close", () => {
    stop();
    pages = [];
    show();
  });
  choice.addEventListener("change", start);
  find("take").addEventListener("click", take);
  find("again").addEventListener("click", () => (pages.pop(), show(), find("take").focus()));
  find("use").addEventListener("click", use);
  find("leave").addEventListener("click", () => box.close());

  document.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-shoot], [data-card]");
    if (!pressed) return;
    if ("shoot" in pressed.dataset) open(pressed);
    else readCard(pressed.dataset.card);
  });
})();
