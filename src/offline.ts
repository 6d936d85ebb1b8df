/**
 * @file The service worker: after the first visit the page needs no network. It keeps every file of
 * the build, answers with the headers that isolate the page where the host does not send them,
 * and waits with an update until the page says so.
 */
/// <reference lib="webworker" />
import { addPlugins, cleanupOutdatedCaches, precacheAndRoute } from "workbox-precaching";

declare const self: ServiceWorkerGlobalScope;
/** Filled in by the build: every file, and its revision where its name does not tell it. */
declare const __TILT_FILES__: { url: string; revision: string | null }[];

/** Cross-origin isolation, whatever the host sends. */
function isolated(response: Response): Response {
  // What cannot be read cannot be given headers either.
  if (response.type === "opaque" || response.status === 0) return response;
  const headers = new Headers(response.headers);
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Embedder-Policy", "require-corp");
  headers.set("Cross-Origin-Resource-Policy", "same-origin");
  const { status, statusText, body } = response;
  return new Response(body, { status, statusText, headers });
}

addPlugins([{ handlerWillRespond: async ({ response }) => isolated(response) }]);
// A link is a query: whatever it asks for, it is the same page that answers.
precacheAndRoute(__TILT_FILES__, { ignoreURLParametersMatching: [/.*/] });
cleanupOutdatedCaches();

self.addEventListener("message", ({ data }) => {
  if (data === "take over") void self.skipWaiting();
});
// Of the first visit, pages fetched later (another language, the library) are kept, too.
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
