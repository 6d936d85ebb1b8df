/**
 * @file Processor time of the browser, all its processes together. On an emulated adapter this is what
 * the work costs, whatever else the machine does meanwhile; on a real one it is what encoding costs.
 */
import { readdirSync, readFileSync } from "node:fs";

const parentOf = (pid: string): string =>
  readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)!.split(" ")[1]!;

/** Whether a process was started by this one, or by one that was. */
function isOurs(pid: string): boolean {
  for (let at = pid; Number(at) > 1; at = parentOf(at)) {
    if (Number(at) === process.pid) return pid !== at;
  }
  return false;
}

/** Milliseconds of all threads of a process. */
const spent = (pid: string): number =>
  readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => {
    const [ns] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ");
    return sum + Number(ns) / 1e6;
  }, 0);

/** Milliseconds so far of the processes that this one started; null where the system does not say. */
export function processorMs(): number | null {
  try {
    let sum = 0;
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      try {
        if (isOurs(pid)) sum += spent(pid);
      } catch {
        // Gone in the meantime, or a stranger's.
      }
    }
    return sum > 0 ? sum : null;
  } catch {
    return null;
  }
}
