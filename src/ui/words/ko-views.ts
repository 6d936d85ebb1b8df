/** @file Every word of the stage's pictures and of the evaluation rail, in Korean. */
import { count, fixed, percent, signed } from "../numbers.ts";
import type { ViewWords } from "./en-views.ts";
import { judging } from "./ko-judging.ts";
import { joined } from "./ko-particles.ts";
import { parts } from "./ko-parts.ts";
import { rollout } from "./ko-rollout.ts";
import { who } from "./ko-who.ts";

type Slope = "rises" | "falls" | "level";
const of = (n: number) => `${count(n)}개`;
const slope = (trend: Slope) =>
  ({ rises: "오릅니다", falls: "내립니다", level: "그대로입니다" })[trend];

export const words: ViewWords = {
  ...judging,
  parts,
  table: "표 (T)",
  tableOf: (title) => `${title}: 그림 뒤의 표`,
  prompt: "프롬프트",
  promptOf: (i, n) => `${i} / ${n}`,
  nextPrompt: "다음 프롬프트",
  previousPrompt: "이전 프롬프트",
  nextPair: "다음 쌍",
  previousPair: "이전 쌍",
  pairOf: (i, n) => `쌍 ${i} / ${n}`,
  showAll: (n) => `${n}개 모두 보기`,
  showFewer: "줄여 보기",
  more: (n) => `${n}개 더`,
  updates: "업데이트",
  end: "끝",
  cut: "길이 제한에서 잘림",
  nothing: "동점이거나 견줄 짝이 없는 답변은 빠집니다. 여기서는 비교로 배울 것이 없습니다.",
  plusMinus: (half, digits = 2) => `± ${fixed(half, digits)}`,
  tokens: (n) => `토큰 ${of(n)}`,

  fate: {
    kept: "채택",
    dropped: "탈락",
    chosen: "선호",
    rejected: "비선호",
    drawn: "뽑음",
    waiting: "대기",
  },

  candidates: {
    no: "번호",
    reply: "답변",
    logp: "log π",
    ref: "log π_{ref}",
    reward: "r",
    gold: "참 보상",
    fate: "결과",
    die: "난수 u",
    needs: "문턱 <",
    sort: (column) => `${column} 순으로 보기`,
    sorted: (column) => `${column} 순`,
    columns: { drawn: "추출", reward: "보상", gold: "참 보상", logp: "log π" },
    goldNote: "참 보상은 프로그램으로 정한 참값입니다. 우리에게는 보이지만 방법은 보지 못합니다.",
    underlined: "밑줄: 보상은 높은데 참 보상은 낮은 답변.",
    caption: "이 프롬프트의 후보",
    attribute: "판정",
    good: "좋음",
    bad: "나쁨",
  },

  sample: {
    title: "단어마다 얼마나 뜻밖이었나",
    reading: (total, tokens) => `토큰 ${of(tokens)}에 log π ${fixed(total)}`,
    note: "막대가 높을수록 정책이 예상하지 못한 토큰입니다.",
    token: (text, logp) => `${text}: log π ${fixed(logp)}, 확률 ${percent(Math.exp(logp), 1)}`,
    head: ["토큰", "log π", "확률"],
    numbered: (i) => `${i}`,
    read: (i) => `답변 ${i} 보기`,
    finished: "스스로 끝낸 비율",
    length: "평균 길이",
    perToken: "토큰당 평균 log π",
    distinct: "서로 다른 글",
  },

  score: {
    title: (by) => `${who(by) || "채점자"}의 점수 분포`,
    prompt: (i) => `프롬프트 ${i}`,
    axis: "보상 r, 시작 모델의 표준편차 단위",
    grades: "기대 점수 s, 최저 −1에서 최고 1까지",
    sentence: (n, low, high, mean) =>
      `보상 ${of(n)}의 점 히스토그램: ${fixed(low)}에서 ${fixed(high)}까지, 평균 ${fixed(mean)}.`,
    mean: (r) => `평균 ${fixed(r)}`,
    others: "○ 배치의 다른 프롬프트에 대한 답변",
    best: (i, r) => `답변 ${i}: ${fixed(r)}`,
    dot: (i, r) => `답변 ${i}, r = ${fixed(r)}`,
    head: ["번호", "답변", "r"],
    here: "여기 평균",
    batch: "배치 평균",
    spread: "여기 표준편차",
    agreement: "참 보상과 순서가 같은 비율",
    agreementNote: (pairs) => `${count(pairs)}쌍 중`,
  },

  bank: {
    title: "규칙마다 무엇을 남길까",
    shared: (n) => `시작 모델의 표본 ${n}개. 시드와 샘플러가 같으면 모든 방법이 같은 표본을 씁니다`,
    own: (n) => `지금 정책의 표본 ${n}개`,
    rules: {
      best: () => "N개 중 최고",
      top: (k) => `상위 ${k}개`,
      rso: (beta) => `RSO, β = ${beta}`,
      random: (k) => `무작위 ${k}개`,
      first: (k) => `처음 ${k}개`,
    },
    mean: (r) => `r ${fixed(r)}`,
    gold: (r) => `참 보상 ${fixed(r)}`,
    keep: (k) => `${k}개 채택`,
    beta: (beta) => `β = ${beta}`,
    head: ["규칙", "채택된 번호", "평균 보상", "평균 참 보상"],
    sentence: (n, all) =>
      `표본 ${n}개에서 규칙마다 남기는 것의 평균 보상: ${all
        .map(([rule, r]) => `${rule} ${fixed(r)}`)
        .join(", ")}.`,
  },

  select: {
    title: "N개 중 최고의 가치",
    axis: "N, 뽑은 답변 수",
    reward: "보상 r",
    thisPrompt: "이 프롬프트의 표본",
    pick: (r) => `선택: ${fixed(r)}`,
    mean: "N개의 평균",
    median: "N개의 중앙값",
    best: "N개 중 최고",
    gold: "그 참 보상",
    gaussian: "보상이 정규분포라면",
    sentence: (n, best, mean) =>
      `N개 중 최고는 답변 하나일 때 ${fixed(mean)}에서 ${of(n)}일 때 ${fixed(best)}까지 오르고, 평균과 중앙값은 그대로입니다.`,
    read: (n, best, se) => `${of(n)} 중 최고: ${fixed(best)} ± ${fixed(2 * se)}`,
    head: [
      ...["N", "N개 중 최고", "±2 SE", "그 참 보상", "N개의 중앙값", "±2 SE"],
      ...["N개의 평균", "±2 SE", "정규분포", "KL 상한"],
    ],
    gain: "평균 대비 이득",
    goldGain: "참 보상의 이득",
    wins: "하나만 뽑을 때와 겨룬 승률",
    winsNote: "N/(N+1), 동점 제외",
    kl: "샘플러에서의 KL",
    klNote: "최대 ln N − (N−1)/N",
    pool: "모아 둔 답변",
    poolNote: "따라 배울 답변",
  },

  rollout,

  accept: {
    title: "곡선 아래에 떨어지면 채택",
    axis: "보상 r, 시작 모델의 표준편차 단위",
    die: "난수 u",
    shelf: "채택된 순서",
    neighbors: "이웃끼리 쌍이 됩니다",
    more: (n) => `외 ${n}개`,
    formula: "exp((r − m) / β)",
    above: "곡선 위: 탈락",
    under: "아래: 채택",
    best: (m) => `남은 최고 m = ${fixed(m)}`,
    pass: (i) => `${i}회차`,
    progress: (kept, k, pass, passes) => `${k}개 중 ${kept}개 채택 · ${passes}회 중 ${pass}회차`,
    sentence: (tried, n, pass, kept, k) =>
      `곡선 e^((r − m)/β)에 견준 후보의 난수: ${pass}회차에 ${n}개 중 ${tried}개를 시험했고, ${k}개 중 ${kept}개를 채택했습니다.`,
    head: ["회차", "번호", "r", "m", "난수 u", "문턱 <", "결과"],
    candidate: (i) => `후보 ${i}`,
    rolled: (u) => `난수 ${fixed(u)},`,
    verdict: (kept, threshold) =>
      kept ? `${fixed(threshold)}보다 작아 채택` : `${fixed(threshold)}보다 작지 않아 탈락`,
    dot: (i, r, u) => `후보 ${i}, r = ${fixed(r)}, u = ${fixed(u)}`,
    keptAs: (i, order) => `후보 ${i}, ${order}번째로 채택`,
    drawn: (n) => `뽑은 ${n}개 전부`,
    weights: "기울인 분포에서의 무게",
    walk: "던진 난수",
    dieOf: (i, n) => `난수 ${i} / ${n}`,
    previousDie: "난수 하나 뒤로",
    nextDie: "난수 하나 앞으로",
    zero: (k) => `β → 0: 상위 ${k}개`,
    infinite: (k, rule) => (rule === "gumbel" ? `β → ∞: 아무 ${k}개` : `β → ∞: 처음 ${k}개`),
    drag: "β를 끌어 보세요. 난수는 그대로이고 곡선만 움직입니다",
    asIf: (beta) => `β가 ${beta}라면`,
    back: (own) => `이 실행의 ${joined(own === null ? "∞" : fixed(own), "으로")} 되돌리기`,
    trackName: "β, 기울임의 온도",
    betaIs: (beta) => `β = ${beta}`,
    betaBuys: (beta, reward, kl) =>
      `β = ${beta}: 기울인 분포의 보상 ${fixed(reward)}, 값은 ${fixed(kl)} nat`,
    underTilt: "기울인 분포의 보상",
    keptReward: "채택된 답변의 보상",
    allReward: (r) => `전체: ${fixed(r)}`,
    acceptance: "예상 채택률",
    paid: "치른 KL",
    ofMost: (n, most) => `최대 ln ${n} = ${fixed(most)}`,
    ess: "유효 표본 크기",
    tooFew: (n, k) =>
      `${k}개를 채택하려 했지만 후보가 ${n}개뿐이라, β와 상관없이 모두 채택됩니다. 더 뽑거나 덜 채택하세요.`,
    beyond: (asked, n, most) =>
      `이 기울임에는 약 ${fixed(asked, 1)} nat가 필요한데, 표본 ${n}개로는 ln ${n} = ${fixed(most, 1)}까지만 보일 수 있습니다. 더 뽑거나 β를 올리세요.`,
    thin: (ess, k) =>
      `무게를 지는 후보가 ${fixed(ess, 1)}개뿐이라 채택할 ${k}개의 두 배에 못 미칩니다. 마지막에 채택된 것은 나머지입니다.`,
  },

  demonstrate: {
    note: (by) =>
      `${joined(who(by), "이")} 쓴 글입니다. 여기서 사람을 대신하는 프로그램이며, 사람이 쓴 것은 하나도 없습니다.`,
    examples: "예시",
    gold: "참 보상",
    length: "평균 길이",
    perToken: "토큰당 평균 log π_ref",
    perTokenNote: "0이면 확실",
  },

  staleness: {
    title: "데이터가 묵은 정도",
    nats: (kl) => `${fixed(kl)} nat`,
    note: "이 답변을 쓴 정책에서 배우는 정책까지의 KL을 배치로 추정한 값: 뽑을 때의 log π에서 지금의 log π를 뺀 평균. 뽑을 때의 온도와 절단은 들어가지 않습니다.",
    sentence: (kl, n) =>
      `업데이트 ${of(n)} 동안의 묵은 정도: 지금 데이터를 쓴 정책과 배우는 정책 사이는 ${fixed(kl)} nat입니다.`,
    head: ["업데이트", "KL, nat"],
    read: (update, kl) => `업데이트 ${update}: ${fixed(kl)} nat`,
    onPolicy: "온폴리시",
  },

  filter: {
    title: "저장한 보상과 오르는 문턱",
    axis: "보상 R, 시작 모델의 표준편차 단위",
    sentence: (n, kept, threshold) =>
      `저장한 보상 ${of(n)}의 히스토그램. 수준 ${fixed(threshold)}의 문턱을 넘은 것은 ${of(kept)}입니다.`,
    threshold: (i, level) => `문턱 ${i}, 수준 ${fixed(level)}`,
    head: ["부터", "까지", "뽑은 것", "주어진 것"],
    drawn: "정책이 뽑은 답변",
    given: "예시로 주어진 답변",
    empty:
      "이 문턱을 넘은 답변이 없어 따라 배울 것이 없습니다. 이 단계는 건너뛰고 가중치는 그대로입니다. 마지막 문턱을 낮추거나 더 많이 뽑으세요.",
    shareTitle: "문턱마다 남는 것",
    shareAxis: "수준 τ",
    shareSentence: (first, last) =>
      `첫 문턱은 전체의 ${percent(first)}를, 마지막 문턱은 ${percent(last)}를 남깁니다.`,
    shareHead: ["수준", "넘어야 할 보상", "남은 수", "비율"],
    shareRead: (level, kept, share) => `수준 ${fixed(level)}: ${of(kept)}, ${percent(share)}`,
    kept: "남은 답변",
    reward: "남은 답변의 보상",
    prompts: "답변이 남은 프롬프트",
    written: "그중 주어진 답변",
  },

  label: {
    title: "두 보상에서 선호로",
    axis: "Δ = r(a) − r(b)",
    y: "P(a ≻ b)",
    curve: "σ(Δ)",
    verdictTitle: (i, n) => `질문 ${i} / ${n}`,
    sentence: (n, first, off) =>
      `곡선 σ(Δ) 위의 질문 ${of(n)}: ${of(first)}에서 첫째 답변이 선호됩니다. ${
        off === 0 ? "모든 레이블이 곡선 위에 있습니다." : `레이블 ${of(off)}가 곡선에서 벗어납니다.`
      }`,
    ordersTitle: "두 순서로 물었을 때",
    ordersAxis: "P(a ≻ b)",
    ordersSentence: (gap, flips) =>
      `순서를 바꿔 물으면 답이 평균 ${fixed(gap)} 움직이고, 판정 ${of(flips)}가 뒤집힙니다.`,
    drawn: "뽑힌 순서로 물음",
    swapped: "바꿔 물음",
    both: "둘의 평균",
    plainTitle: "평가자가 얼마나 확신했나",
    plainSentence: (n) => `레이블 ${of(n)}: 첫째 답변이 더 나을 확률별로.`,
    prefers: (p) => `P(a ≻ b) = ${fixed(p)}`,
    head: ["프롬프트", "r(a)", "r(b)", "Δ", "σ(Δ)", "P(a ≻ b)"],
    ordersHead: ["프롬프트", "a 먼저", "b 먼저, 뒤집음", "평균"],
    this: "이 질문",
    a: "a",
    b: "b",
    reward: "r",
    gold: "참 보상",
    tie: "동점",
    agrees: "참 보상과 일치",
    agreesNote: (n, tied) => (tied === 0 ? `${of(n)} 중` : `${of(n)} 중, 동점 ${of(tied)}`),
    gap: "순서에 따른 차이",
    samePlace: "같은 자리 두 번",
    samePlaceNote: "두 순서 모두 같은 자리를 선호",
    histogram: "레이블의 분포",
    histogramSentence: (n, sure) =>
      `레이블 ${of(n)}의 P(a ≻ b) 히스토그램: ${of(sure)}가 0이나 1에서 0.1 안에 있습니다.`,
    histogramHead: ["P(a ≻ b)", "레이블"],
    history: "레이블 스텝마다 참 보상과의 일치",
    historySentence: (rate, n) =>
      `레이블 스텝 ${of(n)}에 걸친 참 보상과의 일치, 지금 ${percent(rate)}. 점선은 우연입니다.`,
    historyRead: (update, rate) => `업데이트 ${count(update)}: ${percent(rate)}`,
    historyHead: ["업데이트", "참 보상과 일치", "결정됨", "순서에 따른 차이", "지시"],
    sure: "평균 확신",
    sureNote: "0.5는 동전 던지기",
  },

  instruction: {
    told: (round) => `${round}라운드의 지시`,
    next: "다음 레이블부터",
    tell: "지시하기",
    note: "새로 학습하는 것은 없고, 바뀐 지시는 주소에 남습니다.",
    pending: (text) => `다음 레이블부터: “${text}”`,
    empty: "몇 마디 적어 주세요.",
    refused: (most) => `${most}자까지 읽으며, 낱말이 있어야 합니다.`,
    trained: "무엇으로 학습했나",
    trainedNote:
      "이런 지시를 여러 영어 표현으로 학습했습니다. 다른 말은 그대로 전하지만 잘못 알아들을 수 있습니다.",
  },

  pair: {
    title: "보상으로 본 배치",
    axis: "보상 r",
    sentence: (n, gap) =>
      `${count(n)}쌍, 선호가 비선호 위에 있습니다. 보상의 격차는 평균 ${fixed(gap)}입니다.`,
    logpTitle: "로그 확률로 본 배치",
    logpAxis: "기준 모델의 토큰당 log π",
    shared: (n) =>
      n === 0
        ? "두 답변은 첫 토큰부터 다릅니다."
        : n === 1
          ? "첫 토큰이 같아, 차이에서 서로 지워집니다."
          : `처음 ${n}개 토큰이 같아, 차이에서 서로 지워집니다.`,
    dropped: "제외",
    droppedNote: "보상이나 글이 같은 쌍",
    pairs: "쌍",
    gap: "평균 격차",
    length: "길이, 선호 − 비선호",
    lengthNote: "토큰, 평균",
    goldAgrees: "참 보상도 같은 쪽",
    head: ["쌍", "선호", "비선호", "r 선호", "r 비선호", "참 보상 선호", "참 보상 비선호"],
    this: "이 쌍",
    read: (i, gap) => `쌍 ${i}: 격차 ${fixed(gap)}`,
    gold: (x) => `참 보상 ${fixed(x)}`,
    reward: (x) => `r ${fixed(x)}`,
    written: (by) => `쓴 이: ${who(by)}. 정책이 뽑은 것이 아닙니다`,
    bracket: {
      title: "토너먼트",
      reading: (matches, ties) =>
        ties === 0 ? `${of(matches)} 경기` : `${of(matches)} 경기, 비김 ${ties}`,
      sentence: (n, best) =>
        `답변 ${of(n)}가 둘씩 만나고 이긴 쪽끼리 다시 만납니다. 답변 ${joined(String(best), "이")} 이겼습니다.`,
      round: (i, n) => (i === n ? "결승" : `${i}회전`),
      head: ["회전", "이긴 답변", "r", "진 답변", "r", "쌍"],
      equal: "비김: 쌍이 되지 않고 먼저 것이 올라감",
      pair: "예",
    },
  },

  update: {
    creditTitle: "이 스텝이 토큰마다 한 일",
    likelier: "확률이 커진 토큰",
    lessLikely: "작아진 토큰",
    rule: (nats) => `${String(nats)} nat`,
    moved: "변화",
    logp: "log π",
    creditHead: ["답변", "토큰", "기준 모델", "전", "후", "변화"],
    only: "스텝의 효과는 배치의 첫 쌍에서만 토큰별로 잽니다. 이 쌍은 스텝 전의 모습입니다.",
    equationTitle: "이 쌍의 수를 넣은 손실",
    push: {
      share: (share) => ` = ${fixed(share, 3)}: 이 쌍은 최대 힘의 ${percent(share)}로 당깁니다`,
      on: "마진에 못 미침: 이 쌍은 온 힘으로 당깁니다",
      off: "마진을 넘음: 이 쌍은 더 당기지 않습니다",
      target: (s) =>
        s < 0
          ? `목표보다 아래: 기울기 ${fixed(s)}로 끌어올립니다`
          : `목표를 지나침: 기울기 ${signed(s)}로 끌어내립니다`,
    },
    chosenRatio: "선호: log π_θ − log π_{ref}",
    rejectedRatio: "비선호: log π_θ − log π_{ref}",
    difference: "차이 h",
    perToken: (n) => `토큰 ${of(n)}로 나눔`,
    batchTitle: "손실 곡선 위의 배치",
    batchReading: (right, open, n) =>
      open === 0 ? `${n}쌍 중 ${right}쌍 맞음` : `${right}쌍 맞음, ${open}쌍 미정`,
    batchSentence: (n, right, open, mean) =>
      `손실 곡선 위의 ${count(n)}쌍: 순서가 맞은 쌍 ${right}, 틀린 쌍 ${n - right - open}${
        open > 0 ? `, 정하지 못한 쌍 ${open}` : ""
      }. 평균 손실 ${fixed(mean, 3)}.`,
    batchRead: (i, h, loss) => `쌍 ${i}: h = ${fixed(h)}, 손실 ${fixed(loss, 3)}`,
    wrong: "순서가 틀린 쌍",
    right: "순서가 맞은 쌍",
    h: (raw, perToken) => (raw ? "Δ log π, nat" : perToken ? "h, 토큰당 nat" : "h, nat"),
    noOpinion: "의견 없음: ln 2",
    noOpinionPlain: "의견 없음",
    corner: "꺾이는 점 1/γ",
    slicCorner: "꺾이는 점 δ",
    target: "목표 1/2τ",
    thisPair: "이 쌍",
    batchHead: ["쌍", "선호", "비선호", "마진", "손실"],

    whyTitle: "선호 답변의 보상은 왜 떨어지나?",
    whyTitleCalm: "처음부터 지금까지의 선호와 비선호",
    whySource: "배치마다 새로 만든 쌍",
    reference: "기준 모델",
    chosen: "선호",
    rejected: "비선호",
    gap: (x) => `격차 ${fixed(x)}`,
    implicit: (scale) =>
      scale === null ? "기준 모델과의 로그 비, nat" : `암묵적 보상, × ${scale}`,
    whySentence: (c, r, n) =>
      `업데이트 ${count(n)}회 뒤의 암묵적 보상: 선호 ${fixed(c)}, 비선호 ${fixed(r)}, 격차 ${fixed(c - r)}.`,
    whyHead: ["업데이트", "선호", "비선호", "격차"],
    whyRead: (u, c, r) => `업데이트 ${count(u)}: 선호 ${fixed(c)}, 비선호 ${fixed(r)}`,
    why: {
      early: ["아직 말하기 이릅니다.", "기울기는 업데이트 여덟 번부터 읽습니다."],
      "own-replies": [
        "둘 다 떨어지지만, 예상된 일입니다.",
        "정책이 확률을 자기만의 답변에 씁니다. 비선호가 더 빨리 잃으므로 격차는 벌어집니다. 참 보상이 떨어지는데 격차만 벌어지면 그때 걱정하세요. 아직은 아닙니다.",
      ],
      "over-fitting": [
        "참 보상은 떨어지는데 격차는 벌어집니다.",
        "정책이 쌍에 과적합하고 있습니다. 여기서 멈추거나 앞선 라운드에서 분기하세요.",
      ],
      "too-fast": [
        "선호의 보상이 떨어지고 격차도 줄어듭니다.",
        "학습률이 너무 큽니다. η를 줄여 앞선 라운드에서 분기하세요.",
      ],
      fresh: [
        "둘 다 오르는데, 새로 만든 쌍에서는 정상입니다.",
        "배치마다 지금의 정책이 쓴 답변이므로, 둘 다 기준 모델에서보다 확률이 큽니다.",
      ],
      apart: [
        "선호는 오르고 비선호는 떨어집니다.",
        "손실이 바라는 대로 두 답변이 서로 멀어집니다.",
      ],
    },

    forkSft: "SFT 항을 넣어 분기",
    forkSftHelp:
      "저장된 라운드에서 이어 가면서 선호 답변의 가능도를 손실에 더합니다. 그 확률이 떨어지지 않게 받쳐 줍니다.",

    slopes: (s) => [
      `선호의 보상은 ${slope(s.chosen)}. 비선호의 보상은 ${slope(s.rejected)}.`,
      `격차는 ${{ rises: "벌어집니다", falls: "줄어듭니다", level: "그대로입니다" }[s.gap]}. 기울기는 표준오차의 두 배를 넘을 때만 셉니다.`,
    ],

    nllTitle: "채택된 답변을 얼마나 잘 아나",
    nllAxis: "토큰당 음의 로그 가능도, nat",
    nllSentence: (n, mean) =>
      `채택된 답변 ${of(n)}: 토큰당 음의 로그 가능도는 평균 ${fixed(mean, 3)} nat입니다.`,
    nllMean: "평균",
    nllHead: ["답변", "글", "토큰당 NLL"],
    lossTitle: "업데이트에 따른 손실",
    lossSentence: (first, now, n) =>
      `업데이트 ${count(n)}회의 손실: 처음 ${fixed(first, 3)}, 지금 ${fixed(now, 3)}.`,
    lossHead: ["업데이트", "손실", "그래디언트 노름"],
    lossRead: (u, loss) => `업데이트 ${count(u)}: ${fixed(loss, 3)}`,
    metrics: "이 스텝의 지표",
    loss: "손실",
    gradNorm: "그래디언트 노름",
    learningRate: "학습률",
  },

  evaluate: {
    replies: "고정된 프롬프트, 처음과 지금",
    before: "처음",
    now: "지금",
    same: "같은 답변",
    rewardsTitle: "세 심판, 처음과 지금",
    rewardsNote: "평균 ±2 표준오차, 시작 모델의 표준편차 단위",
    judges: { gold: "참 보상", proxy: "대리 보상", independent: "독립 평가" },
    sentence: (n) => `평가용 프롬프트 ${of(n)}에서 잰 참 보상, 대리 보상, 독립 평가의 처음과 지금.`,
    start: "처음",
    head: ["보상", "처음", "±2 SE", "지금", "±2 SE"],
    numbers: "수치",
    numbersHead: ["지표", "처음", "지금"],
    metrics: {
      kl: "기준 모델에서의 KL",
      winRate: "시작 모델과의 승률",
      entropy: "토큰당 엔트로피",
      length: "길이",
      eosRate: "스스로 끝낸 비율",
      distinct2: "서로 다른 단어쌍",
    },
    nats: "nat",
    of: (n) => `${of(n)} 중`,
    was: (text) => `처음 ${text}`,
    repliesHead: ["프롬프트", "처음", "참 보상", "대리 보상", "지금", "참 보상", "대리 보상"],
  },

  round: {
    progress: (t, rounds) => `라운드 ${t} / ${rounds}`,
    none: "첫 평가는 첫 라운드 전에 있습니다.",
    updates: "지금까지의 업데이트",
    measuredAt: (update) => `업데이트 ${count(update)}에서 잼`,
    title: "라운드",
    gold: "참 보상",
    start: "시작",
    sentence: (n) => `라운드 ${of(n)}의 시작에서 잰 참 보상.`,
  },

  fit: {
    lossTitle: "레이블 쌍에서의 손실",
    coin: "동전 던지기: ln 2",
    axis: "읽은 레이블 쌍",
    lossSentence: (first, now) =>
      `쌍 손실이 ${fixed(first, 3)}에서 ${joined(fixed(now, 3), "으로")} 바뀌었습니다. 동전 던지기는 0.693입니다.`,
    lossHead: ["읽은 쌍", "손실", "정확도", "마진"],
    lossRead: (seen, loss) => `${count(seen)}쌍: ${fixed(loss, 3)}`,
    accuracyTitle: "처음 보는 쌍에서의 정확도",
    accuracySentence: (rate, low, high) =>
      `처음 보는 쌍의 ${percent(rate)}를 맞힙니다. 95% 구간은 ${percent(low)}에서 ${percent(high)}입니다.`,
    accuracyNone: "정확도는 적합이 끝나면 잽니다.",
    accuracyHead: ["읽은 쌍", "정확도", "하한", "상한", "쌍"],
    chance: "우연",
    binsTitle: "말한 확률을 믿어도 되나?",
    binsNote: "말한 확률과 실제로 맞은 비율",
    binsAxis: "말한 확률, %",
    binsSentence: (ece) => `신뢰도 도표: 기대 보정 오차(ECE) ${fixed(ece, 3)}.`,
    binsHead: ["말한 확률", "맞은 비율", "하한", "상한", "쌍"],
    binRead: (predicted, correct, n) =>
      `${percent(predicted)}라고 했고, ${of(n)} 중 ${percent(correct)} 맞음`,
    seen: "읽은 쌍",
    accuracy: "정확도",
    margin: "평균 마진",
    marginNote: "나은 쪽 − 못한 쪽, 처음 보는 쌍",
    ece: "보정 오차",
    loss: "손실",
  },

  rail: {
    frontier: "보상 대 KL",
    kl: "기준 모델에서의 KL",
    klAxis: "기준 모델에서의 KL, nat",
    reward: "보상",
    wins: "시작 모델과의 승률",
    length: "길이",
    gold: "참 보상",
    proxy: "대리 보상",
    independent: "독립 평가",
    tilt: "기울임(추정)",
    tiltExact: "기울임(정확)",
    bestOf: (n) => `${n}개 중 최고`,
    estimated: (n, own) =>
      `기울임과 N개 중 최고는 ${own ? "이 실행의 첫 표본" : "페이지와 함께 온 시작 모델의 표본"}(프롬프트당 답변 ${n}개)에서 추정했고, ln ${n} nat에서 끝납니다.`,
    heldOut: (n) => `평가용 프롬프트 ${of(n)}`,
    waiting: "시작 모델을 먼저 잽니다.",
    frontierSentence: (kl, gold, proxy) =>
      `기준 모델에서 ${fixed(kl)} nat 떨어진 곳에서 참 보상 ${fixed(gold)}, 대리 보상 ${fixed(proxy)}입니다.`,
    rewardSentence: (gold, g2, proxy, p2) =>
      `참 보상 ${fixed(gold)} ± ${fixed(g2)}, 대리 보상 ${fixed(proxy)} ± ${fixed(p2)}.`,
    klSentence: (kl, k2) => `기준 모델에서의 KL: 답변당 ${fixed(kl)} ± ${fixed(k2)} nat.`,
    winsSentence: (rate, low, high, n) =>
      `프롬프트 ${of(n)}에서 시작 모델을 ${percent(rate)} 이깁니다. 95% 구간은 ${percent(low)}에서 ${percent(high)}입니다.`,
    lengthSentence: (now, start) =>
      `평균 길이는 토큰 ${fixed(now, 1)}개, 시작 모델은 ${fixed(start, 1)}개입니다.`,
    nats: (x) => `${fixed(x)} nat`,
    tokens: (x) => `토큰 ${fixed(x, 1)}개`,
    interval: (low, high, n) => `${fixed(100 * low, 0)}–${fixed(100 * high, 0)}, n ${n}`,
    atUpdate: (u) => `${count(u)}에서:`,
    frontierRead: (u, kl, proxy, gold) =>
      `${count(u)}에서: ${fixed(kl)} nat, 대리 ${fixed(proxy)}, 참 ${fixed(gold)}`,
    pairRead: (u, proxy, gold) => `${count(u)}에서: 대리 ${fixed(proxy)}, 참 ${fixed(gold)}`,
    valueRead: (u, value) => `${count(u)}에서: ${value}`,
    head: {
      frontier: ["업데이트", "KL", "참 보상", "대리 보상"],
      reward: ["업데이트", "참 보상", "±2 SE", "대리 보상", "±2 SE", "독립 평가"],
      kl: ["업데이트", "KL", "±2 SE"],
      wins: ["업데이트", "승률", "하한", "상한", "n"],
      length: ["업데이트", "토큰", "끝냄"],
    },
  },
};
