/** @file The words of the pages of results; they come with those pages. */
import type { LanguageName } from "./index.svelte.ts";

const en = {
  title: "Results",
  close: "Back to the bench",
  tabs: { claims: "Claims", table: "Table", league: "League" },
  loading: "The results are on their way.",
  failed: "The results did not arrive. Check the connection and open this page again.",
  origin: (date: string, backend: string, version: string) =>
    `Measured ${date} on ${backend}, version ${version}, by`,
  claims: {
    about:
      "What the papers claim, measured here by fixed rules. A claim that fails its rule is shown like one that holds.",
    count: (held: number, of: number) => `Of ${of} measurements ${held} reproduced their claim`,
    reproduced: "reproduced",
    "not reproduced": "not reproduced",
    rule: "Rule",
    measured: "Measured",
    world: (task: string) =>
      task === "toy" ? "in the exact world" : `on the language model, ${task}`,
    scope: (n: number, seeds: readonly number[], scale: string) =>
      `n = ${n} · seeds ${seeds.join(", ")} · ${scale}`,
    figure: "Figure",
    value: "Value",
    interval: "95 % interval",
    seeds: "By seed",
  },
  table: {
    about:
      "The post's closing table, each column counted from a short run: which weights the gradient step and the sampling stage asked for, and where the answers came from.",
    head: ["Method", "Human labels", "Own data", "Online feedback", "Other model", "Models"],
    models: "Gradient step / sampling / together",
    bytes: "Bytes",
    why: "Why they differ",
    yes: "yes",
    no: "no",
    blank: "blank",
    optional: "optional",
    post: (said: string) => `post: ${said}`,
    none: "not in the post",
    weights: {} as Readonly<Record<string, string>>,
  },
  league: {
    exact: "In the exact world",
    model: (task: string) => `On the language model, task ${task}`,
    about: (samples: number, steps: number, seeds: number) =>
      `Every method with ${samples} answers and ${steps} gradient steps, mean of ${seeds} seeds. Above them, what a KL can buy at most, estimated from the start model's own answers.`,
    replay: "Replay a recorded run:",
    chart: "Gold against KL",
    sentence: (first: string, gold: string, kl: string) =>
      `${first} ends highest: gold ${gold} at a KL of ${kl} nats.`,
    kl: "KL, nats",
    gold: "gold, SD",
    tilt: "tilt by gold",
    bestOf: "best of n by gold",
    byProxy: "best of n by the reward model",
    head: ["method", "KL", "gold", "±", "proxy", "answers", "steps"],
    read: (name: string, kl: string, gold: string) => `${name}: KL ${kl}, gold ${gold}`,
  },
};

export type ResultWords = typeof en;

/** Tasks and scales of a measurement; another one is called as in the file. */
const TASKS: Readonly<Record<string, string>> = { toy: "정확한 세계", reviews: "리뷰" };
const SCALES: Readonly<Record<string, string>> = { full: "전체 규모", quick: "작은 규모" };

const ko: ResultWords = {
  title: "결과",
  close: "작업대로 돌아가기",
  tabs: { claims: "주장", table: "표", league: "리그" },
  loading: "결과를 불러오는 중입니다.",
  failed: "결과를 받지 못했습니다. 연결을 확인하고 이 페이지를 다시 여세요.",
  origin: (date, backend, version) => `${date}, ${backend}, 버전 ${version}에서 측정. 명령:`,
  claims: {
    about:
      "논문의 주장을 정해 둔 규칙에 따라 여기서 측정했습니다. 규칙을 통과하지 못한 주장도 통과한 주장과 똑같이 보여 줍니다.",
    count: (held, of) => `측정 ${of}건 중 ${held}건이 주장을 재현했습니다`,
    reproduced: "재현됨",
    "not reproduced": "재현되지 않음",
    rule: "규칙",
    measured: "측정값",
    world: (task) =>
      task === "toy" ? "정확한 세계에서" : `언어 모델에서, 과제 ‘${TASKS[task] ?? task}’`,
    scope: (n, seeds, scale) => `n = ${n} · 시드 ${seeds.join(", ")} · ${SCALES[scale] ?? scale}`,
    figure: "항목",
    value: "값",
    interval: "95% 구간",
    seeds: "시드별",
  },
  table: {
    about:
      "글 끝의 표를, 열마다 짧은 실행에서 세어 채웠습니다. 그래디언트 스텝과 샘플링 단계가 어떤 가중치를 불렀는지, 학습한 답변이 어디서 왔는지를 셉니다.",
    head: ["방법", "사람 레이블", "자기 데이터", "온라인 피드백", "다른 모델", "모델 수"],
    models: "그래디언트 스텝 / 샘플링 / 합계",
    bytes: "바이트",
    why: "다른 까닭",
    yes: "예",
    no: "아니요",
    blank: "빈칸",
    optional: "선택",
    post: (said) => `글: ${said}`,
    none: "글에 없음",
    weights: {
      policy: "정책",
      "copy of the policy": "정책의 사본",
      reference: "기준 모델",
      "reward model": "보상 모델",
      annotator: "평가자",
    },
  },
  league: {
    exact: "정확한 세계에서",
    model: (task) => `언어 모델에서, 과제 ‘${TASKS[task] ?? task}’`,
    about: (samples, steps, seeds) =>
      `모든 방법에 답변 ${samples}개와 그래디언트 스텝 ${steps}번을 똑같이 주고, 시드 ${seeds}개를 평균했습니다. 위의 선은 그 KL로 얻을 수 있는 최대치로, 시작 모델의 답변에서 추정했습니다.`,
    replay: "기록된 실행 다시 보기:",
    chart: "KL에 대한 참 보상",
    sentence: (first, gold, kl) =>
      `${first} 방법이 가장 높습니다: KL ${kl} nat에서 참 보상 ${gold}.`,
    kl: "KL, nat",
    gold: "참 보상, SD",
    tilt: "참 보상 기울임",
    bestOf: "참 보상 best of n",
    byProxy: "보상 모델 best of n",
    head: ["방법", "KL", "참 보상", "±", "대리 보상", "답변", "스텝"],
    read: (name, kl, gold) => `${name}: KL ${kl}, 참 보상 ${gold}`,
  },
};

export const resultWords: Readonly<Record<LanguageName, ResultWords>> = { en, ko };
