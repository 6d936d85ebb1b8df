/** @file The runs that come with the page: their list, and a file of one, fetched when wanted. */
import { toSearch, type Experiment } from "../core/experiment.ts";
import type { Recording } from "../core/recordings.ts";
import type { RunLog } from "../core/runlog.ts";
import { TiltError } from "../core/types.ts";
import { menu } from "../menu.ts";

const address = (file: string) => new URL(`runs/${file}`, document.baseURI);

let listed: Promise<Recording[]> | null = null;

/** The list; empty where there is none or it cannot be read. Recordings are never indispensable. */
export function recordings(): Promise<Recording[]> {
  return (listed ??= list().catch(() => {
    listed = null;
    return [];
  }));
}

async function list(): Promise<Recording[]> {
  const { recordingsOf } = await import("../core/recordings.ts");
  const response = await fetch(address("index.json"));
  return response.ok ? recordingsOf(await response.json()) : [];
}

/** The recording of an experiment, whatever engine either ran on. */
export async function recordingOf(experiment: Experiment): Promise<Recording | null> {
  const query = (e: Experiment) => toSearch({ ...e, backend: "auto" }, menu);
  const { method, task } = experiment;
  const like = ({ experiment: e }: Recording) => e.method === method && e.task === task;
  const alike = (await recordings()).filter(like);
  const asked = query(experiment);
  return alike.find((recording) => query(recording.experiment) === asked) ?? alike[0] ?? null;
}

/** One run. Throws `recording.missing`, or what is wrong with the file. */
export async function recordingLog(id: string): Promise<RunLog> {
  const [{ fromJsonLinesGently }, text] = await Promise.all([
    import("../core/runlog.ts"),
    textOf(id),
  ]);
  return fromJsonLinesGently(text);
}

async function textOf(id: string): Promise<string> {
  try {
    const response = await fetch(address(`${encodeURIComponent(id)}.jsonl.gz`));
    if (!response.ok) throw new Error(`status ${response.status}`);
    return await unpacked(await response.blob());
  } catch (cause) {
    throw new TiltError(
      "recording.missing",
      `The recorded run ${id} did not arrive.`,
      "Check the connection, or choose another run.",
      { cause },
    );
  }
}

/** Text of a file, gzipped or not: some servers unpack what they send. Throws `file.packed`. */
export async function unpacked(file: Blob): Promise<string> {
  const [a, b] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (a !== 0x1f || b !== 0x8b) return file.text();
  const stream = file.stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text().catch((cause: unknown) => {
    throw new TiltError(
      "file.packed",
      "The file is gzipped, but cannot be unpacked: it is damaged or cut off.",
      "Choose a whole one: save or download it again.",
      { cause },
    );
  });
}
