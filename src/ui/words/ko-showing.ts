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
    reading: (d) => `◆까지의 거리 ${fixed(d)}`,
    aims: {
      tilt: "목표는 π* ∝ π_ref exp(r/β), 곧 보상에서 β KL을 뺀 값이 가장 큰 분포입니다.",
      fitted:
        "목표는 스스로 배운 보상 모델의 보상으로 기울인 분포입니다. 1 nat의 값은 β/(1 − β)입니다.",
      graded: "목표는 점수 s로 기울인 π_ref exp((1 − β) s/β)입니다.",
      identity:
        "모든 답변 쌍을 물었다면 목표는 π_ref exp(P(y ≻ y')/τ)입니다. 가진 쌍은 그 가운데 일부입니다.",
      data: "목표는 사람이 쓰는 답변의 분포입니다. 보상은 쓰이지 않습니다.",
      peak: "손실에 되당기는 것이 없어, 최고 답변 하나만 남아야 멈춥니다.",
      certain:
        "레이블이 보상만큼 불확실하다면 목표는 π*입니다. 여기서는 나은 답변이 언제나 이기고, 확실한 레이블에는 끝이 없습니다.",
      sample: "채택된 답변은 이 기울임을 따릅니다. 그 쌍에서 배우는 세기는 따로 정해집니다.",
      moving: "기준 모델이 라운드마다 따라 움직입니다. 끝내 붙잡는 분포는 최고 답변뿐입니다.",
      margins:
        "바른 순서나 마진만 바라고 그 이상은 없습니다. 그런 분포는 많아서, 도착할 하나가 없습니다.",
      group:
        "어드밴티지는 그룹의 편차 단위이고, 당기는 것은 KL(π_ref ‖ π)입니다. 멈추는 곳은 기울임이 아닙니다.",
      whitened:
        "보상이 롤아웃마다 편차 단위로 바뀌므로 1 nat의 값도 정책과 함께 달라집니다. 정해진 분포가 없습니다.",
      none: "이 설정에서는 멈추는 곳을 식으로 적을 수 없습니다.",
    },
    stands: {
      on: (d) => `그 위에 있습니다. 무게의 ${percent(d)}만 다른 곳에 있습니다.`,
      short: (d) =>
        `아직 못 미칩니다. 무게의 ${percent(d)}가 다른 곳에 있고, 치른 KL이 더 적습니다.`,
      past: (d) => `지나쳤습니다. 무게의 ${percent(d)}가 다른 곳에 있고, 치른 KL이 더 많습니다.`,
      beside: (d) =>
        `옆에 있습니다. 치른 KL은 비슷하지만 무게의 ${percent(d)}가 다른 곳에 있습니다.`,
    },
    note: "거리는 차이의 합의 절반을 질문에 대해 평균한 값입니다. 0이면 그 위에 있고 1이면 아주 멉니다",
    target: "◆ 목표",
    same: (beta, d) => `같은 KL을 치른 기울임은 β = ${fixed(beta)}, 정책과의 거리 ${fixed(d)}`,
    atEnd: "실시간 실행의 끝에 있는 정책입니다. 되돌아보아도 정책은 되돌아가지 않습니다.",
    untilted: "◆ 같은 KL을 치른 기울임: 아직 없음, β = ∞",
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
    presentTouched: "발표 모드",
  },
  present: {
    label: "발표 모드",
    hint: [
      "Space 재생",
      "→ ← 스텝",
      "A B 투표, Z 취소",
      "G 참 보상",
      "R 기록",
      "B 화면 끄기",
      "Esc 나가기",
    ],
    touched: ["◀ ▶ 아래에서 스텝과 재생", "A B 누를 때마다 한 표", "✕ 나가기"],
    cover: "참 보상 가리기",
    recorded: "기록된 실행",
    empty: "화면 끄기",
    gold: "참 보상",
    proxy: "대리 보상",
    kl: "KL, nat",
    votes: "청중",
    vote: (side) => `${side}에 한 표`,
    undo: "마지막 표 취소",
    back: "되돌리기",
    tally: (a, b) =>
      a + b === 0
        ? "아직 표가 없습니다"
        : `a ${count(a)} : ${count(b)} b, a가 ${percent(a / (a + b))}`,
    typing: (typed) => `${typed}명: ← a 또는 b →`,
    enter: "답으로 넣기",
    unrecorded: "이 방법과 과제의 기록된 실행이 없습니다.",
    asking: ["A B 한 표", "23 ← 9 → 손 든 수", "Enter 청중의 몫", "Z 취소", "Esc 나가기"],
    annotator: (p) => `평가자: a가 ${percent(p)}`,
    blank: "화면을 껐습니다. B를 누르면 이어집니다.",
    blankTouched: "화면을 껐습니다. 누르면 이어집니다.",
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
      demonstrate: "여러분도 이렇게 답했을까요?",
      filter: "선을 어디에 그으시겠어요?",
      prompts: "물어볼 만한 질문일까요?",
      judge: "여러분이라면 몇 점을 줄까요?",
      exam: "심판이 나아지는 걸까요, 확신만 커지는 걸까요?",
      rollout: "어느 단어가 보상을 벌었을까요?",
    },
  },
};
