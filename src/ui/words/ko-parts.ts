/** @file Words of a loss taken apart, and of the pictures that belong to one loss alone, in Korean. */
import { count, fixed } from "../numbers.ts";
import type { Owed } from "./book.ts";
import type { parts as english } from "./en-parts.ts";

const FIRST: Readonly<Record<string, string>> = {
  rrhf: "배치의 첫 프롬프트에서",
  click: "배치의 첫 쌍에서",
  cringe: "배치의 첫 쌍에서",
  rloo: "배치의 첫 답변에서",
};

export const parts: Owed<typeof english> = {
  batch: "이 배치의 숫자를 넣은 손실",
  first: (kind) => FIRST[kind] ?? "배치의 첫 토큰에서",
  clipping: {
    title: "비율과 어드밴티지",
    x: "ρ, 뽑을 때의 확률에 대한 지금 확률의 비율",
    y: "어드밴티지 A",
    sentence: (n, held) =>
      `비율 ${count(n)}개와 그 어드밴티지. 그 가운데 ${count(held)}개를 자르기가 붙잡고 있습니다.`,
    reading: (held, n) => `${count(n)}개 중 ${count(held)}개가 잘림`,
    head: ["번호", "ρ", "A", "기울기"],
    held: "0, 잘림",
    free: "−A ρ",
  },
  ladder: {
    title: "첫 프롬프트의 답변, 좋은 것부터",
    reading: (wrong) => (wrong === 0 ? "순서가 모두 맞음" : `순서가 틀린 쌍 ${count(wrong)}개`),
    sentence: (n, wrong) =>
      `보상 순으로 놓은 답변 ${count(n)}개. 정책에서는 그 가운데 ${count(wrong)}쌍의 순서가 틀렸습니다.`,
    note: "점은 토큰당 로그 확률입니다. 아래로 갈수록 왼쪽으로 가야 합니다. 고리는 위에 있는 답변보다 더 그럴듯한 답변입니다.",
    rung: (p, passed) =>
      `토큰당 로그 확률 ${fixed(p, 3)}, 더 나은 답변 ${count(passed)}개보다 그럴듯함`,
    passed: (n) => `${count(n)}개 앞지름`,
    head: ["답변", "r", "토큰당 log π", "덜 그럴듯한 더 나은 답변"],
  },
};
