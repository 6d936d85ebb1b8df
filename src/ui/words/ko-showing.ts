/** @file Words of the lessons, of the exact world's picture, of what can be hidden, and of the talk, in Korean. */
import { count, fixed, percent } from "../numbers.ts";
import type { Owed } from "./book.ts";
import type { showingWords as english } from "./en-showing.ts";

export const showingWords: Owed<typeof english> = {
  lesson: {
    open: "수업",
    title: (method) => `수업: ${method}`,
    predict: "내 예측",
    run: "실행해 보기",
    running: "실행 중 …",
    close: "수업 나가기",
    again: "수업의 실행 시작",
    other: "지금 실행은 수업의 실행이 아닙니다.",
    right: "예측대로입니다.",
    wrong: (came) => `결과는 달랐습니다: ${came}`,
    look: "어디를 볼까",
    equation: "논문에서는",
    figures: (gold, now, kl) =>
      `이번 실행: 참 보상 ${fixed(gold)} → ${fixed(now)}, 치른 KL은 ${fixed(kl)} nat.`,
  },
  exact: {
    title: "열 개 답변 전부, 정확히",
    reading: (d) => `π*까지의 거리 ${fixed(d)}`,
    note: "거리는 차이의 합의 절반을 질문에 대해 평균한 값입니다. 0이면 그 위에 있고 1이면 아주 멉니다",
    target: (beta) => `◆ π* ∝ π_ref exp(r/β), β = ${fixed(beta)}`,
    same: (beta, d) => `같은 KL을 치른 기울임은 β = ${fixed(beta)}, 정책과의 거리 ${fixed(d)}`,
    sameOnly: (beta) => `◆ 같은 KL을 치른 기울임, β = ${fixed(beta)}`,
    policy: "■ 지금의 정책",
    reference: "┆ 기준 모델",
    sentence: (question, best, p, star) =>
      `${question} 가장 그럴듯한 답변은 “${best}”, 정책에서 ${percent(p)}, 목표에서 ${percent(star)}입니다.`,
    question: (i, n) => `질문 ${i} / ${n}`,
    next: "다음 질문",
    previous: "이전 질문",
    head: ["답변", "r", "기준 모델", "정책", "목표"],
    row: (answer, p, star) => `${answer}: 정책 ${percent(p)}, 목표 ${percent(star)}`,
  },
  view: {
    open: "보기",
    hide: "이 페이지에 보일 것",
    parts: {
      setup: "맨 위의 문장",
      box: "알고리즘",
      knobs: "노브",
      evaluation: "평가",
      stages: "단계",
      log: "기록",
      ask: "직접 물어보기",
    },
    link: "주소창의 링크를 열면 페이지가 이대로 보입니다.",
    present: "발표 모드 (P)",
  },
  present: {
    label: "발표 모드",
    hint: [
      "Space 재생",
      "→ ← 스텝",
      "A B 투표, Z 취소",
      "G 참 보상",
      "R 녹화본",
      "B 화면 끄기",
      "Esc 나가기",
    ],
    gold: "참 보상",
    proxy: "대리 보상",
    kl: "KL, nat",
    votes: "청중",
    vote: (side) => `${side}에 한 표`,
    undo: "마지막 표 취소",
    tally: (a, b) =>
      a + b === 0
        ? "아직 표가 없습니다"
        : `a ${count(a)} : ${count(b)} b, a가 ${percent(a / (a + b))}`,
    annotator: (p) => `평가자: a가 ${percent(p)}`,
    blank: "화면을 껐습니다. B를 누르면 이어집니다.",
    leave: "발표 모드 나가기",
    asks: {
      fit: "이 심판은 무엇을 틀릴까요?",
      round: "이 라운드가 끝나면 무엇이 달라질까요?",
      sample: "어느 답변을 남기시겠어요?",
      score: "점수가 여러분의 생각과 같나요?",
      select: "가장 좋은 것만 남기면 무엇을 잃을까요?",
      accept: "어느 난수가 곡선 아래에 떨어질까요?",
      label: "a와 b 중 어느 쪽이 나은가요?",
      pair: "이 둘에서 무엇을 배울 수 있을까요?",
      update: "어느 단어의 확률이 커졌을까요?",
      evaluate: "나아진 걸까요, 점수만 좋아진 걸까요?",
    },
  },
};
