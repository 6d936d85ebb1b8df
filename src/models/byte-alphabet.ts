/**
 * @file The alphabet of byte-level tokenizers (Radford et al. 2019, "Language models are
 * unsupervised multitask learners"): one printable character for each of the 256 bytes, so that
 * any text is a string over it. Printable Latin-1 bytes stand for themselves, the other 68 for
 * U+0100 onwards in order: a space is "Ġ".
 */

/** `ALPHABET[byte]` is the byte's character. */
export const ALPHABET: readonly string[] = alphabet();

const BYTE_OF = new Map(ALPHABET.map((character, byte) => [character, byte]));
const encoder = new TextEncoder();

function alphabet(): string[] {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
    return String.fromCharCode(printable ? byte : next++);
  });
}

/** A text's UTF-8 bytes, spelled in the alphabet. */
export function spell(text: string): string {
  let spelled = "";
  for (const byte of encoder.encode(text)) spelled += ALPHABET[byte]!;
  return spelled;
}

/** The bytes that a token spells; a character outside the alphabet is no byte and becomes 0. */
export function bytesOf(token: string): Uint8Array {
  return Uint8Array.from(token, (character) => BYTE_OF.get(character) ?? 0);
}
