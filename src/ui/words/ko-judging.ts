/** @file The words of a model that writes its own prompts and judges itself, in Korean. */
import { count, fixed, percent } from "../numbers.ts";
import type { Owed } from "./book.ts";
import { model, type judging as english } from "./en-judging.ts";

const of = (n: number) => `${count(n)}개`;

export const judging: Owed<typeof english> = {
  model,

  prompts: {
    title: "시도마다 어떻게 되었나",
    sentence: (accepted, attempts, own) =>
      `시도 ${of(attempts)} 가운데 ${of(accepted)}가 프롬프트가 되었고, 모자라는 ${of(own)}는 과제의 것으로 채웠습니다.`,
    head: ["결과", "프롬프트"],
    fates: {
      accepted: "받아들임",
      form: "과제의 꼴이 아님",
      known: "이미 있음",
      close: "다른 것과 너무 비슷함",
      own: "과제의 것",
    },
    overlap: (share) => `ROUGE-L ${fixed(share)}`,
    caption: "시작 모델이 쓴 것, 쓴 순서대로",
    no: "번호",
    text: "프롬프트",
    rest: "프롬프트 뒤에 이어 쓴 부분은 잘라 냅니다",
    fate: "결과",
    shown: "쓰는 모델에게 보여 준 것",
    list: (lines) => `예시 ${of(lines)}`,
    alone: "예시 없이 프롬프트를 스스로 시작합니다",
    accepted: "받아들인 비율",
    acceptedNote: (n) => `시도 ${of(n)} 중`,
    own: "과제의 것",
    ownNote: "모자란 수만큼",
    nearest: "가장 비슷한 두 프롬프트",
    nearestNote: "ROUGE-L 점수",
    none: "모델에게 쓰게 하지 않았습니다. 모두 과제의 프롬프트입니다.",
  },

  judge: {
    candidates: "이 프롬프트의 답변과 받은 점수",
    no: "번호",
    reply: "답변",
    grades: (n) => (n === 1 ? "점수, 0–5" : `점수 ${of(n)}, 0–5`),
    modes: { sampled: "평균", expected: "기댓값" },
    gold: "참 보상",
    fate: "결과",
    fates: { chosen: "선호", rejected: "비선호", waiting: "쓰지 않음", ungraded: "점수 없음" },
    scale: (grades, score) =>
      `매긴 점수 ${grades.map((grade) => grade ?? "없음").join(", ")}${score === null ? "" : `; 종합 ${fixed(score)}`}.`,
    none: "없음",
    read: (i) => `답변 ${i}에 심판이 쓴 글 보기`,
    said: (reply, i, n) => `심판, 답변 ${reply}, ${n}번 중 ${i}번째 채점:`,
    goldSays: (gold) => `참 보상은 ${fixed(gold)}입니다.`,
    law: (law) => `0–5점의 확률은 ${law.map((p) => percent(p)).join(", ")}였습니다.`,
    lawless: "0–5점의 점수를 읽어 낼 수 없습니다.",
    which: (i, n, grade) => `채점 ${i} / ${n}: ${grade}점`,
    previous: "이전 채점",
    next: "다음 채점",
    scaleTitle: "눈금을 두루 쓰나?",
    scaleSentence: (counts, failures) =>
      `0–5점을 차례로 ${counts.map(count).join(", ")}번 주었습니다${failures > 0 ? `. 읽을 수 없는 것이 ${count(failures)}번입니다` : ""}.`,
    scaleHead: ["점수", "횟수"],
    unread: "없음",
    grade: "점수를 준 횟수",
    rightTitle: "심판이 맞나?",
    agreeTitle: "스스로와 일치하나?",
    agree: { same: "같은 판정", turned: "뒤집힘", tied: "한 번은 동점" },
    agreeHead: ["다시 물었을 때", "쌍"],
    agreeSentence: (same, turned, tied) =>
      `다른 주사위로 다시 채점한 쌍 ${of(same + turned + tied)} 가운데 ${of(same)}는 순서가 같았고, ${of(turned)}는 뒤집혔고, ${of(tied)}는 한 번 동점이었습니다.`,
    ofPairs: (n) => `쌍 ${of(n)}`,
    most: (share, grade) => `점수의 ${percent(share)}가 ${count(grade)}점입니다.`,
    collapsed:
      "무엇에나 한 점수만 주는 심판에게서는 배울 것이 없습니다. 동점은 쌍이 되지 못합니다. 재생은 여기서 멈춥니다.",
    expected: "기대 점수로 채점하기",
    silent:
      "어느 글에도 0–5점의 점수가 없어서, 이 라운드에는 짝지을 것도 배울 것도 없습니다. 심판 예시를 늘리면 꼴을 배웁니다.",
    level: "프롬프트마다 모든 답변이 같은 점수를 받아, 이 라운드에는 쌍이 없습니다.",
    agrees: "참 보상과 일치",
    agreesNote: (pairs) => `이번 표본의 쌍 ${of(pairs)} 중`,
    tied: "우열이 없는 프롬프트",
    tiedNote: "점수가 모두 같음",
    failures: "점수 없는 채점",
    length: "긴 답변이 더 높은 비율",
    lengthNote: (pairs) => `쌍 ${of(pairs)} 중, 절반이면 치우침 없음`,
  },

  exam: {
    accuracy: "참 보상과 순서가 같은 쌍",
    fiveBest: "5점 중 최고 답변의 비율",
    exactMatch: "순서를 모두 맞힌 비율",
    spearman: "스피어먼 ρ",
    kendall: "켄달 τ",
    length: "답변의 평균 길이",
    tokens: (n) => `토큰 ${fixed(n, 1)}개`,
    head: ["모델", "값", "하한", "상한"],
    seriesSentence: (name, t, value) => `${model(t)}의 값, ${name}: ${value}.`,
    undefined: "아직 정해지지 않음",
    now: (t, value) => `${model(t)} ${value}`,
    questions: "문항",
    questionsNote: (answers) => `시작 모델의 답변 ${of(answers)}`,
    pairs: "쌍",
    failures: "점수 없는 채점",
    note: "언제나 같은 평가용 문항입니다. 참 보상이 심판을 채점하며, 어느 방법도 여기서 배우지 않습니다.",
    scaleTitle: "준 점수",
  },
};
