/** @file ReST, in Korean by its English. */
export default {
  "The loss is the likelihood, which the paper finds best; its offline RL losses are left out.":
    "손실은 논문에서 가장 좋았던 가능도입니다. 오프라인 RL 손실은 뺐습니다.",
  "The data D are the task's own text, a passage for each prompt.":
    "데이터 D는 과제 자체의 글로, 프롬프트마다 하나씩입니다.",
  "Each threshold gets a fixed number of epochs; the paper goes on until the reward stops rising.":
    "문턱마다 에폭 수가 정해져 있습니다. 논문은 보상이 더 오르지 않을 때까지 합니다.",
  "Tens of prompts a Grow step, and AdamW.": "Grow 단계마다 프롬프트 수십 개와 AdamW를 씁니다.",
  "Grow steps": "Grow 단계",
  "Times that answers are drawn from the newest policy and stored with their rewards.":
    "가장 새로운 정책에서 답변을 뽑아 보상과 함께 저장하는 횟수.",
  "Prompts a Grow step": "Grow당 프롬프트",
  "Prompts drawn each Grow step.": "Grow 단계마다 뽑는 프롬프트 수.",
  "Answers drawn to each prompt.": "프롬프트마다 뽑는 답변 수.",
  "Improve steps": "Improve 단계",
  "Thresholds of each Grow step, one after another, evenly spaced.":
    "Grow 단계마다 차례로 쓰는, 간격이 같은 문턱의 수.",
  "First threshold": "첫 문턱",
  "Answers above this level are imitated first; 0 keeps all.":
    "처음에는 이 수준을 넘은 답변을 따라 배웁니다. 0이면 모두 남깁니다.",
  "Last threshold": "마지막 문턱",
  "The highest level that an answer must exceed.": "답변이 넘어야 할 가장 높은 수준.",
  "Level of an answer": "답변의 수준",
  percentile: "백분위",
  "min–max": "최소–최대",
  "percentile: its rank among all stored answers; min–max: its reward between the worst and the best one, as in the paper.":
    "백분위는 저장한 답변 가운데의 순위, 최소–최대는 논문처럼 최악과 최고 사이의 보상입니다.",
  "Times each Improve step goes through what it kept.": "Improve 단계마다 남긴 것을 도는 횟수.",
  "Answers in one gradient step.": "그래디언트 스텝 하나에 쓰는 답변 수.",
  "AdamW's step size in the first Improve step of each Grow step. Small models want larger rates than the paper's.":
    "Grow 단계마다 첫 Improve 단계에서 AdamW의 보폭. 작은 모델에는 논문보다 큰 학습률이 맞습니다.",
  "Slowing down": "감속",
  "The learning rate of each Improve step over that of the one before.":
    "앞 단계 학습률에 대한 다음 Improve 단계 학습률의 비.",
  "One Grow step and the Improve steps on what it stored.":
    "Grow 한 번과, 저장한 것에 대한 Improve 단계들.",
  "The given data stay in: the task's own text, scored and filtered like the rest.":
    "주어진 데이터도 남깁니다. 과제 자체의 글을 똑같이 채점하고 거릅니다.",
  "The newest policy answers each prompt n times, once for all Improve steps.":
    "가장 새로운 정책이 프롬프트마다 n번 답하고, 모든 Improve 단계가 이를 함께 씁니다.",
  "Rewards are stored; no answer is scored twice.":
    "보상을 저장하므로 같은 답변을 두 번 채점하지 않습니다.",
  "The threshold rises; fewer and better answers are left.":
    "문턱이 오르고, 더 적고 더 좋은 답변이 남습니다.",
  "Ordinary fine-tuning on what was kept, more slowly at each threshold.":
    "남긴 것으로 하는 보통의 미세 조정. 문턱마다 더 천천히 배웁니다.",
} as Readonly<Record<string, string>>;
