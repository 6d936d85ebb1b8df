/** @file Every word of the rollout's pictures and of a policy gradient's update, in Korean. */
import { count, fixed, percent, signed } from "../numbers.ts";
import type { ViewWords } from "./en-views.ts";

const of = (n: number) => `${count(n)}개`;

export const rollout: ViewWords["rollout"] = {
  title: "토큰마다 얻은 것",
  better: "기대보다 나음",
  worse: "기대보다 못함",
  rule: (by) => `${by}`,
  score: "점수",
  advantage: "평균 A",
  numbered: (i) => `답변 ${i}`,
  read: (i) => `답변 ${i} 보기`,
  token: (text, advantage) => `${text}: 어드밴티지 ${signed(advantage, 3)}`,
  whitened: "막대는 손실에 들어가는 어드밴티지입니다. 뽑은 답변 전체에서 평균이 0입니다.",
  head: ["답변", "토큰", "k1", "보상", "V", "G", "A", "손실의 A"],
  none: "–",

  values: {
    title: "가치 헤드가 기대한 것",
    axis: "토큰 번호",
    label: "앞으로 올 보상",
    expected: "V, 토큰 앞에서의 기대",
    returns: "G, 그 목표",
    sentence: (n, first, last, score) =>
      `토큰 ${of(n)}를 지나며 기대 보상이 ${fixed(first)}에서 ${fixed(last)}까지 갑니다. 답변의 점수는 ${fixed(score)}입니다.`,
    read: (i, v, g) => `토큰 ${i}: V ${fixed(v)}, G ${fixed(g)}`,
    head: ["토큰", "V", "G"],
  },

  pull: {
    title: "토큰마다 기준 모델에서 떨어진 거리",
    label: "k1, nat",
    sum: (kl) => `Σ k1 = ${fixed(kl)} nat`,
    sentence: (n, total) =>
      `토큰 ${of(n)}의 log π − log π_ref 막대. 모두 ${fixed(total)} nat입니다.`,
    bar: (text, k1) => `${text}: ${signed(k1, 3)} nat`,
    head: ["토큰", "k1"],
  },

  track: {
    title: "라운드별 답변의 KL",
    held: "라운드별 답변의 KL과 그것을 붙드는 β",
    axis: "라운드",
    label: "nat",
    sentence: (n, kl) => `라운드 ${of(n)}를 지나 답변의 평균 KL이 ${fixed(kl)} nat이 되었습니다.`,
    aimed: (n, kl, target, beta) =>
      `라운드 ${of(n)}를 지나 평균 KL은 ${fixed(kl)} nat, 목표는 ${fixed(target)}, β는 ${fixed(beta, 4)}입니다.`,
    target: (nats) => `목표 ${fixed(nats, 1)}`,
    read: (round, kl, beta) => `라운드 ${round}: ${fixed(kl)} nat, β ${fixed(beta, 4)}`,
    beta: "β",
    betaTitle: "라운드별 β",
    betaSentence: (first, now) => `당김 β: 처음 ${fixed(first, 4)}, 지금 ${fixed(now, 4)}.`,
    head: ["라운드", "KL", "β"],
  },

  readings: {
    scores: "평균 점수",
    rlhf: "당김을 뺀 평균 점수",
    kl: "답변당 KL, nat",
    beta: "당김 β",
    explained: "V가 설명하는 G의 분산",
    ended: "스스로 끝냄",
    percent: (share) => percent(share),
  },

  trouble: {
    kl: "정책이 기준 모델에서 바라던 것보다 두 배 넘게 멀어졌습니다. β는 한 라운드에 n/horizon의 5분의 1까지만 커집니다. horizon이나 학습률을 줄이면 더 빨리 잡힙니다.",
    values:
      "가치 헤드의 오차가 목표의 변동보다 커서, 어드밴티지가 대부분 그 오차입니다. 학습률이나 당김을 줄이거나 라운드당 답변을 늘리면 자리를 잡습니다.",
    spread:
      "같은 프롬프트의 답변 사이에 더 나은 것이 없어 이번 라운드에서는 배울 것이 없습니다. 프롬프트당 답변을 늘리거나 정책이 덜 굳었을 때라면 차이가 납니다.",
  },

  update: {
    metrics: {
      "loss/value_avg": "가치 손실",
      "policy/approxkl_avg": "뽑을 때의 정책에서 떨어진 정도: 근사 KL",
      "policy/clipfrac_avg": "클리핑이 붙드는 비율의 몫",
      kl: "기준 모델과의 거리, k3",
    },
    sentence: (title, n, now) => `${count(n)}번 업데이트한 지금 ${title}: ${fixed(now, 4)}.`,
    read: (update, value) => `업데이트 ${update}: ${fixed(value, 4)}`,
    head: (title) => ["업데이트", title],
    ratio: "뽑을 때와의 비율",
    policy: "정책 손실",
  },
};
