/** @file Starts a worker. */

/**
 * A worker of this name from a script that several share. Each name has an address of its own: where
 * a service worker answers, WebKit refuses a worker whose script is still on its way to another one.
 */
export function start(script: string, name: string): Worker {
  const address = `${script}${script.includes("?") ? "&" : "?"}${encodeURIComponent(name)}`;
  return new Worker(address, { type: "module", name });
}
