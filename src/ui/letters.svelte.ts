/** @file Whether single characters are keys of the bench; remembered on this device only. */

const KEY = "tilt.letters";

class Letters {
  on: boolean = $state(remembered());

  turn(on: boolean): void {
    this.on = on;
    try {
      localStorage.setItem(KEY, on ? "on" : "off");
    } catch {
      // A browser that keeps nothing still obeys until the page is left.
    }
  }
}

function remembered(): boolean {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return true;
  }
}

export const letters = new Letters();
