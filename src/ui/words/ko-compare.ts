/** @file The words of the page that compares runs, in Korean. */
import { count, fixed, percent } from "../numbers.ts";
import type { compare as enCompare, sweep as enSweep } from "./en-compare.ts";
import { joined } from "./ko-particles.ts";

export const compare: typeof enCompare = {
  title: "실행 비교",
  choose: "실행을 둘 이상 고르세요",
  live: "화면에 있는 실행",
  remove: (letter) => `${letter} 빼기`,
  pool: "이 실행들은 첫 후보를 같은 곳에서 뽑았습니다. 과제, 시드, 프롬프트가 같아 시작 모델의 답변도 같습니다.",
  noPool: "이 실행들은 첫 후보가 서로 달라서, 우연도 서로 다릅니다.",
  differ: "서로 다른 설정",
  same: "모든 설정이 같습니다.",
  setting: "설정",

  frontier: "KL에 대한 참 보상",
  equal:
    "같은 단계가 아니라 같은 KL에서 견줍니다. 단계로 견주면 가장 멀리 간 실행이 좋아 보입니다.",
  most: (kl, letter, gold) =>
    `${fixed(kl)} nat에서 참 보상은 실행 ${joined(letter, "이")} ${joined(fixed(gold), "으로")} 가장 큽니다.`,
  level: (kl, gold) =>
    `${fixed(kl)} nat에서는 앞선 실행이 없습니다. 가장 큰 참 보상 ${fixed(gold)}에 여럿이 함께 이릅니다.`,
  alone: (kl, letter, gold) =>
    `${fixed(kl)} nat에 이르는 것은 실행 ${letter}뿐이고, 거기서 참 보상은 ${fixed(gold)}입니다.`,
  still: "아직 시작 모델에서 움직인 실행이 없습니다.",
  ruler: "견줄 KL",
  nats: (kl) => `${fixed(kl)} nat`,
  drag: "선을 끌거나 슬라이더를 돌리세요. 모든 실행이 이르는 가장 큰 KL에서 시작합니다.",
  head: {
    run: "실행",
    gold: "참 보상",
    proxy: "대리 보상",
    wins: "승률",
    length: "토큰",
    update: "업데이트",
    kl: "KL, nat",
  },
  interval: (low, high) => `${percent(low)} – ${percent(high)}`,
  notThere: (kl) => `여기에 이르지 못함: 가장 멀리 ${fixed(kl)} nat`,
  between:
    "각 실행이 처음 이르는 곳에서, 앞뒤 두 평가를 잇는 직선 위에서 읽었습니다. 구간(95 %)도 그렇게 읽었습니다.",

  sameDice: "같은 프롬프트, 같은 주사위",
  otherDice: "같은 프롬프트. 시드가 달라 주사위는 서로 다릅니다",
  nearest: "그 KL에 가장 가까운 평가의 답변",
  from: (update, kl) => `업데이트 ${count(update)}, KL ${fixed(kl)}`,
  noPrompt: "이 실행들이 함께 평가받은 프롬프트가 없어, 답변을 나란히 놓을 수 없습니다.",

  over: "실행을 따라",
  by: "세는 단위",
  axes: { updates: "업데이트", replies: "뽑은 답변" },
  metric: {
    gold: "참 보상",
    proxy: "대리 보상",
    kl: "기준 모델과의 KL, nat",
    winRate: "시작 모델에 대한 승률",
    length: "길이, 토큰",
  },
  klAxis: "KL, nat",
  overlay: (metric, runs) => `실행 ${count(runs)}개의 ${metric}`,
  smalls: "실행별로",
  smallSentence: (letter, gold, proxy, kl) =>
    `실행 ${letter}: 끝에서 ${fixed(kl)} nat에 참 보상 ${fixed(gold)}, 대리 보상 ${fixed(proxy)}입니다.`,
  smallReading: (gold, proxy) => `참 ${fixed(gold)} · 대리 ${fixed(proxy)}`,
};

/** Where the browser keeps nothing. */
const UNKEPT = "페이지를 떠날 때까지 남아 있습니다";

export const sweep: typeof enSweep = {
  title: "노브 하나, 실행 여럿",
  help: "화면에 있는 실험을 노브 하나의 값마다 한 번씩 계산하고, 나머지는 모두 그대로 둡니다. 실행은 저마다 보관함에 남고 여기에 나란히 놓입니다.",
  wait: "실행이 준비될 때까지 기다리세요.",
  person: "실행마다 직접 답해야 합니다. 노브를 훑으려면 다른 평가자를 고르세요.",
  knob: "노브",
  from: "부터",
  to: "까지",
  end: (which, knob) => `${knob}: ${which}`,
  values: (values) => values.join(" · "),
  start: (n) => `실행 ${count(n)}개 계산하기`,
  controls: "준비된 대조군",
  aside: "지금 화면에 있는 실행은 먼저 보관함에 넣습니다.",
  now: (at, of, value) => `실행 ${count(of)}개 중 ${count(at)}번째, ${value}`,
  round: (t, of) => `${count(of)}라운드 중 ${count(t)}번째`,
  stop: "멈추기",
  goOn: "이어서 하기",
  stopped: (done, of, kept) =>
    `멈췄습니다. 실행 ${count(of)}개 중 ${count(done)}개가 ${kept ? "보관함에 있습니다" : UNKEPT}.`,
  finished: (n, kept) =>
    kept
      ? `실행 ${count(n)}개를 계산해 보관함에 넣었습니다.`
      : `실행 ${count(n)}개를 계산했고, ${UNKEPT}.`,
  before: (kept) => `앞서 화면에 있던 실행도 ${kept ? "보관함에 있습니다" : UNKEPT}.`,
  back: "그 실행으로 돌아가기",
  trouble: (value, why) => `${joined(value, "을")} 계산하지 못했습니다. ${why}`,
  broke: "숫자가 망가짐",
  gold: "참 보상",
  kl: "끝에서 KL, nat",
  atEnd: "끝에서",
  atKl: (kl) => `KL ${fixed(kl)}에서`,
  goldSentence: (value, gold) =>
    `노브 값에 따른 끝의 참 보상. 가장 큰 것은 ${value}일 때 ${fixed(gold)}입니다.`,
  klSentence: (low, high) =>
    `노브 값에 따른 끝의 KL. ${fixed(low)}에서 ${fixed(high)} nat까지입니다.`,
  goldHead: (kl) => ["값", "끝에서 참 보상", `KL ${fixed(kl)}에서 참 보상`],
  klHead: ["값", "끝에서 KL, nat"],
};
