/** @file IPO, in Korean by its English. */
export default {
  "The margin aims at 1/2τ and is pulled back when it overshoots.":
    "마진은 1/2τ를 향하고, 지나치면 다시 끌려옵니다.",
  "Log-ratios": "로그 비",
  "sum over tokens is the printed equation; mean divides each by its own length, as the experiments behind the paper did. A τ for one is wrong for the other.":
    "토큰에 대한 합은 논문에 적힌 식이고, 평균은 논문의 실험처럼 저마다의 길이로 나눕니다. 한쪽에 맞는 τ는 다른 쪽에 맞지 않습니다.",
  "One step on a minibatch pulls each margin to its target, from either side.":
    "미니배치 한 스텝이 마진을 어느 쪽에서든 목표로 끌어당깁니다.",
} as Readonly<Record<string, string>>;
