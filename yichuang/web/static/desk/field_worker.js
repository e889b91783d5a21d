// Answers for the page of one visit when there is no line: with what the page itself has kept. Nothing else is kept.
"use strict";
const KEPT = `yichuang.field.${new URL(self.registration.scope).pathname}`;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const answer = async (request) => {
  try {
    return await fetch(request);
  } catch (away) {
    const kept = await (await caches.open(KEPT)).match(request, { ignoreSearch: true, ignoreVary: true });
    if (kept) return kept;
    throw away;
  }
};

self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET") event.respondWith(answer(event.request));
});
