/**
 * @file The page's side of working offline: it starts the service worker once a run stands, and says
 * when a newer version waits. Nothing is reloaded unasked.
 */

class Offline {
  /** A newer version is here and waits. */
  update = $state(false);
  #waiting: ServiceWorker | null = null;

  /** Begins to keep the site's files. A browser that cannot stays as it is. */
  async start(): Promise<void> {
    if (!("serviceWorker" in navigator) || !import.meta.env.PROD) return;
    try {
      const registration = await navigator.serviceWorker.register("sw.js");
      const waits = () => {
        // Without a predecessor it is the first one, not an update.
        if (!registration.waiting || !navigator.serviceWorker.controller) return;
        this.#waiting = registration.waiting;
        this.update = true;
      };
      waits();
      registration.addEventListener("updatefound", () => {
        registration.installing?.addEventListener("statechange", waits);
      });
    } catch {
      // Private windows and odd hosts refuse; the page works online all the same.
    }
  }

  /** Lets the newer version take over, and loads it. */
  takeOver(): void {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), {
      once: true,
    });
    this.#waiting?.postMessage("take over");
  }
}

export const offline = new Offline();
