/**
 * @file Copies of weights that outlive the page: files of the browser's own file system (OPFS), one
 * folder a run, written by the worker that holds the weights.
 */

export type Shelved = { readonly t: number; readonly arrays: readonly Float32Array[] };

/** Where copies go by name; a name holds one copy, the latest. */
export interface Shelf {
  /** False where nothing can be kept. */
  put(name: string, copy: Shelved): Promise<boolean>;
  /** Null when there is none, or it was cut short. */
  get(name: string): Promise<Shelved | null>;
  remove(name: string): Promise<void>;
}

const FOLDER = "tilt-weights";
const MAGIC = 0x54494c54;
const HEAD = 4;

/** Head of four u32 (magic, steps of the optimizer, arrays, numbers of each), then the numbers. */
function packed({ t, arrays }: Shelved): Uint8Array<ArrayBuffer> {
  const each = arrays[0]?.length ?? 0;
  const buffer = new ArrayBuffer(4 * (HEAD + arrays.length * each));
  new Uint32Array(buffer, 0, HEAD).set([MAGIC, t, arrays.length, each]);
  const numbers = new Float32Array(buffer, 4 * HEAD);
  arrays.forEach((array, i) => numbers.set(array, i * each));
  return new Uint8Array(buffer);
}

function unpacked(buffer: ArrayBuffer): Shelved | null {
  if (buffer.byteLength < 4 * HEAD || buffer.byteLength % 4 !== 0) return null;
  const [magic, t = 0, count = 0, each = 0] = new Uint32Array(buffer, 0, HEAD);
  if (magic !== MAGIC || buffer.byteLength !== 4 * (HEAD + count * each)) return null;
  const arrays = Array.from(
    { length: count },
    (_, i) => new Float32Array(buffer, 4 * (HEAD + i * each), each),
  );
  return { t, arrays };
}

async function folder(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  return root.getDirectoryHandle(FOLDER, { create: true });
}

/** What a worker has of it; everything quietly fails where the browser has none. */
export const browserShelf: Shelf = {
  async put(name, copy) {
    try {
      const file = await (await folder()).getFileHandle(name, { create: true });
      const access = await file.createSyncAccessHandle();
      try {
        const bytes = packed(copy);
        access.truncate(0);
        return access.write(bytes, { at: 0 }) === bytes.length;
      } finally {
        access.flush();
        access.close();
      }
    } catch {
      return false;
    }
  },
  async get(name) {
    try {
      const handle = await (await folder()).getFileHandle(name);
      return unpacked(await (await handle.getFile()).arrayBuffer());
    } catch {
      return null;
    }
  },
  async remove(name) {
    try {
      await (await folder()).removeEntry(name);
    } catch {
      // Nothing was kept under this name.
    }
  },
};
