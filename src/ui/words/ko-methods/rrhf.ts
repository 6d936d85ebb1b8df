/** @file RRHF, in Korean by its English. */
export default {
  "All answers come from the start model; the paper adds those of other models and of people.":
    "모든 답변은 시작 모델에서 나옵니다. 논문은 다른 모델과 사람의 답변도 더합니다.",
  "The likelihood of the best answer is averaged over its tokens; the paper's code averages over a padded length.":
    "최고 답변의 가능도는 토큰 수로 평균합니다. 논문의 코드는 패딩을 포함한 길이로 평균합니다.",
  Answers: "답변 수",
  "Answers of the start model to each prompt, all ranked against one another.":
    "프롬프트마다 시작 모델이 쓰는 답변 수. 모두 서로 견주어 순위를 매깁니다.",
  "Prompts in one gradient step.": "그래디언트 스텝 하나에 쓰는 프롬프트 수.",
  "The frozen start model answers each prompt k times.":
    "얼려 둔 시작 모델이 프롬프트마다 k번 답합니다.",
  "The reward model scores each answer by itself; only the order matters.":
    "보상 모델이 답변을 하나씩 채점합니다. 중요한 것은 순서뿐입니다.",
  "The mean log-probability of a token of each answer.": "답변마다 토큰당 평균 로그 확률.",
  "Every pair in the wrong order pushes until it is right; the best answer is imitated.":
    "순서가 틀린 쌍은 바로잡힐 때까지 밀고, 최고 답변은 따라 배웁니다.",
} as Readonly<Record<string, string>>;
