/** @file CLICK, in Korean by its English. */
export default {
  "The classifier is a threshold on the reward; the paper's are models of toxicity, sentiment and repetition.":
    "분류기는 보상에 둔 문턱입니다. 논문에서는 독성, 감성, 반복을 가리는 모델입니다.",
  "The policy of each round draws the continuations; the paper draws them once.":
    "라운드마다 그때의 정책이 이어 쓰기를 뽑습니다. 논문에서는 한 번만 뽑습니다.",
  "Likelihood is ranked by the summed log-probability of the policy that drew the answers.":
    "가능도의 순위는 답변을 뽑은 정책의 로그 확률 합으로 매깁니다.",
  "The language-model data are the task's own text, and AdamW runs at a constant learning rate.":
    "언어 모델 데이터는 과제 자체의 글이고, AdamW의 학습률은 고정합니다.",
  "Times that continuations are drawn from the newest policy and contrasted.":
    "가장 새로운 정책에서 이어 쓰기를 뽑아 대조하는 횟수.",
  "Prompts drawn each round.": "라운드마다 뽑는 프롬프트 수.",
  Continuations: "이어 쓰기",
  "Answers drawn to each prompt, then sorted into good and bad.":
    "프롬프트마다 뽑아 좋은 것과 나쁜 것으로 가르는 답변 수.",
  Nucleus: "뉴클리어스",
  "Only the likeliest tokens that hold this share of the probability are drawn.":
    "확률의 이만큼을 차지하는 상위 토큰만 뽑습니다.",
  "Good from": "좋음의 기준",
  "Answers of at least this reward, in standard deviations of the start model, are positive; the others negative.":
    "시작 모델의 표준편차로 잰 보상이 이 이상이면 긍정, 아니면 부정입니다.",
  Pairing: "짝짓기",
  likelihood: "가능도",
  random: "무작위",
  "likelihood pairs each negative with the likeliest positive that is less likely than it: the order is wrong now, yet within reach. random is the ablation.":
    "가능도는 부정 답변마다 그보다 확률이 낮은 긍정 답변 중 가장 그럴듯한 것과 짝짓습니다. 지금은 순서가 틀렸지만 바로잡을 만합니다. 무작위는 비교 실험입니다.",
  "Nats by which the positive answer must be likelier, over all its tokens.":
    "긍정 답변이 전체 토큰에 걸쳐 이만큼(nat) 더 그럴듯해야 합니다.",
  "Weight of the contrast": "대조의 가중치",
  "Against the likelihood of the task's own text, which keeps the language in place.":
    "언어를 제자리에 두는 과제 자체 글의 가능도에 견준 무게.",
  "Pairs in one gradient step, with the given answers to their prompts.":
    "그래디언트 스텝 하나에 쓰는 쌍의 수. 그 프롬프트에 주어진 답변도 함께 씁니다.",
  "One round: draw, sort, contrast.": "한 라운드: 뽑고, 가르고, 대조합니다.",
  "The newest policy continues each prompt n times.":
    "가장 새로운 정책이 프롬프트마다 n번 이어 씁니다.",
  "The classifier sorts answers into positive and negative: a threshold on the reward.":
    "분류기가 답변을 긍정과 부정으로 가릅니다. 보상에 둔 문턱입니다.",
  "Each negative meets the likeliest positive that is less likely than it; where there is none, it is left out.":
    "부정 답변마다 그보다 확률이 낮은 긍정 답변 중 가장 그럴듯한 것과 만납니다. 없으면 뺍니다.",
  "The data of the language-model loss: the task's own text, in place of a corpus.":
    "언어 모델 손실의 데이터: 말뭉치 대신 과제 자체의 글입니다.",
  "Negatives are pushed below their positives by a margin, while the text of the data stays likely.":
    "부정 답변을 긍정 답변보다 마진만큼 아래로 밀고, 데이터의 글은 그럴듯하게 둡니다.",
} as Readonly<Record<string, string>>;
