/** @file Korean particles, which depend on how the word before them ends when read aloud. */

/** Digits and Latin letters whose Korean reading ends in a consonant: 영 일 삼 육 칠 팔; 엘 엠 엔 알. */
const CLOSED = /[013678lmnr∞]$/i;
/** Of those, the ones that end in ㄹ, before which 으 falls away. */
const LIQUID = /[178lr]$/i;
const HANGUL = 0xac00;
const FINALS = 28;
const RIEUL = 8;

type Particle = "이" | "을" | "은" | "과" | "으로" | "이라";

const OPEN: Readonly<Record<Particle, string>> = {
  이: "가",
  을: "를",
  은: "는",
  과: "와",
  으로: "로",
  이라: "라",
};

/** A word with its particle: 38이, 39가, 보상 모델은, β를. Signs after the last letter are passed over. */
export function joined(word: string, particle: Particle): string {
  return word + particleFor(word, particle);
}

/** The particle alone, in the form that the word asks for. */
export function particleFor(word: string, particle: Particle): string {
  const last = word.replace(/[^\p{L}\p{N}%]+$/u, "").at(-1) ?? "";
  const code = last.charCodeAt(0) - HANGUL;
  if (code >= 0 && code <= 0xd7a3 - HANGUL) {
    const final = code % FINALS;
    const open = final === 0 || (particle === "으로" && final === RIEUL);
    return open ? OPEN[particle] : particle;
  }
  const closed = CLOSED.test(last) && !(particle === "으로" && LIQUID.test(last));
  return closed ? particle : OPEN[particle];
}
