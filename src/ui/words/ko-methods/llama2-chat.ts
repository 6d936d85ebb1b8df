/** @file Llama-2-chat, in Korean by its English. */
export default {
  "One reward model; the paper has one for helpfulness and one for safety and combines them.":
    "보상 모델은 하나입니다. 논문은 유용성과 안전성 모델을 따로 두고 합칩니다.",
  "The reward model goes on from its weights with each round's fresh labels; the paper trains it anew on all labels so far. The labels come from the annotator of the lab, not from people.":
    "보상 모델은 라운드마다 새 레이블로 제 가중치에서 이어 배웁니다. 논문은 지금까지의 모든 레이블로 새로 학습합니다. 레이블은 사람이 아니라 실험실의 평가자가 줍니다.",
  "The score is whitened over each rollout as it is: it already is a log-odds, so the paper's logit is left out.":
    "점수는 롤아웃마다 그대로 표준화합니다. 이미 로그 오즈이므로 논문의 logit은 뺐습니다.",
  "Policy and value share one trunk: the value is a linear head on the last hidden state, at zero in the beginning.":
    "정책과 가치가 몸통을 함께 씁니다. 가치는 마지막 은닉 상태 위의 선형 헤드이며 0에서 시작합니다.",
  "Tens of answers a round instead of hundreds, and AdamW at constant learning rates.":
    "라운드당 답변 수백 개 대신 수십 개를 쓰고, AdamW의 학습률은 고정합니다.",
  "Rejection-sampling rounds": "거부 샘플링 라운드",
  "Rounds of best-of-K fine-tuning, each with a reward model that has seen the newest answers. 0 is PPO alone.":
    "K개 중 최고 답변으로 미세 조정하는 라운드. 보상 모델은 매번 최신 답변을 봅니다. 0이면 PPO만 합니다.",
  "PPO iterations": "PPO 반복 수",
  "Rollouts of PPO that go on from the last rejection-sampling round. 0 is rejection sampling alone.":
    "마지막 거부 샘플링 라운드에서 이어 가는 PPO 롤아웃. 0이면 거부 샘플링만 합니다.",
  "Prompts drawn each round, in both stages.": "두 단계 모두에서 라운드마다 뽑는 프롬프트.",
  "Answers drawn to each prompt while rejection sampling; PPO draws one.":
    "거부 샘플링에서 프롬프트마다 뽑는 답변 수. PPO는 하나만 뽑습니다.",
  "Rate of imitation": "모방 학습률",
  "AdamW's step size while the best answers are imitated.":
    "최고 답변을 따라 배울 때의 AdamW 보폭.",
  "AdamW's step size in PPO, constant. Small models want larger rates than the paper's.":
    "PPO에서 AdamW의 보폭이며 고정입니다. 작은 모델에는 논문보다 큰 학습률이 맞습니다.",
  "Price of one nat of KL at every token, in deviations of the rollout's scores.":
    "토큰마다 KL 1 nat의 값, 롤아웃 점수의 표준편차 단위.",
  Clip: "클리핑",
  "How far a token's ratio may leave 1 before it stops to count; the values may leave theirs as far.":
    "토큰의 비율이 1에서 얼마나 벗어나면 더는 세지 않을지. 가치도 제 값에서 그만큼 벗어날 수 있습니다.",
  "Answers in one gradient step. Each answer is in one step only.":
    "그래디언트 스텝 하나에 쓰는 답변 수. 답변마다 한 스텝에만 들어갑니다.",
  "First V rounds of rejection sampling, then T of PPO from where they ended.":
    "먼저 V라운드의 거부 샘플링, 그 끝에서 이어 T번의 PPO.",
  "The newest policy answers every prompt.": "가장 새로운 정책이 모든 프롬프트에 답합니다.",
  "The annotator compares the first two answers of every prompt: labels of today's policy.":
    "평가자가 프롬프트마다 첫 두 답변을 비교합니다. 오늘의 정책에 대한 레이블입니다.",
  "The reward model learns from them before it judges, so that it does not grow stale.":
    "보상 모델은 채점 전에 그것으로 배워 낡지 않습니다.",
  "The refreshed reward model scores every answer.":
    "새로 배운 보상 모델이 모든 답변을 채점합니다.",
  "The best answers of all rounds are kept; imitating only the newest ones forgets.":
    "모든 라운드의 최고 답변을 간직합니다. 최신 것만 따라 배우면 잊습니다.",
  "Scores in deviations of the rollout, less the pull to where everything began.":
    "롤아웃의 편차 단위로 잰 점수에서, 처음 자리로 당기는 힘을 뺍니다.",
  "Imitation of the kept answers, later PPO's clipped step, each answer once.":
    "간직한 답변을 따라 배우고, 나중에는 답변마다 한 번씩 PPO의 클리핑된 스텝을 갑니다.",
} as Readonly<Record<string, string>>;
