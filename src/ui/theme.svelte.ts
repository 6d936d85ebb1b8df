/** @file Light, dark, or as the system says; remembered on this device only. */

export type ThemeName = "system" | "light" | "dark";
const KEY = "tilt.theme";
const ORDER: readonly ThemeName[] = ["system", "light", "dark"];

class Theme {
  name: ThemeName = $state(remembered());

  /** The next of system, light and dark. */
  next(): void {
    this.name = ORDER[(ORDER.indexOf(this.name) + 1) % ORDER.length] ?? "system";
    try {
      localStorage.setItem(KEY, this.name);
    } catch {
      // A browser that keeps nothing still changes colour.
    }
    this.apply();
  }

  /** Writes the choice where the style sheet looks. */
  apply(): void {
    if (this.name === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = this.name;
    const paper = getComputedStyle(document.documentElement).getPropertyValue("--paper").trim();
    for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
      meta.content = paper;
    }
  }
}

function remembered(): ThemeName {
  try {
    const name = localStorage.getItem(KEY);
    return ORDER.find((known) => known === name) ?? "system";
  } catch {
    return "system";
  }
}

export const theme = new Theme();
