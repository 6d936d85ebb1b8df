/** @file What the reader is looking at: kept while stages change, never part of a run. */

class Attention {
  /** Tables in place of pictures, everywhere (key T). */
  tables = $state(false);
  /** The prompt being read; a batch without it shows its first. */
  promptId = $state("");
}

/** One reader per page. */
export const attention = new Attention();
