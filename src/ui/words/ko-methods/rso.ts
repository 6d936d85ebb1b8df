/** @file Statistical rejection sampling, in Korean by its English. */
export default {
  "Each round draws fresh prompts, always from the SFT policy; the paper makes one pass over its whole data set.":
    "라운드마다 새 프롬프트를 뽑되 답변은 언제나 SFT 정책에서 나옵니다. 논문은 데이터셋 전체를 한 번 돕니다.",
  "By default the reward model scores each answer by itself. The paper's ranker compares it with another answer of the SFT policy, and its logit is the reward: that is the choice pairwise.":
    "기본값으로는 보상 모델이 답변을 하나씩 채점합니다. 논문의 순위 모델은 SFT 정책의 다른 답변과 비교하고 그 로짓을 보상으로 쓰는데, pairwise를 고르면 그렇게 합니다.",
  "The pairwise ranker starts from the reward model's weights and learns from a few hundred labels; the paper trains a T5-XXL on all human preferences.":
    "쌍별 순위 모델은 보상 모델의 가중치에서 시작해 레이블 수백 개로 배웁니다. 논문은 사람의 선호 전부로 T5-XXL을 학습합니다.",
  "Candidates are told apart by their place in the draw, so that a text drawn twice counts twice; pairs of identical texts are dropped afterwards.":
    "후보는 뽑힌 자리로 구별하므로 두 번 뽑힌 글은 두 번 셉니다. 글이 같은 쌍은 나중에 뺍니다.",
  "AdamW at a constant learning rate suited to a small model; the paper uses Adafactor at 10⁻⁵.":
    "작은 모델에 맞는 고정 학습률의 AdamW를 씁니다. 논문은 10⁻⁵의 Adafactor입니다.",
  "Times that prompts are drawn, answered, filtered and trained on.":
    "프롬프트를 뽑아 답하고 걸러서 학습하는 횟수.",
  "Prompts drawn each round; each contributes its own candidates and pairs.":
    "라운드마다 뽑는 프롬프트. 저마다 후보와 쌍을 냅니다.",
  "Answers of the SFT policy to each prompt. N of them can show a tilt of ln N nats at most.":
    "프롬프트마다 SFT 정책이 쓰는 답변 수. N개로는 기껏해야 ln N nat의 기울임까지 보일 수 있습니다.",
  Kept: "채택 수",
  "Candidates kept for each prompt; all of them when there are fewer.":
    "프롬프트마다 채택하는 후보 수. 그보다 적으면 전부 채택합니다.",
  "Tilt temperature": "기울임 온도",
  "Small keeps the best, 0 exactly the top K; large keeps anything. In deviations of the start model's rewards.":
    "작으면 좋은 것만(0이면 정확히 상위 K개), 크면 아무것이나 채택합니다. 시작 모델 보상의 표준편차 단위입니다.",
  "Only the likeliest tokens are drawn. The tilt bends this truncated law.":
    "확률이 높은 토큰만 뽑습니다. 기울임은 이렇게 잘린 분포에 적용됩니다.",
  "Pairs from": "쌍의 출처",
  "rso-sample-rank tilts the draw by the rewards; sft-sample-rank is β = ∞: the first K as they come; direct takes pairs that others wrote, and asks the SFT policy nothing.":
    "rso-sample-rank는 보상에 따라 표본을 기울이고, sft-sample-rank는 β = ∞, 곧 나온 순서대로 K개입니다. direct는 다른 이가 쓴 쌍을 그대로 쓰고 SFT 정책에는 아무것도 묻지 않습니다.",
  "Pairs of the choice direct are texts of the task's own writer, ordered by the annotator; the paper's are people's preferences between answers of other models.":
    "direct를 고르면 과제의 글쓴이가 쓴 글을 평가자가 줄 세운 쌍을 씁니다. 논문의 쌍은 다른 모델들의 답변에 대한 사람의 선호입니다.",
  Sampler: "샘플러",
  rejection: "거부 샘플링",
  "rejection is the paper's Algorithm 1; gumbel draws K of N in exact proportion to the tilt.":
    "거부 샘플링은 논문의 알고리즘 1이고, gumbel은 기울임에 정확히 비례해 N개에서 K개를 뽑습니다.",
  Ranker: "순위 모델",
  "pointwise: r(x, y) of the reward model. pairwise: a model trained here reads two answers side by side and says which is better; the paper's way, and several times slower.":
    "pointwise는 보상 모델의 r(x, y)입니다. pairwise는 여기서 학습한 모델이 두 답변을 나란히 읽고 나은 쪽을 말합니다. 논문의 방식이고 몇 배 느립니다.",
  "Ranker's labels": "순위 모델의 레이블",
  "Pairs that the annotator labels for the pairwise ranker before the first round.":
    "쌍별 순위 모델을 위해 첫 라운드에 앞서 평가자가 레이블을 붙이는 쌍의 수.",
  "The annotator labels pairs of the SFT policy's answers; the ranker learns from them.":
    "평가자가 SFT 정책의 답변 쌍에 레이블을 붙이고, 순위 모델이 거기서 배웁니다.",
  "The reward model scores each answer by itself; or a ranker compares it with one other answer of the SFT policy.":
    "보상 모델이 답변을 하나씩 채점하거나, 순위 모델이 SFT 정책의 다른 답변 하나와 비교합니다.",
  "Neighbours among the kept become K/2 pairs; in a tournament winners meet again, K − 1 pairs.":
    "채택된 이웃끼리 K/2쌍을 만듭니다. 토너먼트에서는 승자가 다시 만나 K − 1쌍이 됩니다.",
  "sigmoid-norm ln(1 + e^{−γh}), hinge-norm max(0, 1 − γh); hinge is the latter without the reference.":
    "sigmoid-norm은 ln(1 + e^{−γh}), hinge-norm은 max(0, 1 − γh), hinge는 후자에서 기준 모델을 뺀 것입니다.",
  "Loss strength": "손실의 세기",
  "Multiplies h in the loss. It is apart from β, which shapes the data.":
    "손실에서 h에 곱합니다. 데이터를 빚는 β와는 별개입니다.",
  "random selection keeps any K; shuffled rewards deals the rewards at random among a prompt's answers; no KL leaves the reference out of h. The tilt without its KL is β = 0.":
    "무작위 선택은 아무 K개나 남기고, 보상 섞기는 한 프롬프트의 보상을 답변들에 마구 나누어 줍니다. no KL은 h에서 기준 모델을 뺍니다. KL 없는 기울임은 β = 0입니다.",
  "One round: draw, tilt, pair, learn.": "한 라운드: 뽑고, 기울이고, 짝짓고, 배웁니다.",
  "The SFT policy, frozen, answers every prompt N times.":
    "얼려 둔 SFT 정책이 프롬프트마다 N번 답합니다.",
  "A pass goes once through the candidates that are left, in the order they were drawn.":
    "한 회차는 남은 후보를 뽑힌 순서대로 한 번 훑습니다.",
  "Roll a die for each candidate. The curve is 1 at the best one left, m, and loses a factor e for every β below it.":
    "후보마다 난수를 하나 뽑습니다. 곡선은 남은 최고점 m에서 1이고, β만큼 낮아질 때마다 e배씩 작아집니다.",
  "Kept answers that follow one another become pairs. Ties teach nothing and are dropped.":
    "잇달아 채택된 답변이 쌍이 됩니다. 동점에서는 배울 것이 없어 뺍니다.",
  "How much further than the SFT policy the policy leans to the chosen answer, in nats.":
    "정책이 SFT 정책보다 선호 답변 쪽으로 얼마나 더 기울었는지, nat 단위.",
} as Readonly<Record<string, string>>;
