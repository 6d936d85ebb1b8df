/** @file The words of the pages beside the bench, in Korean. */
import { count, fixed, megabytes } from "../numbers.ts";
import { compare, sweep } from "./ko-compare.ts";
import { who } from "./ko-who.ts";
import type { LibraryWords } from "./en-library.ts";

export const library: LibraryWords = {
  lab: {
    title: "심판을 훈련하고, 망쳐 보기",
    intro:
      "정확한 세계의 보상 모델을 시작 모델의 답변 쌍에 붙은 레이블로 맞춥니다. 레이블을 망치고, 무엇을 배우는지, 그것을 믿는 정책이 어디로 오르는지 보세요. 모든 숫자는 지금 여기서 계산합니다.",
    spoil: "일부러 망치기",
    honest: "다시 정직하게",
    dials: {
      labels: "레이블 수",
      wrong: "틀린 레이블",
      perWord: "긴 답을 좋아함, 단어당 보상",
      first: "앞의 답변에 기움, 보상",
    },
    start: "시작 모델의 답변에서 정확도",
    climbed: "이것이 만들 정책의 답변에서",
    of: (low, high, n) => `${low} – ${high}, ${count(n)}쌍`,
    slope: "배운 단어당 보상",
    slopeGold: (x) => `참 보상은 ${fixed(x)}`,
    marginTitle: "나은 것과 못한 것을 얼마나 벌려 놓나",
    marginAxis: "r(참 보상으로 나은 것) − r(못한 것)",
    marginSentence: (n, wrong) =>
      `처음 보는 ${count(n)}쌍의 마진. 그 가운데 ${count(wrong)}쌍은 0의 반대쪽에 있습니다.`,
    marginReading: (wrong, n) => `${count(n)}쌍 중 ${count(wrong)}쌍 틀림`,
    marginHead: ["부터", "까지", "쌍"],
    climbTitle: "이것을 따라 오르는 정책이 얻을 것",
    climbAxis: "기준 모델과의 KL, nat",
    climbSentence: (peak, at, end) =>
      `배운 보상으로 기울일 때의 참 보상: ${fixed(at)} nat에서 ${fixed(peak)}으로 가장 높고, 끝에서 ${fixed(end)}입니다.`,
    climbReading: (lost, at) =>
      lost > 0.02
        ? `${fixed(at)} nat 뒤로 참 보상이 ${fixed(lost)} 떨어짐`
        : "참 보상이 끝까지 오름",
    climbHead: ["KL, nat", "배운 보상", "참 보상"],
    proxy: "자기 보상",
    gold: "참 보상",
  },
  judge: {
    title: (name) => `이 실행의 심판: ${who(name)}`,
    proxy: (name) => `이 실행의 대리 보상: ${who(name)}`,
    intro: (n) =>
      `시작 모델과 지금의 정책이 훈련에 쓰지 않은 프롬프트 ${count(n)}개에 같은 주사위로 답을 두 개씩 씁니다. 심판은 어느 쪽이 나은지 말하고, 참 보상은 그것을 압니다. 실행은 건드리지 않습니다. 몇 초가 걸리고, GPU가 없으면 1분까지 걸립니다.`,
    measure: "재기",
    measuring: "재는 중 …",
    wait: "실행이 움직이며 모델을 쓰고 있습니다. 멈출 때까지 기다리거나 일시정지하세요.",
    at: (updates) => `업데이트 ${count(updates)}번 뒤, 실행이 지금 선 곳에서 쟀습니다.`,
    old: (updates) =>
      `업데이트 ${count(updates)}번 뒤에 쟀습니다. 그 뒤로 실행이 움직였으니 다시 재세요.`,
    accuracy: { start: "시작 모델의 답변에서 정확도", now: "지금 정책의 답변에서 정확도" },
    slope: { start: "단어당 보상, 시작 모델의 답변", now: "단어당 보상, 지금 정책의 답변" },
    slopeGold: (x) => `참 보상은 ${fixed(x, 3)}`,
    pictures: "그림에 쓸 답변",
    side: { start: "시작 모델", now: "지금 정책" },
    equal: (n) => `참 보상이 같아 뺀 쌍 ${count(n)}개`,
    own: {
      title: "훈련에 쓰지 않은 프롬프트에 직접 쓴 두 답변",
      answer: (letter) => `답변 ${letter}`,
      compare: "A와 B 비교",
      comparing: "비교하는 중 …",
      empty: "두 답변을 모두 영어로 쓰세요.",
      gold: "참 보상",
      verdict: (letter, p) =>
        letter === null
          ? "심판은 둘을 같게 봅니다: σ(Δ) = 0.50."
          : `심판은 ${letter} 쪽을 선호합니다: σ(Δ) = ${fixed(p)}.`,
      goldVerdict: (letter) =>
        letter === null ? "참 보상은 같습니다." : `참 보상은 ${letter} 쪽이 높습니다.`,
    },
    none: "언어 모델 과제의 실행이 열려 있으면 그 심판도 여기서 살펴볼 수 있습니다. 지금은 열린 것이 없습니다.",
  },
  now: {
    title: "화면에 있는 실행",
    none: "아직 화면에 실행이 없습니다.",
    keep: "보관하기",
    kept: "이 기기에 보관했습니다",
    file: "실행을 파일로 (JSONL)",
    csv: "지표를 CSV로",
    json: "지표를 JSONL로",
    pairs: "쌍을 JSONL로",
    noPairs: "이 방법은 아직 쌍을 만들지 않았습니다",
    weights: "가중치 (safetensors)",
    noWeights: "재생 중인 실행에는 가중치가 없고, 정확한 세계에는 아예 없습니다",
    trl: "TRL 스크립트 (Python)",
    trlHelp: "이 실행의 설정으로 가장 가까운 TRL 트레이너를 돌립니다. 실행 파일을 읽습니다",
    trlNone: (why) => `TRL 스크립트는 없습니다. ${why}`,
    charts: "차트:",
    svg: "SVG 그림",
    png: "PNG 그림",
    command: "터미널에서 같은 실행",
    link: "영수증이 든 링크",
    linkHelp: "링크를 연 사람의 기기에서 실행을 되풀이하고, 똑같이 나왔는지 알려 줍니다.",
    ownByName:
      "내 데이터는 이 기기에 남습니다. 링크에는 이름만 있고 명령에는 없습니다. 링크를 여는 사람에게도 같은 데이터가 있어야 합니다.",
    rewardTooLong:
      "내 보상은 링크에 담기에는 단어가 너무 많아 이 기기에 남습니다. 목록을 줄여 다시 쓰면 링크에 담깁니다.",
    forked: "갈라진 실행은 링크에 담을 수 없습니다. 파일을 보내세요.",
    mixed: "도중에 엔진이 바뀐 실행은 링크에 담을 수 없습니다. 그 사실까지 적힌 파일을 보내세요.",
    copy: "복사",
    copied: "복사했습니다",
    said: "상자 안에 있으니 거기서 복사하세요.",
  },

  device: {
    title: "이 기기에서",
    help: (n) =>
      `손댄 실행은 진행되는 대로 적어 둡니다. 최근 ${n}개는 저절로 남으니, 더 오래 두고 싶은 것은 보관하세요.`,
    empty: "아직 없습니다. 실행을 한 단계 진행하거나 재생하면 여기에 나타납니다.",
    name: "이름",
    unnamed: "이름 없음",
    open: "열기",
    remove: "삭제",
    removed: (name) => `삭제했습니다: ${name}`,
    undo: "되돌리기",
    compare: "비교",
    state: (steps, updates, done) =>
      `단계 ${count(steps)}개, 업데이트 ${count(updates)}번${done ? ", 끝남" : ""}`,
    temporary: "영구 보관 아님",
  },

  recorded: {
    title: "기록된 실행",
    help: "페이지와 함께 오며, 엔진 없이도 재생됩니다.",
    none: "목록이 도착하지 않았습니다.",
    watch: "보기",
    size: (updates, bytes) => `업데이트 ${count(updates)}번, 받을 크기 ${megabytes(bytes)}`,
  },

  open: {
    title: "파일에서 실행 열기",
    help: "Tilt나 그 명령줄이 쓴 파일이면 되고, gzip이어도 됩니다. 여기에 끌어다 놓아도 됩니다.",
    choose: "파일 고르기",
  },

  compare,
  sweep,

  data: {
    title: "내 데이터",
    help: "아무것도 이 기기를 떠나지 않습니다.",
    kinds: { prompts: "프롬프트", pairs: "선호 쌍" },
    kindHelp: {
      prompts: "열은 prompt 하나입니다. 과제의 것 대신 이것을 정책에게 묻습니다.",
      pairs: "열은 prompt, chosen, rejected이고 점수가 있으면 함께 씁니다. DPO와 IPO에 쓰입니다.",
    },
    paste: "JSONL이나 CSV, 또는 일반 줄을 붙여 넣으세요",
    file: "파일 고르기",
    drop: "또는 이 페이지 아무 데나 끌어다 놓으세요",
    read: (rows) => `${count(rows)}행을 읽었습니다`,
    wrong: (rows) => `${count(rows)}행을 뺐습니다`,
    line: (line, why) => `${line}번째 줄: ${why}`,
    more: (n) => `그 밖에 ${count(n)}개`,
    preview: "처음 몇 행",
    use: "새 실행에 쓰기",
    usingReward: "쓰는 중: 직접 만든 보상",
    using: (rows, kind) => `쓰는 중: ${kind} ${count(rows)}행`,
    stop: {
      rows: "과제의 프롬프트로 돌아가기",
      reward: "보상 모델로 돌아가기",
      all: "과제의 것으로 돌아가기",
    },
    wait: "실행이 준비될 때까지 기다리세요. 프롬프트는 그 과제가 읽습니다.",
    toy: "정확한 세계는 질문 네 개만 압니다. 다른 과제를 고르세요.",
    needsPairs: "쌍은 오프라인 DPO와 IPO에 쓰입니다. 둘 중 하나를 고르세요.",
    reward: "내가 정하는 보상",
    rewardHelp:
      "과제의 이름 붙은 요소마다 가중치를 주고, 더하거나 뺄 낱말을 정합니다. 눈금은 그 합의 것입니다. 지금 누가 판정하든 새 실행은 이 보상이 판정합니다. 거기서 평가자를 고르면 이 보상은 대리 보상으로 남습니다.",
    component: (name) => `${name}의 가중치`,
    liked: "점수를 더하는 낱말",
    disliked: "점수를 깎는 낱말",
    perWord: "하나마다",
    score: "이 보상 쓰기",
  },

  proof: {
    title: "진짜일까?",
    help: "여기 있는 것은 모두 지금 이 기기에서 계산합니다.",
    run: "확인하기",
    running: "확인하는 중 …",
    maths: "손실 함수와 기준 사례",
    mathsHelp: "다른 곳에서 50자리와 PyTorch로 계산한 값이며, 저마다 허용 오차 안이어야 합니다.",
    passed: (n, of) => `사례 ${count(of)}개 가운데 ${count(n)}개가 맞습니다`,
    gradient: "기울기와 유한 차분",
    gradientHelp:
      "기울기를 따라가면 손실은 한 걸음마다 기울기의 크기만큼 변해야 합니다. 가중치를 양쪽으로 조금씩 옮겨 손실을 두 번 계산하고 제자리로 돌려놓습니다.",
    predicted: "예측",
    measured: "측정",
    apart: "차이",
    dispatches: "그 기울기를 위한 GPU 디스패치 수",
    engine: "엔진",
    backend: "백엔드",
    adapter: "어댑터",
    noAdapter: "브라우저가 알려 주지 않음",
    speed: "초당 토큰 수, 마지막 샘플링",
    notYet: "아직 재지 않음",
    tokens: "지금까지의 토큰 수",
    memory: "메모리에 있는 가중치",
    threads: "스레드",
    exact: "정확한 세계에는 엔진이 필요 없습니다. 언어 모델의 과제를 고르세요.",
    wait: "실행이 준비될 때까지 기다리세요.",
  },
};
