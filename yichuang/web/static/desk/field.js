// A visit on a phone: what is filled in and photographed is kept here, locked, until the server has it. Without this
// file the same form works on line.
(() => {
  "use strict";
  const place = document.getElementById("field");
  const form = document.getElementById("field_form");
  const says = (name) => place.dataset[`says${name}`];
  const find = (name) => place.querySelector(`[data-${name}]`);
  const KEPT = `yichuang.field.${location.pathname}`;
  const MINE = `${location.pathname}#${place.dataset.account}`;
  const LONGEST = 1600; // pixels of the longer side of a photograph
  const SOON = 1000; // milliseconds until what did not arrive is tried again, twice as long each time up to LATEST
  const LATEST = 20000;
  let token = place.dataset.token;
  const note = (status, why = "") => {
    find("status").textContent = status;
    find("why").textContent = why;
  };

  if (!window.isSecureContext || !crypto.subtle || !navigator.serviceWorker || !window.indexedDB) return note(says("Plain"));

  // The key came with the page and is gone with it; what it locked stays.
  const bytes = Uint8Array.from(atob(place.dataset.key), (letter) => letter.charCodeAt(0));
  const key = crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  const lock = async (data) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key, data) };
  };
  const unlock = async (row) => crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv }, await key, row.data);
  const packed = (value) => new TextEncoder().encode(JSON.stringify(value));
  const unpacked = async (row) => JSON.parse(new TextDecoder().decode(await unlock(row)));

  const store = new Promise((resolve, reject) => {
    const asked = indexedDB.open("yichuang.field", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("rows", { keyPath: "id" }).createIndex("mine", "mine");
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const inside = async (mode, act) => {
    const done = (await store).transaction("rows", mode);
    return new Promise((resolve, reject) => {
      const asked = act(done.objectStore("rows"));
      done.oncomplete = () => resolve(asked.result);
      done.onerror = done.onabort = () => reject(done.error);
    });
  };
  const put = (row) => inside("readwrite", (rows) => rows.put({ ...row, mine: MINE }));
  const drop = (id) => inside("readwrite", (rows) => rows.delete(id));
  const mine = async () => {
    const rows = await inside("readonly", (all) => all.index("mine").getAll(MINE));
    return rows.sort((a, b) => a.rank - b.rank || a.at - b.at);
  };
  const waiting = async () => (await mine()).filter((row) => row.kind !== "draft");

  // What is typed outlives a closed page.
  const typed = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
  const DRAFT = `draft ${MINE}`;
  const keepDraft = async () => put({ id: DRAFT, kind: "draft", rank: 9, at: Date.now(), visit: form.dataset.visit, ...(await lock(packed(typed()))) });
  const restore = async () => {
    const row = (await mine()).find((one) => one.id === DRAFT && form && one.visit === form.dataset.visit);
    if (!row) return;
    for (const [name, value] of await unpacked(row)) {
      const fields = [...form.elements].filter((field) => field.name === name);
      for (const field of fields) {
        if (["radio", "checkbox"].includes(field.type)) field.checked = field.type === "checkbox" || field.value === value;
        else if (!["key", "inspection"].includes(name)) field.value = value;
      }
    }
  };

  // A photograph is made smaller here, and what the camera wrote into it (the place, too) stays behind.
  const smaller = async (file) => {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.8));
  };
  const take = async (file) => {
    let blob;
    try {
      blob = await smaller(file);
    } catch {
      return `${says("Picture")}${file.name}`;
    }
    const sealed = await lock(await blob.arrayBuffer());
    await put({ id: crypto.randomUUID(), kind: "photograph", rank: 1, at: Date.now(), visit: form.dataset.visit, ...sealed });
    return "";
  };

  // What waits, to be seen, copied and taken along.
  const show = async () => {
    const rows = await waiting();
    const lines = rows.map((row) => {
      const line = document.createElement("li");
      line.textContent = `${says(row.kind === "record" ? "Record" : "Photograph")} ${new Date(row.at).toLocaleString()} ${row.why || ""}`;
      return line;
    });
    find("queue").replaceChildren(...lines);
    find("tools").hidden = !rows.length;
    const refused = rows.some((row) => row.why);
    find("export").hidden = !refused;
    if (refused) await lay(rows, lines);
    return rows;
  };
  const lay = async (rows, lines) => {
    const texts = [];
    for (const [number, row] of rows.entries()) {
      if (row.kind === "record") {
        const label = (name) => form?.querySelector(`label[for="id_${name}"]`)?.textContent.trim() || name;
        texts.push(...(await unpacked(row)).filter(([name]) => !["key", "inspection"].includes(name)).map(([name, value]) => `${label(name)}: ${value}`));
        continue;
      }
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([await unlock(row)], { type: "image/jpeg" }));
      link.download = `${row.id}.jpg`;
      link.textContent = link.download;
      lines[number].append(" ", link);
    }
    document.getElementById("field_export").value = texts.join("\n");
  };

  // Sending: photographs first, then the record that all will confirm. Every item has its own key, so that what
  // arrived although the answer was lost is not done again.
  class SignedOut extends Error {}
  const asked = async (address, body) => {
    const response = await fetch(address, { method: body ? "POST" : "GET", body, headers: body ? { "X-CSRFToken": token } : {}, redirect: "manual", cache: "no-store" });
    if (response.type === "opaqueredirect" || response.status === 403) throw new SignedOut();
    const isAnswer = response.headers.get("Content-Type")?.startsWith("application/json");
    if (!isAnswer) throw new Error(`${response.status}`);
    return response.json();
  };
  const body = async (row) => {
    const sent = new FormData();
    if (row.kind === "record") {
      for (const [name, value] of await unpacked(row)) sent.append(name, value);
    } else {
      sent.append("inspection", row.visit);
      sent.append("taken_at", new Date(row.at).toISOString());
      sent.append("file", new Blob([await unlock(row)], { type: "image/jpeg" }), `${row.id}.jpg`);
    }
    sent.set("key", row.id);
    return sent;
  };
  const sendAll = async () => {
    if (!(await waiting()).length) return;
    const there = await asked(place.dataset.state);
    token = there.token;
    for (const row of await waiting()) {
      const answer = there.photographs.includes(row.id) ? { done: true } : await asked(place.dataset[row.kind], await body(row));
      if (answer.done) await drop(row.id);
      else await put({ ...row, why: answer.why });
    }
  };
  const tell = async (trouble) => {
    const rows = await show();
    find("sign-in").hidden = !(trouble instanceof SignedOut);
    if (!rows.length) return note(sentAny ? says("Sent") : says("Nothing"), kept ? says("Ready") : "");
    const status = says("Waiting").replace("{n}", rows.length);
    const refused = rows.some((row) => row.why) ? says("Refused") : "";
    const why = trouble instanceof SignedOut ? says("SignedOut") : trouble ? says("Away") : refused;
    note(status, why);
  };
  let sentAny = false;
  let kept = false;
  let sending = null;
  let pause = SOON;
  let timer = 0;
  const sendLater = (trouble) => {
    clearTimeout(timer);
    if (trouble) timer = setTimeout(send, pause);
    pause = trouble ? Math.min(pause * 2, LATEST) : SOON;
  };
  const send = () => {
    sending ??= (async () => {
      let trouble = null;
      const before = (await waiting()).length;
      try {
        await navigator.locks.request("yichuang.field", sendAll);
      } catch (error) {
        trouble = error;
      }
      sentAny ||= before > 0;
      await tell(trouble);
      sendLater(trouble);
    })().finally(() => (sending = null));
    return sending;
  };

  // The page is kept here while there is a visit, with what it is made of.
  const keep = async () => {
    if (!form) return caches.delete(KEPT);
    await navigator.serviceWorker.register(place.dataset.worker);
    const cache = await caches.open(KEPT);
    const parts = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")].map((part) => part.href || part.src);
    const page = await fetch(location.pathname, { redirect: "manual", cache: "no-store" });
    if (!page.ok) return;
    await cache.put(location.pathname, page);
    await cache.addAll(parts);
    kept = true;
  };
  const guarded = async (act) => {
    try {
      await act();
    } catch {
      note(says("Full"));
    }
  };

  form?.addEventListener("input", (event) => event.target.type !== "file" && guarded(keepDraft));
  form?.addEventListener("change", async (event) => {
    if (event.target.type !== "file") return;
    await guarded(async () => {
      const wrong = [];
      for (const file of [...event.target.files]) wrong.push(await take(file));
      event.target.value = "";
      await send();
      if (wrong.some(Boolean)) find("why").textContent = wrong.filter(Boolean).join(" ");
    });
  });
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    if (!form.reportValidity()) return;
    guarded(async () => {
      const sealed = await lock(packed(typed()));
      for (const row of await waiting()) if (row.kind === "record" && row.visit === form.dataset.visit) await drop(row.id);
      await put({ id: crypto.randomUUID(), kind: "record", rank: 2, at: Date.now(), visit: form.dataset.visit, ...sealed });
      await drop(DRAFT);
      await send();
      find("status").scrollIntoView({ block: "center" });
    });
  });
  find("send").addEventListener("click", send);
  window.addEventListener("online", async () => {
    await sending; // what was under way when the line came back may have failed
    pause = SOON;
    await send();
  });

  (async () => {
    await restore();
    await keep().catch(() => caches.has(KEPT).then((there) => (kept = there)));
    await send();
  })();
})();
