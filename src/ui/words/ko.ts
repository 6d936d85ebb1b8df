/** @file Every word the instrument says, in Korean. */
import { count, fixed, megabytes, percent } from "../numbers.ts";
import type { Words } from "./en.ts";
import { showingWords } from "./ko-showing.ts";
import { sentences } from "./ko-sentences.ts";
import { who } from "./ko-who.ts";

const TITLES: readonly (readonly [string, string])[] = [
  ["update.not-finite", "숫자가 깨졌습니다"],
  ["worker.", "워커가 멈췄습니다"],
  ["memory.", "메모리"],
  ["gpu.", "그래픽 카드"],
  ["backend.", "쓸 수 있는 엔진이 없습니다"],
  ["webgpu.", "WebGPU"],
  ["snapshot.", "가중치 사본"],
  ["reward.", "보상 모델"],
  ["checkpoint.missing", "빠진 파일"],
  ["checkpoint.truncated", "잘린 파일"],
  ["checkpoint.unsupported", "쓸 수 없는 파일"],
  ["checkpoint.", "손상된 파일"],
  ["fetch.", "가중치가 도착하지 않았습니다"],
  ["prompt.", "입력한 프롬프트"],
  ["run.", "실행이 멈췄습니다"],
  ["runlog.", "다른 곳에서 온 실행"],
  ["keep.", "이 기기의 실행"],
  ["file.", "파일"],
  ["recording.", "기록된 실행"],
];

export const ko: Words = {
  language: "ko",
  title: "Tilt",
  ...sentences,
  ...showingWords,

  stage: {
    fit: "적합",
    round: "라운드",
    sample: "샘플링",
    score: "채점",
    select: "선택",
    accept: "채택",
    demonstrate: "예시",
    filter: "거르기",
    prompts: "프롬프트",
    judge: "심판",
    exam: "시험",
    rollout: "어드밴티지",
    label: "레이블",
    pair: "쌍",
    update: "업데이트",
    evaluate: "평가",
  },
  stageName: (name) => `무대: ${name}`,
  looped: "반복",

  setup: {
    running: "실행:",
    on: "· 과제",
    with: "· 평가자",
    onEngine: "엔진",
    seed: "시드",
    annotators: {
      "reward-model": "보상 모델",
      gold: "참 보상",
      "instructed-xs": "지시형 평가자 XS",
      "instructed-s": "지시형 평가자 S",
      "instructed-l": "지시형 평가자 L",
      simulated: "모의 평가자",
      human: "당신",
    },
    annotatorHelp: {
      "reward-model": "실제에서처럼 학습된 심판입니다. 속을 수 있고, 속으면 참 보상이 보여 줍니다.",
      gold: "프로그램으로 정한 참값이 직접 판정합니다. 파고들 허점이 없습니다.",
      "instructed-xs":
        "무엇을 선호할지 말로 지시받는 언어 모델, 가장 작은 것입니다. S의 두 층이며 가장 자주 틀립니다.",
      "instructed-s": "지시에 따라 고르도록 더 학습한 기본 모델입니다.",
      "instructed-l": "층을 더한 같은 모델로, 가장 오래 학습했습니다.",
      simulated: "모의: 고른 만큼의 잡음과 편향을 거쳐 본 참 보상입니다.",
      human: "쌍마다 당신을 기다립니다: A 또는 B.",
    },
    fixed: {
      judge: "정책 자신",
      grader: "고정된 시작 모델",
      nobody: "없음",
      beside: "곁에 그리는 것은",
    },
    annotation: {
      title: "평가자가 할 일",
      told: (instruction) => `지시 “${instruction}”`,
      simulated: (noise, position) => `잡음 ${noise}, 첫 자리 ${position}`,
      instruction: "무엇을 선호할지, 말로",
      instructionHelp:
        "쌍을 볼 때마다 먼저 이 말을 읽습니다. 길이, 기분, 공손함, 가격, 시간, 문장 수, 주제, 언급할 낱말에 관한 영어 지시로 학습했습니다. 다른 지시를 어떻게 알아들을지는 모릅니다.",
      simulatedHelp: "모의: 참 보상을 알면서 규칙대로 틀립니다. 모델에게 묻지 않습니다.",
      weak: {
        noise: "잡음 T",
        positionBias: "첫 자리의 값어치 b",
        lengthBias: "토큰 하나의 값어치 c",
      },
      weakHelp: {
        noise: "오류의 온도입니다. σ(Δ / T)의 확률로 옳습니다.",
        positionBias: "보상의 표준편차 단위. 두 순서의 평균을 내면 사라집니다.",
        lengthBias: "보상의 표준편차 단위. 순서로는 사라지지 않습니다.",
      },
      blind: "보지 못하는 성분",
      blindHelp: "참 보상의 성분 이름을 쉼표로 나누어 적습니다. 비우면 모두 봅니다.",
      blindRefused: "성분의 이름이 아닙니다.",
      orders: "쌍마다 묻기",
      ordersKinds: { both: "두 순서로 물어 평균", single: "뽑힌 순서로 한 번" },
      use: "새로 실행",
    },
    proxy: "대리 보상",
    own: "직접 만든 보상",
    ownPrompts: "(내 프롬프트)",
    ownPairs: "(내 선호 쌍)",
    source: {
      bundled: "기본 제공",
      from: (labels, noise) =>
        `레이블 ${count(labels)}개로 학습${noise > 0 ? `, ${percent(noise, Number.isInteger(Number((100 * noise).toFixed(6))) ? 0 : 1)} 오답` : ""}`,
      kinds: { bundled: "기본 제공", trained: "여기서 학습" },
      kindHelp: {
        bundled: "페이지에 들어 있습니다. 참 보상이 레이블을 붙인 쌍으로 학습했습니다.",
        trained: "시작 모델이 쓰고 참 보상이 레이블을 붙인 쌍으로 0라운드 전에 학습합니다.",
      },
      labels: "레이블 수",
      noise: "틀린 레이블",
      effect:
        "레이블이 적을수록 더 자주 틀리고 더 쉽게 속습니다. 틀린 레이블은 학습 전에 그 비율만큼 뒤집습니다.",
      use: "새로 실행",
    },
    backends: { auto: "가장 좋은 엔진", webgpu: "GPU", wasm: "CPU", cpu: "CPU, 순수 JavaScript" },
    backendHelp: {
      auto: "WebGPU가 있으면 WebGPU, 없으면 WebAssembly",
      webgpu: "WebGPU로 그래픽 카드를 씁니다",
      wasm: "WebAssembly로 프로세서를 씁니다",
      cpu: "느리지만 틀리는 법이 없습니다",
    },
    short: (backend) =>
      ({ auto: "이 기기", webgpu: "GPU", wasm: "CPU", cpu: "CPU(순수 JS)" })[backend] ?? backend,
    menus: {
      method: "방법",
      task: "과제",
      annotator: "평가자",
      rewardModel: "보상 모델",
      seed: "시드",
      backend: "엔진",
    },
    seedHelp: "이 실행의 모든 난수가 여기서 나옵니다. 시드가 같으면 실행도 같습니다.",
    seedNew: "다른 시드",
    use: "사용",
  },
  tools: {
    share: "공유",
    results: "결과",
    copied: "링크를 복사했습니다",
    copyFailed: "링크는 주소창에 있습니다",
    theme: (name) => `테마: ${{ system: "시스템", light: "밝게", dark: "어둡게" }[name]}`,
    menu: "방법, 노브, 설정",
    close: "닫기",
    keys: "단축키",
    more: "보관함",
    pages: "작업대 옆의 페이지",
    places: {
      library: "보관함",
      compare: "비교",
      reward: "보상 모델",
      data: "내 데이터",
      proof: "진짜일까?",
    },
    bench: "실행으로 돌아가기",
    lost: "이 페이지가 도착하지 않았습니다. 연결을 확인하고 다시 여세요.",
    skip: "무대로 건너뛰기",
  },

  method: {
    column: "방법",
    paper: "논문",
    knobs: "노브",
    tick: "눈금: 논문의 값",
    line: (i, n) => `${n}줄 중 ${i}줄 · 방법과 노브`,
    simplified: "단순화한 점",
    reset: "노브 되돌리기",
    paperValue: (value) => `논문의 값은 ${value}`,
    typed: "값 입력",
    refused: (knob, why) => `${knob}: ${why}`,
    range: (low, high) => `${low} ~ ${high}`,
  },

  draft: {
    title: (changes) =>
      changes === 1 ? "노브 하나를 돌렸습니다" : `노브 ${changes}개를 돌렸습니다`,
    none: (round) => `${round}라운드에서 분기: 노브를 돌리거나 그대로 다시 실행하세요`,
    text: "지나간 일은 그대로 둡니다. 저장된 라운드에서 새 값으로 이어 가거나 처음부터 다시 시작하세요.",
    fork: (round) => `${round}라운드에서 분기`,
    fresh: "새로 실행",
    undo: "되돌리기",
    noFork: "아직 저장된 라운드가 없어 새로 실행할 때만 쓸 수 있습니다.",
    from: (symbol, old, now) => `${symbol} ${old} → ${now}`,
  },

  play: {
    group: "재생",
    play: "재생",
    pause: "일시 정지",
    again: "다시 실행",
    back: (unit) => `한 ${unit} 뒤로`,
    forward: (unit) => `한 ${unit} 앞으로`,
    by: "이동 단위",
    speed: "속도",
    unit: { event: "스텝", stage: "단계", round: "라운드" },
    pace: { slow: "천천히", live: "실시간" },
    reset: "초기화",
    resetHelp: "이 실행을 처음부터 다시 시작합니다",
    run: "실행",
    goto: (stage, seen) => (seen ? `최근 ${stage} 보기` : `${stage}까지 재생`),
  },

  machine: {
    strip: "라운드별 기록",
    at: (i, n, what) => `${count(n)}스텝 중 ${count(i)}: ${what}`,
    where: (i) => `${count(i)}스텝`,
    live: "실시간",
    back: "돌아보는 중",
    toLive: "실시간으로",
    done: "완료",
    logEnd: "기록의 끝",
    round: (t) => `${t}라운드`,
    fork: "여기서 분기",
    forkAt: (round) => `여기서 분기: ${round}라운드 시작부터 이어 갑니다`,
    forkNone: "아직 분기할 곳이 없습니다. 라운드마다 가중치 사본을 남깁니다",
    branch: (what, update) => `${what}, 업데이트 ${count(update)}에서 갈라짐`,
    same: "같은 노브",
  },

  note: {
    sample: (prompts, each) => `${prompts} × ${each}`,
    score: (n) => `${count(n)}개 채점`,
    select: (n) => `${count(n)}개 선택`,
    accept: (n) => `${count(n)}개 채택`,
    demonstrate: (n) => `예시 ${count(n)}개`,
    prompts: (accepted, n) => `새것 ${count(accepted)} / ${count(n)}`,
    judge: (n) => `점수 ${count(n)}개`,
    exam: (share) => `${percent(share)} 정답`,
    rollout: (n) => `${count(n)}개 평가`,
    label: (n) => `${count(n)}개`,
    pair: (n) => `${count(n)}쌍`,
    update: (n) => `${count(n)}번째`,
    evaluate: (n) => `${count(n)}에서`,
    fit: (share) => percent(share),
    round: (t, rounds) => `${t} / ${rounds}`,
    none: "예정",
  },

  crumb: {
    round: (t, rounds) => `라운드 ${t} / ${rounds}`,
    before: "첫 라운드 전",
    update: (n) => `업데이트 ${count(n)}`,
    temperature: (t) => `온도 ${fixed(t, 2)}`,
    by: (by) => `평가: ${who(by)}`,
    tilt: (rule, beta) =>
      `${rule === "gumbel" ? "Gumbel-top-k" : "알고리즘 1"}, β = ${beta === null ? "∞" : fixed(beta)}`,
    threshold: (i, n, level) => `문턱 ${i} / ${n}, 수준 ${fixed(level)}`,
    gradings: (n) => `답변마다 ${count(n)}번 채점`,
    judgedBy: (by) => `${who(by)}의 채점`,
    examined: (items) => `평가용 문항 ${count(items)}개`,
    keeping: (k) => `프롬프트마다 ${k}개 채택`,
    loss: (x) => `손실 ${fixed(x, 3)}`,
    gradient: (x) => `그래디언트 노름 ${fixed(x, 2)}`,
    heldOut: (n) => `평가용 프롬프트 ${count(n)}개`,
    ties: (n) => `동점 ${count(n)}개 제외`,
    lookingBack: (behind) => `${count(behind)}스텝 전을 보는 중`,
  },

  engine: {
    name: (backend, threads) =>
      backend === "webgpu"
        ? "이 GPU"
        : backend === "exact"
          ? "이 CPU, 정확한 세계"
          : backend === "wasm"
            ? `이 CPU, 스레드 ${count(threads)}개`
            : "이 CPU, 순수 JS",
    line: (backend, threads, speed, bytes) =>
      [
        ko.engine.name(backend, threads),
        speed > 0 && bytes > 0 ? `초당 ${count(speed)} 토큰` : "",
        bytes > 0 ? megabytes(bytes) : "",
      ]
        .filter(Boolean)
        .join(" · "),
  },

  opening: {
    crumb: "준비 중",
    sentence:
      "작은 언어 모델이 이 탭으로 오고 있습니다. 선호가 모델을 어떻게 바꾸는지, 이 기기에서 계산하며 한 걸음씩 보게 됩니다.",
    labelling: (labels) =>
      `보상 모델이 배울 쌍을 마련하려고, 시작 모델이 프롬프트 ${count(labels)}개에 답변을 두 개씩 씁니다.`,
    measuring: (prompts) =>
      `견줄 기준을 마련하려고, 시작 모델이 평가용 프롬프트 ${count(prompts)}개에 답합니다.`,
    privacy: "두 모델 모두 이 탭 안에서 돕니다. 보거나 입력한 것은 어디로도 보내지 않습니다.",
    bytes: (done, total) => `${total} 중 ${done}`,
    programs: (done, total) => `${total}개 중 ${done}개 컴파일`,
    working: "작업 중",
  },
  tape: {
    label: "재생 중인 기록",
    origin: {
      recorded: "기록된 실행입니다.",
      kept: "이 기기에 보관한 실행입니다.",
      file: "파일에서 연 실행입니다.",
      lost: "모델을 잃기 직전까지의 실행입니다.",
    },
    made: (version, seed, backend, adapter) =>
      `지금 계산한 것이 아니라 전에 계산한 것입니다. 버전 ${version}, 시드 ${seed}, ${ko.tape.backend(backend)}${adapter ? ` (${adapter})` : ""}.`,
    backend: (backend) =>
      ({ webgpu: "GPU", wasm: "CPU", cpu: "CPU(순수 JavaScript)", exact: "정확한 계산" })[
        backend
      ] ?? backend,
    over: (from, to, round) =>
      `${ko.tape.backend(from)}, ${round}라운드부터 ${ko.tape.backend(to)}`,
    coming: (arriving) =>
      `실시간 실행을 준비하고 있습니다${arriving === "" ? "" : `: ${arriving}`}.`,
    arriving: (what, done, total) =>
      total === null ? `${what} ${done}` : `${what} ${total} 중 ${done}`,
    again: (done, total) => `다시 계산하는 중: ${count(total)}단계 중 ${count(done)}단계.`,
    waits: "화면을 만지면 실시간 실행을 준비합니다. 그대로 두어도 몇 초 뒤에 준비합니다.",
    goOn: "여기서부터 이어서",
    startAgain: "다시 시작",
    before: "페이지를 새로 고치기 전에 있던 곳입니다.",
    switch: "실시간 실행으로 바꾸기",
    live: "실시간으로 실행하기",
  },
  receipt: {
    label: "영수증",
    pending: (done, total) =>
      `이 링크에는 영수증이 있습니다. 지금까지 평가 ${count(total)}번 가운데 ${count(done)}번을 견주었습니다.`,
    answers: (same) => (same ? "첫 답변은 글자 하나까지 같습니다." : "첫 답변이 다릅니다."),
    same: (compared) =>
      `이 기기에서 똑같이 나왔습니다. 답변이 같고, 평가 ${count(compared)}번의 숫자도 소수점 넷째 자리까지 같습니다.`,
    near: (reward, kl, toleranceReward, toleranceKl) =>
      `다른 백엔드에서 표본 오차 안으로 나왔습니다. 보상 차이는 최대 ${fixed(reward, 3)}(허용 ${fixed(toleranceReward, 3)}), KL 차이는 ${fixed(kl, 3)}(허용 ${fixed(toleranceKl, 3)})입니다.`,
    otherAnswers: (compared) =>
      `똑같이 나오지 않았습니다. ${compared === 0 ? "" : `평가 ${count(compared)}번의 숫자는 같지만 `}첫 답변이 다릅니다.`,
    different: (reward, kl, toleranceReward, toleranceKl) =>
      `다르게 나왔습니다. 보상 차이는 ${fixed(reward, 4)}(허용 ${fixed(toleranceReward, 4)}), KL 차이는 ${fixed(kl, 4)}(허용 ${fixed(toleranceKl, 4)})입니다.`,
  },
  invite: {
    title: "준비가 끝났고, 첫 단계에서 멈춰 있습니다.",
    text: "한 줄씩 넘겨 보거나, 노브를 돌리거나, 그냥 재생하세요.",
    play: "전체 실행 재생",
    plan: (rounds) => `${count(rounds)}라운드`,
  },

  ask: {
    title: "직접 물어보기",
    hint: "입력한 말에 처음 모델과 지금 모델이 각각 답합니다. 모델은 영어만 압니다.",
    label: "내 프롬프트",
    placeholder: {
      toy: "How is the kettle?",
      reviews: "wooden chair, comfort",
      summaries: "My bus was late, so I walked and missed the first half of the show.",
      replies: "Could you recommend a quiet place to work?",
    },
    button: "묻기",
    asking: "쓰는 중 …",
    before: "처음",
    now: "지금",
    reward: "r",
    gold: "참 보상",
    unfinished: "길이 제한에서 잘림",
  },

  human: {
    title: "당신이 평가자입니다",
    which: "어느 답변이 더 낫습니까?",
    prompt: "프롬프트",
    empty: "(빈 답변)",
    choose: (side) => `${side}가 더 낫다`,
    cannotSay: "말할 수 없음",
    undo: "되돌리기",
    stop: (done) => (done === 0 ? "지금은 레이블 없이" : `레이블 ${count(done)}개로 계속`),
    progress: (done, total) => `${total}개 중 ${done}개 완료`,
    agrees: (share) => `${share} 참 보상과 일치`,
    note: "채워진 점: 참 보상도 그렇게 골랐을 것입니다. 이 스텝만 당신을 기다립니다. 열어 둔 것은 동점으로 칩니다. 청중과 함께라면 화살표 앞에 손 든 수를 입력하세요. 23 ← 9 →는 0.72로 들어갑니다.",
    touched:
      "채워진 점: 참 보상도 그렇게 골랐을 것입니다. 이 스텝만 당신을 기다립니다. 열어 둔 것은 동점으로 칩니다. 청중과 함께라면 발표 모드를 여세요. A나 B를 누를 때마다 한 표입니다.",
    counting: (typed, a, b) =>
      typed === "" ? `A ${count(a)} : ${count(b)} B, 손 든 수` : `${typed}명: ← A 또는 B →`,
  },

  trouble: {
    copy: "코드 복사",
    copied: "복사했습니다",
    dismiss: "닫기",
    retry: "다시 시도",
    exact: "정확한 세계 쓰기",
    cpu: "CPU로 계속",
    cpuFrom: (round) => `${round}라운드부터 CPU로 계속`,
    over: (from, to, round) =>
      `${round}라운드부터는 ${ko.tape.backend(to)}로, 그 전은 ${ko.tape.backend(from)}로 계산했습니다. 둘은 반올림이 달라서, 여기서부터는 처음 엔진이 냈을 숫자와 다를 수 있습니다.`,
    watch: "기록된 실행 보기",
    update: "이 페이지의 새 버전이 준비되었습니다. 다음에 열 때 바뀝니다.",
    takeOver: "지금 쓰기",
    anyEngine: "되는 엔진으로 하기",
    resume: (round) => `${round}라운드부터 이어서`,
    restart: "다시 시작",
    takeUp: (round) => `${round}라운드부터 실행 되살리기`,
    replay: "새로 시작해 처음부터 다시 계산하기",
    smaller: (round) => `학습률을 반으로 줄여 ${round}라운드부터 계속`,
    ignored: (n) =>
      n === 1
        ? "링크에서 한 부분을 이해하지 못해 기본값을 씁니다."
        : `링크에서 ${n}곳을 이해하지 못해 기본값을 씁니다.`,
    ignoredItem: (name, value, why) => `${name} = “${value}”: ${why}`,
    slower: "이 기기에서는 프로세서로 돌아갑니다.",
    title: (code, about = null) =>
      (about === null ? "" : `${who(about)}의 `) +
      (TITLES.find(([start]) => code.startsWith(start))?.[1] ?? "무언가 멈췄습니다"),
    filesNext:
      "다시 시도하세요. 그래도 같다면 이 페이지가 놓인 곳의 파일이 깨진 것입니다. 정확한 세계에는 파일이 필요 없습니다.",
    lighter: "배치를 절반으로 줄여 다시 시작",
    lighterFrom: (round) => `배치를 절반으로 줄여 ${round}라운드부터 계속`,
    memory: "이 크기의 배치를 담을 메모리가 이 기기에 남아 있지 않습니다.",
    memoryNext: "배치를 절반으로 줄이면 메모리도 절반쯤 듭니다. 다른 탭을 닫는 것도 도움이 됩니다.",
    narrow: (share) =>
      `답이 서로 비슷해졌습니다. 처음의 서로 다른 단어쌍 가운데 ${share}만 남았습니다. 실행이 멈춰 서 있습니다.`,
    narrowFork: "앞선 라운드에서 갈라지기",
    unread: "고른 실행 가운데 읽지 못한 것이 있습니다.",
    unreadNext: "그것을 빼거나, 연결을 확인하고 다시 고르세요.",
    unanswered: "계산하지 못했습니다.",
    unansweredNext: "한 번 더 해 보세요. 실행은 그대로입니다.",
    unknown: "페이지의 무언가가 예기치 않게 멈췄습니다.",
    unknownNext: "실행을 다시 시작하세요. 지금까지의 기록은 화면에 남습니다.",
  },

  evals: {
    open: "차트 보기",
    close: "차트 닫기",
    proxy: "대리 보상",
    gold: "참 보상",
    kl: "KL, nat",
    wins: "승률",
    column: "평가",
    scope: (prompts, every) =>
      `평가용 프롬프트 ${count(prompts)}개, ${every === 1 ? "업데이트마다" : `업데이트 ${count(every)}회마다`}`,
    exact: "샘플링 없음: 모든 수는 모든 답변에 대한 합입니다",
  },

  keys: {
    title: "단축키",
    list: [
      ["Space", "재생 또는 일시 정지"],
      ["→ ←", "한 스텝 앞, 뒤"],
      ["Shift → ←", "한 단계"],
      ["Alt → ←", "한 라운드"],
      ["Home End", "처음, 실시간"],
      ["1 – 7", "단계로 이동", true],
      ["[ ]", "선택한 노브 돌리기"],
      ["F", "여기서 분기", true],
      ["T", "차트 뒤의 표", true],
      ["G", "참 보상 가리기, 보이기", true],
      ["L", "다른 언어", true],
      ["P", "발표 모드", true],
      ["A B Z", "발표 중: a나 b에 투표, 마지막 표 취소", true],
      ["A B S Z", "레이블을 붙일 때: a, b, 말할 수 없음, 되돌리기", true],
      ["← → Space", "레이블을 붙일 때: a, b, 말할 수 없음. 화살표 앞의 숫자는 손 든 수"],
      ["Enter", "발표 중: 청중의 몫을 레이블로"],
      ["C", "실행 비교, 다시 돌아오기", true],
      ["R", "발표 중: 기록된 실행, 다시 돌아오기", true],
      ["B", "발표 중: 화면 끄기", true],
      ["Esc", "나가기"],
      ["?", "이 단축키 목록", true],
    ],
    letters: "글자, 숫자, ?를 단축키로 쓰기",
  },
};
